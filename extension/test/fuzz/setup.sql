-- What a fuzz run needs in its database: sources of random values, oracles, and the list of what to call.
-- The SQL objects of the extension are in the schema float2, pgvector's in public.

CREATE SCHEMA fuzz;

-- --- random choices -------------------------------------------------------------

CREATE FUNCTION fuzz.below(n int) RETURNS int LANGUAGE sql VOLATILE AS
$$ SELECT floor(random() * n)::int $$;

CREATE FUNCTION fuzz.chance(percent int) RETURNS boolean LANGUAGE sql VOLATILE AS
$$ SELECT random() * 100 < percent $$;

CREATE FUNCTION fuzz.pick(VARIADIC choices text[]) RETURNS text LANGUAGE sql VOLATILE AS
$$ SELECT choices[1 + floor(random() * cardinality(choices))::int] $$;

-- Text of a value of a number type. Tame ones are finite, moderate and exact in float4, so that oracles can judge distances.
CREATE FUNCTION fuzz.element(type text, tame boolean) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	whole boolean := type IN ('int2', 'int4', 'int8');
BEGIN
	IF tame THEN
		RETURN CASE WHEN whole THEN (fuzz.below(401) - 200)::text ELSE ((fuzz.below(65537) - 32768) / 256.0)::text END;
	END IF;
	IF type = 'int2' THEN
		RETURN CASE WHEN fuzz.chance(20) THEN fuzz.pick('-32768', '32767', '0', '2049', '-2051') ELSE (fuzz.below(65536) - 32768)::text END;
	ELSIF type = 'int4' THEN
		RETURN CASE WHEN fuzz.chance(20) THEN fuzz.pick('-2147483648', '2147483647', '65519', '65520', '-65504', '2049')
		            ELSE (fuzz.below(200001) - 100000)::text END;
	ELSIF type = 'int8' THEN
		RETURN CASE WHEN fuzz.chance(20) THEN fuzz.pick('-9223372036854775808', '9223372036854775807', '9007199254740993', '65520', '4097')
		            ELSE (fuzz.below(200001) - 100000)::text END;
	END IF;
	IF fuzz.chance(25) THEN
		RETURN fuzz.pick('NaN', 'Infinity', '-Infinity', '0', '-0', '65504', '65519.996', '65520', '-65520', '5.9604645e-08', '2.9802322e-08',
		                 '2.9802326e-08', '6.1035156e-05', '6.097555e-05', '1e-37', '1e37', '-1e37', '1.0004883', '1.0014648', '2049');
	END IF;
	IF type = 'numeric' AND fuzz.chance(20) THEN
		RETURN (random() * 10)::numeric || repeat(fuzz.below(10)::text, fuzz.below(300));
	END IF;
	RETURN ((random() - 0.5) * 2.0 ^ (fuzz.below(40) - 22))::float4::text;
END $$;

-- --- arrays: every shape, in tables, so that they come short, compressed and out of line --

CREATE TABLE fuzz.types (name text, rows_table text);
INSERT INTO fuzz.types VALUES ('float2', 'float2_rows'), ('float4', 'float4_rows'), ('float8', 'float8_rows'), ('int2', 'int2_rows'),
                              ('int4', 'int4_rows'), ('int8', 'int8_rows'), ('numeric', 'numeric_rows');
DO $$
DECLARE
	type fuzz.types;
BEGIN
	FOR type IN SELECT * FROM fuzz.types LOOP
		-- v is compressed first, e goes out of line as it is
		EXECUTE format('CREATE TABLE fuzz.%I (id int PRIMARY KEY, v %s[], e %s[])', type.rows_table, type.name, type.name);
		EXECUTE format('ALTER TABLE fuzz.%I ALTER e SET STORAGE EXTERNAL', type.rows_table);
	END LOOP;
END $$;
CREATE TABLE fuzz.vector_rows (id int PRIMARY KEY, v vector, e vector);
CREATE TABLE fuzz.halfvec_rows (id int PRIMARY KEY, v halfvec, e halfvec);
ALTER TABLE fuzz.vector_rows ALTER v SET STORAGE EXTENDED;
ALTER TABLE fuzz.halfvec_rows ALTER v SET STORAGE EXTENDED;
CREATE TABLE fuzz.storage_target (id int, v float2[], n numeric[], plain text);

-- Rows 0 to 31 are vectors in classes of four: all types have the same length in a class. Rows 32 to 55 are anything.
CREATE TABLE fuzz.classes (class int, dim int, tame boolean);

CREATE FUNCTION fuzz.vector_of(type text, dim int, tame boolean) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	repeated text := fuzz.element(type, tame);
	compressible boolean := fuzz.chance(30);
BEGIN
	RETURN (SELECT '{' || coalesce(string_agg(CASE WHEN compressible THEN repeated ELSE fuzz.element(type, tame) END, ','), '') || '}'
	          FROM generate_series(1, dim));
END $$;

CREATE FUNCTION fuzz.nested(type text, dims int[], null_percent int) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	parts text[] := '{}';
BEGIN
	FOR i IN 1 .. dims[1] LOOP
		parts := parts || CASE WHEN cardinality(dims) > 1 THEN fuzz.nested(type, dims[2:], null_percent)
		                       WHEN fuzz.chance(null_percent) THEN 'NULL'
		                       ELSE fuzz.element(type, false) END;
	END LOOP;
	RETURN '{' || array_to_string(parts, ',') || '}';
END $$;

-- Text of an array with up to six dimensions, any lower bounds, perhaps NULLs; or NULL itself.
CREATE FUNCTION fuzz.shape(type text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	ndim int := CASE WHEN fuzz.chance(50) THEN 1 ELSE fuzz.below(7) END;
	dims int[] := '{}';
	bounds text := '';
	low int;
BEGIN
	IF fuzz.chance(5) THEN
		RETURN NULL;
	END IF;
	IF ndim = 0 THEN
		RETURN '{}';
	END IF;
	FOR i IN 1 .. ndim LOOP
		dims := dims || 1 + fuzz.below(CASE WHEN ndim = 1 THEN 40 ELSE 3 END);
		low := CASE WHEN fuzz.chance(50) THEN 1 ELSE fuzz.below(13) - 6 END;
		bounds := bounds || format('[%s:%s]', low, low + dims[i] - 1);
	END LOOP;
	RETURN bounds || '=' || fuzz.nested(type, dims, CASE WHEN fuzz.chance(50) THEN 0 ELSE 30 END);
END $$;

CREATE FUNCTION fuzz.begin_round(seed int) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	type fuzz.types;
	class fuzz.classes;
BEGIN
	PERFORM setseed((seed % 1000003) / 1000003.0);
	TRUNCATE fuzz.classes, fuzz.float2_rows, fuzz.float4_rows, fuzz.float8_rows, fuzz.int2_rows, fuzz.int4_rows, fuzz.int8_rows,
	         fuzz.numeric_rows, fuzz.vector_rows, fuzz.halfvec_rows;
	FOR i IN 0 .. 7 LOOP
		INSERT INTO fuzz.classes VALUES (i,
			CASE i WHEN 0 THEN fuzz.below(3) WHEN 1 THEN fuzz.below(20) WHEN 2 THEN fuzz.below(70) WHEN 3 THEN fuzz.below(140)
			       WHEN 4 THEN 8 * fuzz.below(40) WHEN 5 THEN fuzz.below(700) WHEN 6 THEN fuzz.below(3000)
			       ELSE CASE WHEN fuzz.chance(30) THEN fuzz.below(20001) ELSE fuzz.below(5000) END END,
			fuzz.chance(60));
	END LOOP;
	FOR type IN SELECT * FROM fuzz.types LOOP
		FOR class IN SELECT * FROM fuzz.classes ORDER BY 1 LOOP
			FOR i IN 0 .. 3 LOOP
				EXECUTE format('INSERT INTO fuzz.%I SELECT $1, a, a FROM (SELECT $2::%s[] AS a) AS s', type.rows_table, type.name)
				  USING class.class * 4 + i, fuzz.vector_of(type.name, class.dim, class.tame);
			END LOOP;
		END LOOP;
		FOR i IN 32 .. 55 LOOP
			EXECUTE format('INSERT INTO fuzz.%I SELECT $1, a, a FROM (SELECT $2::%s[] AS a) AS s', type.rows_table, type.name)
			  USING i, fuzz.shape(type.name);
		END LOOP;
		-- the last two keep the NULL bitmap after the NULL has gone
		EXECUTE format('UPDATE fuzz.%I SET v = ''{NULL,1,2}'', e = ''{NULL,1,2}'' WHERE id >= 54', type.rows_table);
		EXECUTE format('UPDATE fuzz.%I SET v[1] = 3, e[1] = 4 WHERE id >= 54', type.rows_table);
	END LOOP;
	FOR class IN SELECT * FROM fuzz.classes WHERE dim BETWEEN 1 AND 16000 LOOP
		INSERT INTO fuzz.vector_rows (id, v) SELECT class.class * 4 + i, fuzz.vector_of('float4', class.dim, true)::float4[]::vector
		  FROM generate_series(0, 3) AS i;
		INSERT INTO fuzz.halfvec_rows (id, v) SELECT id, v::halfvec FROM fuzz.vector_rows WHERE id / 4 = class.class;
	END LOOP;
	UPDATE fuzz.vector_rows SET e = v;
	UPDATE fuzz.halfvec_rows SET e = v;
END $$;

-- --- oracles: slow, plain SQL ----------------------------------------------------

-- Every finite half that is not negative, by its definition: a multiple of 2^-24.
CREATE TABLE fuzz.halves (bits int PRIMARY KEY, exact numeric, value float8);
INSERT INTO fuzz.halves
SELECT bits, units * 0.000000059604644775390625, units * 2.0::float8 ^ -24
  FROM (SELECT bits, CASE WHEN bits < 1024 THEN bits::numeric ELSE (1024 + bits % 1024) * 2::numeric ^ (bits / 1024 - 1) END AS units
          FROM generate_series(0, 31743) AS bits) AS s;
INSERT INTO fuzz.halves VALUES (31744, 65536, 65536);	-- infinity begins halfway to the next power of two
CREATE INDEX ON fuzz.halves (value, bits);
CREATE INDEX ON fuzz.halves (exact, bits);
ANALYZE fuzz.halves;

CREATE FUNCTION fuzz.fail(message text) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING ERRCODE = 'FZ001', MESSAGE = message; END $$;

-- Bit pattern of the nearest half, ties to even; NULL for NaN.
CREATE FUNCTION fuzz.nearest(x float8) RETURNS int LANGUAGE plpgsql STABLE AS $$
DECLARE
	sign int := CASE WHEN left(x::text, 1) = '-' THEN 32768 ELSE 0 END;
	low fuzz.halves;
	high fuzz.halves;
BEGIN
	IF x = 'NaN' THEN
		RETURN NULL;
	ELSIF abs(x) >= 65520 THEN
		RETURN sign + 31744;
	END IF;
	SELECT * INTO low FROM fuzz.halves WHERE value <= abs(x) ORDER BY value DESC LIMIT 1;
	SELECT * INTO high FROM fuzz.halves WHERE bits = low.bits + 1;
	IF abs(x) - low.value < high.value - abs(x) OR (abs(x) - low.value = high.value - abs(x) AND low.bits % 2 = 0) THEN
		RETURN sign + low.bits;
	END IF;
	RETURN sign + high.bits;
END $$;

-- The same for numeric, which has no negative zero.
CREATE FUNCTION fuzz.nearest(x numeric) RETURNS int LANGUAGE plpgsql STABLE AS $$
DECLARE
	sign int := CASE WHEN x < 0 THEN 32768 ELSE 0 END;
	low fuzz.halves;
	high fuzz.halves;
BEGIN
	IF x = 'NaN' THEN
		RETURN NULL;
	ELSIF abs(x) >= 65520 THEN
		RETURN sign + 31744;
	END IF;
	SELECT * INTO low FROM fuzz.halves WHERE exact <= abs(x) ORDER BY exact DESC LIMIT 1;
	SELECT * INTO high FROM fuzz.halves WHERE bits = low.bits + 1;
	IF abs(x) - low.exact < high.exact - abs(x) OR (abs(x) - low.exact = high.exact - abs(x) AND low.bits % 2 = 0) THEN
		RETURN sign + low.bits;
	END IF;
	RETURN sign + high.bits;
END $$;

CREATE FUNCTION fuzz.is_half(got float2, expected int, zero_sign boolean) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
	bits int := float2_bits(got)::int & 65535;
BEGIN
	IF expected IS NULL THEN
		RETURN (bits & 32767) > 31744;
	ELSIF (expected & 32767) = 0 AND NOT zero_sign THEN
		RETURN (bits & 32767) = 0;
	END IF;
	RETURN bits = expected;
END $$;

-- Text is taken if and only if float4 takes it, and rounded once. What is out of float4's range is judged by numeric alone.
CREATE FUNCTION fuzz.check_text(input text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	got float2;
	accepted boolean := true;
	reference float4;
	reference_accepted boolean := true;
	exact numeric;
BEGIN
	BEGIN
		got := input::float2;
	EXCEPTION WHEN invalid_text_representation THEN
		accepted := false;
	END;
	BEGIN
		reference := input::float4;
	EXCEPTION WHEN invalid_text_representation THEN
		reference_accepted := false;
	WHEN numeric_value_out_of_range THEN
		reference_accepted := NULL;	-- said before float4 looks at what follows the number
	END;
	IF accepted <> reference_accepted THEN
		PERFORM fuzz.fail(format('float2 %s what float4 %s', CASE WHEN accepted THEN 'takes' ELSE 'refuses' END,
		                         CASE WHEN reference_accepted THEN 'takes' ELSE 'refuses' END));
	END IF;
	IF NOT accepted THEN
		RETURN;
	END IF;
	IF (got::text::float2)::text <> got::text OR float2_bits(got::text::float2) <> float2_bits(got) AND got <> 'NaN' THEN
		PERFORM fuzz.fail(format('%s does not come back from its text', got));
	END IF;
	BEGIN
		exact := input::numeric;
	EXCEPTION WHEN OTHERS THEN
		RETURN;		-- hexadecimal, or beyond numeric
	END;
	IF NOT fuzz.is_half(got, fuzz.nearest(exact), false) THEN
		PERFORM fuzz.fail(format('bits %s, expected %s', float2_bits(got), fuzz.nearest(exact)));
	END IF;
END $$;

CREATE FUNCTION fuzz.check_narrowed(got float2[], source float8[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF cardinality(got) <> cardinality(source) OR array_lower(got, 1) IS DISTINCT FROM array_lower(source, 1) OR
	   EXISTS (SELECT FROM unnest(got, source) AS u (half, value) WHERE NOT fuzz.is_half(half, fuzz.nearest(value), true)) THEN
		PERFORM fuzz.fail('float2[] differs from the nearest halves');
	END IF;
END $$;

CREATE FUNCTION fuzz.check_narrowed(got float2[], source numeric[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF cardinality(got) <> cardinality(source) OR array_lower(got, 1) IS DISTINCT FROM array_lower(source, 1) OR
	   EXISTS (SELECT FROM unnest(got, source) AS u (half, value) WHERE NOT fuzz.is_half(half, fuzz.nearest(value), false)) THEN
		PERFORM fuzz.fail('float2[] differs from the nearest halves');
	END IF;
END $$;

CREATE FUNCTION fuzz.check_widened(got float4[], source float2[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF cardinality(got) <> cardinality(source) OR
	   EXISTS (SELECT FROM unnest(got, float2_bits(source)) AS u (value, bits)
	                  LEFT JOIN fuzz.halves AS h ON h.bits = (u.bits::int & 32767) AND h.bits < 31744
	            WHERE u.value::float8 IS DISTINCT FROM CASE WHEN (u.bits::int & 32767) > 31744 THEN 'NaN'::float8
	                                                        WHEN (u.bits::int & 32767) = 31744 AND u.bits < 0 THEN '-Infinity'
	                                                        WHEN (u.bits::int & 32767) = 31744 THEN 'Infinity'
	                                                        WHEN u.bits < 0 THEN -h.value ELSE h.value END) THEN
		PERFORM fuzz.fail('float4[] differs from the values of the halves');
	END IF;
END $$;

-- A distance within the kernel's budget of the sum in float8: 1e-6 * sqrt(n) of the terms' magnitudes.
CREATE FUNCTION fuzz.check_distance(metric text, got float8, a float8[], b float8[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	n int := cardinality(a);
	budget float8 := 1e-6 * sqrt(n);
	s record;
	wrong boolean;
	cosine float8;
BEGIN
	SELECT coalesce(sum(x * y), 0) AS dot, coalesce(sum(abs(x * y)), 0) AS abs_dot, coalesce(sum(x * x), 0) AS aa, coalesce(sum(y * y), 0) AS bb,
	       coalesce(sum((x - y) ^ 2), 0) AS l2, coalesce(sum(abs(x - y)), 0) AS l1
	  INTO s FROM unnest(a, b) AS u (x, y);
	CASE metric
	WHEN 'l2_distance' THEN
		wrong := abs(got * got - s.l2) > (budget + 1e-12) * s.l2;
	WHEN 'l2_squared_distance' THEN
		wrong := abs(got - s.l2) > budget * s.l2;
	WHEN 'inner_product', 'inner_product_distance' THEN
		wrong := abs(got - s.dot) > budget * s.abs_dot;
	WHEN 'negative_inner_product', 'negative_inner_product_distance' THEN
		wrong := abs(got + s.dot) > budget * s.abs_dot;
	WHEN 'l1_distance' THEN
		wrong := abs(got - s.l1) > budget * s.l1;
	WHEN 'cosine_distance', 'cosine_similarity' THEN
		IF s.aa = 0 OR s.bb = 0 THEN
			wrong := got <> 'NaN';
		ELSE
			cosine := CASE metric WHEN 'cosine_distance' THEN 1 - got ELSE got END;
			wrong := got = 'NaN' OR abs(cosine - s.dot / sqrt(s.aa * s.bb)) > 3 * budget;
		END IF;
	ELSE
		RETURN;		-- no oracle for this one
	END CASE;
	IF wrong THEN
		PERFORM fuzz.fail(format('%s gives %s for %s elements; dot %s, aa %s, bb %s, l2 %s, l1 %s', metric, got, n, s.dot, s.aa, s.bb, s.l2, s.l1));
	END IF;
END $$;

-- A query that is not finite is at no distance from anything: NaN has no place in an index's order.
CREATE FUNCTION fuzz.check_ascending(distances float8[], slack float8) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF NOT 'NaN' = ANY (distances) AND
	   EXISTS (SELECT FROM generate_subscripts(distances, 1) AS i WHERE distances[i] > distances[i + 1] + slack) THEN
		PERFORM fuzz.fail(format('index scan is out of order: %s', distances));
	END IF;
END $$;

-- Each row once, and as many as there are or were asked for. Rows without a distance are in no index.
CREATE FUNCTION fuzz.check_complete(given tid[], distances float8[], wanted int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	expected int := least(wanted, (SELECT count(*) FROM unnest(distances) AS d WHERE d <> 'NaN'));
BEGIN
	IF cardinality(given) < expected OR cardinality(given) > (SELECT count(DISTINCT place) FROM unnest(given) AS place) THEN
		PERFORM fuzz.fail(format('index scan gave %s instead of %s different rows', given, expected));
	END IF;
END $$;

-- --- binary input -----------------------------------------------------------------

CREATE TABLE fuzz.copied (id int, scalar float2, v float2[]);
CREATE TABLE fuzz.expected (id int, v int2[]);

CREATE FUNCTION fuzz.random_bytes(n int) RETURNS bytea LANGUAGE sql VOLATILE AS
$$ SELECT coalesce(string_agg(set_byte('\x00', 0, fuzz.below(256)), ''), '') FROM generate_series(1, n) $$;

CREATE FUNCTION fuzz.mutate(bytes bytea) RETURNS bytea LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	n int := length(bytes);
BEGIN
	CASE fuzz.below(5)
	WHEN 0 THEN
		RETURN substring(bytes FROM 1 FOR fuzz.below(n + 1));
	WHEN 1 THEN
		RETURN bytes || fuzz.random_bytes(1 + fuzz.below(8));
	WHEN 2 THEN
		RETURN fuzz.random_bytes(fuzz.below(60));
	ELSE
		FOR i IN 0 .. fuzz.below(4) LOOP
			-- the header, with its counts, more often than the rest
			bytes := CASE WHEN n = 0 THEN bytes
			              ELSE set_byte(bytes, CASE WHEN fuzz.chance(60) THEN least(fuzz.below(28), n - 1) ELSE fuzz.below(n) END, fuzz.below(256)) END;
		END LOOP;
		RETURN bytes;
	END CASE;
END $$;

CREATE FUNCTION fuzz.copy_field(bytes bytea) RETURNS bytea LANGUAGE sql AS $$ SELECT int4send(length(bytes)) || bytes $$;

-- One file for COPY … (FORMAT binary): a few rows as they should be or, if broken, with a field that is not.
CREATE FUNCTION fuzz.write_copy(file text, broken boolean) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	file_bytes bytea := '\x5047434f50590aff0d0a00' || int4send(0) || int4send(0);
	bits int2[];
	array_bytes bytea;
	scalar_bytes bytea;
	object oid;
BEGIN
	TRUNCATE fuzz.copied, fuzz.expected;
	FOR id IN 1 .. 1 + fuzz.below(3) LOOP
		bits := ARRAY(SELECT fuzz.below(65536) - 32768 FROM generate_series(1, CASE WHEN fuzz.chance(10) THEN fuzz.below(5000) ELSE fuzz.below(40) END));
		INSERT INTO fuzz.expected VALUES (id, bits);
		array_bytes := CASE WHEN cardinality(bits) = 0 THEN int4send(0) || int4send(0) || int4send('float2'::regtype::oid::int)
		                    ELSE int4send(1) || int4send(0) || int4send('float2'::regtype::oid::int) || int4send(cardinality(bits)) || int4send(1) END;
		array_bytes := array_bytes || coalesce((SELECT string_agg(int4send(2) || int2send(b), '' ORDER BY i)
		                                          FROM unnest(bits) WITH ORDINALITY AS u (b, i)), '');
		scalar_bytes := int2send((fuzz.below(65536) - 32768)::int2);
		IF broken AND fuzz.chance(60) THEN
			array_bytes := fuzz.mutate(array_bytes);
		END IF;
		IF broken AND fuzz.chance(20) THEN
			scalar_bytes := fuzz.mutate(scalar_bytes);
		END IF;
		file_bytes := file_bytes || int2send(3::int2) || fuzz.copy_field(int4send(id)) || fuzz.copy_field(scalar_bytes) || fuzz.copy_field(array_bytes);
	END LOOP;
	file_bytes := file_bytes || int2send((-1)::int2);
	object := lo_from_bytea(0, file_bytes);
	PERFORM lo_export(object, file);
	PERFORM lo_unlink(object);
END $$;

CREATE FUNCTION fuzz.check_copied() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF EXISTS (SELECT FROM fuzz.expected AS x LEFT JOIN fuzz.copied AS c USING (id) WHERE float2_bits(c.v) IS DISTINCT FROM x.v) THEN
		PERFORM fuzz.fail('COPY has stored other bits than it was given');
	END IF;
END $$;

-- --- what to call: everything in the extension's schema ------------------------------

-- An expression of a type, or NULL when there is no source for it. Arrays of one class have one length.
CREATE FUNCTION fuzz.argument(type regtype, class int) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	id int := CASE WHEN class IS NULL THEN 32 + fuzz.below(24) ELSE class * 4 + fuzz.below(4) END;
	element text := (SELECT t.typname FROM pg_type AS a JOIN pg_type AS t ON t.oid = a.typelem WHERE a.oid = type AND a.typsubscript = 'array_subscript_handler'::regproc);
BEGIN
	IF element IN (SELECT name FROM fuzz.types) THEN
		RETURN format('(SELECT %s FROM fuzz.%I WHERE id = %s)', fuzz.pick('v', 'e'), element || '_rows', id);
	ELSIF type::text IN ('vector', 'halfvec') THEN
		RETURN format('(SELECT %s FROM fuzz.%I WHERE id = %s)', fuzz.pick('v', 'e'), type::text || '_rows', id);
	ELSIF type = 'float2'::regtype THEN
		RETURN format('float2_from_bits(%s::int2)', '''' || (fuzz.below(65536) - 32768) || '''');
	ELSIF type = 'int4'::regtype THEN
		RETURN format('%L::int4', CASE WHEN fuzz.chance(20) THEN fuzz.pick('-2147483648', '2147483647', '0', '-1', '16000', '16001')
		                               ELSE (fuzz.below(140) - 5)::text END);
	ELSIF type IN ('float4'::regtype, 'float8'::regtype, 'numeric'::regtype, 'int2'::regtype, 'int8'::regtype) THEN
		RETURN format('%L::%s', fuzz.element((SELECT typname FROM pg_type WHERE oid = type), false), type);
	ELSIF type = 'id_set'::regtype THEN
		RETURN format('%L::id_set', '{' || (SELECT coalesce(string_agg(CASE WHEN fuzz.chance(5) THEN (-fuzz.below(100))::text ELSE (fuzz.below(200000)::bigint * (1 + fuzz.below(3) * 40000))::text END, ','), '')
		                                     FROM generate_series(1, fuzz.pick('0', '1', '20', '300')::int)) || '}');
	ELSIF type = 'regclass'::regtype THEN
		RETURN fuzz.pick('''fuzz.storage_target''::regclass', '''fuzz.storage_target''::regclass', '''pg_class''::regclass', '''0''::regclass', '''4294967295''::regclass');
	ELSIF type = 'name'::regtype THEN
		RETURN fuzz.pick('''v''::name', '''v''::name', '''n''::name', '''plain''::name', '''no such''::name', '''tableoid''::name', '''ctid''::name');
	END IF;
	RETURN NULL;
END $$;

CREATE TABLE fuzz.targets AS
SELECT p.oid, p.prokind, p.oid::regprocedure::text AS signature, format('%I.%I', n.nspname, p.proname) AS name, p.proname,
       (SELECT array_agg(t::regtype ORDER BY i) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (t, i)) AS types
  FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
 WHERE n.nspname = 'float2';
DELETE FROM fuzz.targets
 WHERE types && '{internal,cstring}'::regtype[] OR oid IN (SELECT amhandler FROM pg_am);
CREATE TABLE fuzz.untouched AS
SELECT * FROM fuzz.targets WHERE EXISTS (SELECT FROM unnest(types) AS t WHERE fuzz.argument(t, 0) IS NULL);
DELETE FROM fuzz.targets WHERE oid IN (SELECT oid FROM fuzz.untouched);
CREATE TABLE fuzz.operators AS
SELECT o.oprleft::regtype AS left_type, o.oprright::regtype AS right_type, format('OPERATOR(float2.%s)', o.oprname) AS name
  FROM pg_operator AS o JOIN pg_namespace AS n ON n.oid = o.oprnamespace
 WHERE n.nspname = 'float2' AND o.oprleft <> 0;
CREATE TABLE fuzz.casts AS
SELECT c.castsource::regtype AS source, c.casttarget::regtype AS target
  FROM pg_cast AS c WHERE c.castfunc IN (SELECT oid FROM pg_proc WHERE pronamespace = 'float2'::regnamespace)
   AND fuzz.argument(c.castsource::regtype, 0) IS NOT NULL;
-- The cosine classes index vectors that were scaled to length 1 and rounded, so that near equals may swap.
CREATE TABLE fuzz.index_classes AS
SELECT a.amname::text AS method, c.opcname::text AS name, e.typname::text AS element, min(o.oprname)::text AS operator, array_agg(m.amoprighttype::regtype::text ORDER BY 1) AS right_types,
       CASE WHEN bool_or(p.amproc IS NOT NULL) THEN 0.01 ELSE 0 END AS slack
  FROM pg_opclass AS c JOIN pg_am AS a ON a.oid = c.opcmethod JOIN pg_type AS t ON t.oid = c.opcintype JOIN pg_type AS e ON e.oid = t.typelem
       JOIN pg_amop AS m ON m.amopfamily = c.opcfamily AND m.amoplefttype = c.opcintype JOIN pg_operator AS o ON o.oid = m.amopopr
       LEFT JOIN pg_amproc AS p ON p.amprocfamily = c.opcfamily AND p.amprocnum = 2
 WHERE a.amname IN ('ann', 'ann_ivfflat') AND c.opcnamespace = 'float2'::regnamespace
 GROUP BY a.amname, c.opcname, e.typname;

-- --- statements ------------------------------------------------------------------

CREATE FUNCTION fuzz.random_text() RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	input text;
	some_half int := fuzz.below(31743);
BEGIN
	input := CASE fuzz.below(9)
		WHEN 0 THEN fuzz.element(fuzz.pick('float2', 'numeric', 'int8'), false)
		WHEN 1 THEN fuzz.below(100000) || '.' || repeat(fuzz.below(1000)::text, fuzz.below(30))
		-- exactly between two halves, and a little beside it
		WHEN 2 THEN (SELECT ((h.exact + g.exact) / 2)::text || fuzz.pick('', '0', repeat('0', fuzz.below(400)) || '1')
		               FROM fuzz.halves AS h JOIN fuzz.halves AS g ON g.bits = h.bits + 1 WHERE h.bits = some_half)
		WHEN 3 THEN (SELECT ((h.exact + g.exact) / 2 - ('1e-' || 30 + fuzz.below(100))::numeric)::text
		               FROM fuzz.halves AS h JOIN fuzz.halves AS g ON g.bits = h.bits + 1 WHERE h.bits = some_half)
		WHEN 4 THEN '0x' || to_hex(fuzz.below(100000)) || fuzz.pick('', '.8', '.8p3', 'p-20', 'p', '.p1', 'p99999')
		WHEN 5 THEN fuzz.pick('inf', 'Infinity', 'NaN', 'nan(7)', 'nan(', '-nan', '+inf', 'infinit', 'INFINITY', '', ' ', '-', '+', '.', 'e', '1e', '1e+', '--1', '0x', '1.e1', '.5')
		WHEN 6 THEN repeat(fuzz.below(10)::text, fuzz.below(5000)) || 'e-' || fuzz.below(6000)
		WHEN 7 THEN fuzz.below(10) || 'e' || (fuzz.below(100001) - 50000)
		ELSE (SELECT coalesce(string_agg(chr(1 + fuzz.below(127)), ''), '') FROM generate_series(1, fuzz.below(20)))
	END;
	IF fuzz.chance(30) THEN
		FOR i IN 0 .. fuzz.below(3) LOOP
			input := overlay(input PLACING fuzz.pick(' ', '-', '.', 'e', 'x', '9', chr(9), chr(10), chr(11), chr(1 + fuzz.below(31)), chr(127), 'é', '٣', '−', chr(160), chr(8239), '😀', '_', ',', chr(39), chr(92))
			                 FROM 1 + fuzz.below(length(input) + 1) FOR fuzz.below(2));
		END LOOP;
	END IF;
	RETURN input;
END $$;

CREATE FUNCTION fuzz.target_call(target fuzz.targets) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	class int := CASE WHEN fuzz.chance(70) THEN fuzz.below(8) END;
	arguments text := (SELECT string_agg(fuzz.argument(t, class), ', ' ORDER BY i) FROM unnest(target.types) WITH ORDINALITY AS a (t, i));
	low int := fuzz.below(56);
	high int := low + fuzz.below(6);
BEGIN
	IF target.prokind <> 'a' THEN
		RETURN format('SELECT %s(%s)', target.name, arguments);
	ELSIF target.types[1] = 'float2'::regtype THEN
		RETURN format('SELECT %s(x) FROM fuzz.float2_rows, unnest(v) AS x WHERE id BETWEEN %s AND %s', target.name, low, high);
	ELSIF fuzz.chance(60) THEN
		low := 4 * fuzz.below(8);
		high := low + fuzz.below(4);
	END IF;
	RETURN format('SELECT %s(%s)%s FROM fuzz.%I WHERE id BETWEEN %s AND %s', target.name, fuzz.pick('v', 'e', 'DISTINCT v'),
	              fuzz.pick('', '', ' FILTER (WHERE id % 2 = 0)'),
	              (SELECT t.typname FROM pg_type AS a JOIN pg_type AS t ON t.oid = a.typelem WHERE a.oid = target.types[1]) || '_rows', low, high);
END $$;

-- An array whose NULL bitmap has stayed after the NULL has gone.
CREATE FUNCTION fuzz.with_bitmap(v anyarray) RETURNS anyarray LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
	v[1] := NULL;
	v[1] := 1;
	RETURN v;
END $$;

-- A whole life of an index, of any operator class of either access method: build, insert, search, delete, vacuum, rebuild; with rows that must be refused among them.
CREATE FUNCTION fuzz.index_statements() RETURNS SETOF text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	classes fuzz.index_classes[] := ARRAY(SELECT c FROM fuzz.index_classes AS c ORDER BY method, name);
	class fuzz.index_classes := classes[1 + fuzz.below(cardinality(classes))];
	type text := class.element;
	dim int := CASE WHEN fuzz.chance(10) THEN fuzz.pick('1', '2000', '2001', '4000', '4001')::int ELSE 1 + fuzz.below(70) END;
	-- a few times so many long vectors that a graph of them does not fit into the least memory
	rows int := CASE WHEN dim > 100 AND fuzz.chance(80) THEN fuzz.below(20) WHEN dim > 100 THEN 150 ELSE fuzz.below(300) END;
	vector text := format('(SELECT array_agg(fuzz.below(2001) / 100.0 - 10) FROM generate_series(1, %s + 0 * i))::%s[]', dim, type);
	bad text := fuzz.pick('''{}''', '''{1,2,3}''', '''{{1,2},{3,4}}''', format('array_fill(''NaN''::%s, ARRAY[%s])', type, dim),
	                      format('array_fill(NULL::%s, ARRAY[%s])', type, dim), format('array_fill(1::%s, ARRAY[%s], ARRAY[-3])', type, dim),
	                      format('array_fill(1::%s, ARRAY[%s])', type, dim + 1), 'NULL', format('array_fill(''1e30''::%s, ARRAY[%s])', type, dim),
	                      format('array_fill(0::%s, ARRAY[%s])', type, dim), format('fuzz.with_bitmap(array_fill(1::%s, ARRAY[%s]))', type, dim));
	options text := concat_ws(', ', CASE WHEN fuzz.chance(70) THEN 'dim = ' || CASE WHEN fuzz.chance(90) THEN dim ELSE fuzz.below(5000) END END,
	                          CASE WHEN class.method = 'ann_ivfflat' THEN
	                               CASE WHEN fuzz.chance(80) THEN 'lists = ' || CASE WHEN fuzz.chance(90) THEN 1 + fuzz.below(30) ELSE fuzz.pick('0', '500', '32768', '32769')::int END END
	                          ELSE nullif(concat_ws(', ',
	                               CASE WHEN fuzz.chance(40) THEN fuzz.pick('m', 'hnsw_m') || ' = ' || CASE WHEN fuzz.chance(90) THEN 2 + fuzz.below(30) ELSE fuzz.below(200) END END,
	                               CASE WHEN fuzz.chance(40) THEN fuzz.pick('ef_construction', 'hnsw_ef_construction') || ' = ' || (fuzz.below(120) + 4) END), '')
	                          END);
	query text;
	nearest text;
	wanted int;
BEGIN
	RETURN NEXT 'DROP TABLE IF EXISTS fuzz.indexed';
	RETURN NEXT format('CREATE %s TABLE fuzz.indexed (id int, v %s[])', fuzz.pick('', '', 'UNLOGGED'), type);
	RETURN NEXT format('ALTER TABLE fuzz.indexed ALTER v SET STORAGE %s', fuzz.pick('EXTENDED', 'EXTERNAL', 'MAIN'));
	RETURN NEXT format('INSERT INTO fuzz.indexed SELECT i, CASE WHEN i %% 50 = 7 THEN NULL ELSE %s END FROM generate_series(1, %s) AS i', vector, rows);
	IF fuzz.chance(20) THEN
		RETURN NEXT format('INSERT INTO fuzz.indexed SELECT 1000000, %s', bad);
	END IF;
	RETURN NEXT fuzz.pick('SET max_parallel_maintenance_workers = 0', 'SET max_parallel_maintenance_workers = 2');
	RETURN NEXT fuzz.pick('RESET maintenance_work_mem', 'SET maintenance_work_mem = ''1MB''');
	RETURN NEXT format('CREATE INDEX indexed_idx ON fuzz.indexed USING %I (v float2.%I)%s', class.method, class.name,
	                   CASE WHEN options <> '' THEN format(' WITH (%s)', options) ELSE '' END);
	FOR i IN 1 .. 12 LOOP
		query := class.right_types[1 + fuzz.below(cardinality(class.right_types))];
		query := format('WITH q AS MATERIALIZED (SELECT %s::%s AS v FROM (SELECT 1 AS i) AS s)',
		                CASE WHEN fuzz.chance(15) THEN format('%s::%s[]::text', bad, type) ELSE replace(vector, '::' || type || '[]', '') END, query);
		nearest := format('t.v OPERATOR(float2.%s) q.v', class.operator);
		CASE fuzz.below(9)
		WHEN 0 THEN
			RETURN NEXT format('INSERT INTO fuzz.indexed SELECT i, %s FROM generate_series(1, %s) AS i', vector, fuzz.below(20));
		WHEN 1 THEN
			RETURN NEXT format('INSERT INTO fuzz.indexed SELECT 1000001, %s', bad);
		WHEN 2 THEN
			RETURN NEXT format('DELETE FROM fuzz.indexed WHERE id %% %s = 0', 2 + fuzz.below(9));
		WHEN 3 THEN
			RETURN NEXT 'VACUUM fuzz.indexed';
		WHEN 4 THEN
			RETURN NEXT fuzz.pick('REINDEX TABLE fuzz.indexed', format('UPDATE fuzz.indexed SET v = %s FROM (SELECT 5 AS i) AS s WHERE id < 30', vector));
		ELSE
			RETURN NEXT 'SET enable_seqscan = off';
			RETURN NEXT format('SET hnsw.ef_search = %s', 1 + fuzz.below(200));
			RETURN NEXT format('SET ivfflat.probes = %s', 1 + fuzz.below(40));
			RETURN NEXT fuzz.pick('SET hnsw.iterative_scan = off', 'SET hnsw.iterative_scan = strict_order');
			RETURN NEXT 'SET ivfflat.iterative_scan = off';
			-- the rows that a graph has not given come in an order of their own, and so do those of further lists
			RETURN NEXT 'SET float2.complete_scan = off';
			IF class.method = 'ann_ivfflat' THEN
				RETURN NEXT 'SET float2.iterative_scan = off';
			END IF;
			RETURN NEXT format('%s SELECT fuzz.check_ascending(ARRAY(SELECT %s FROM fuzz.indexed AS t ORDER BY %s LIMIT %s), %s) FROM q',
			                   query, nearest, nearest, 1 + fuzz.below(50), class.slack);
			RETURN NEXT 'RESET float2.complete_scan';
			RETURN NEXT 'RESET float2.iterative_scan';
			RETURN NEXT 'SET hnsw.iterative_scan = relaxed_order';
			RETURN NEXT fuzz.pick('SET ivfflat.iterative_scan = off', 'SET ivfflat.iterative_scan = relaxed_order');
			wanted := 1 + fuzz.below(50);
			RETURN NEXT format('%s SELECT fuzz.check_complete(ARRAY(SELECT t.ctid FROM fuzz.indexed AS t WHERE id %% 3 = 0 ORDER BY %s LIMIT %s), '
			                   'ARRAY(SELECT %s FROM fuzz.indexed AS t WHERE id %% 3 = 0), %s) FROM q',
			                   query, nearest, wanted, nearest, wanted);
			RETURN NEXT 'RESET enable_seqscan';
		END CASE;
	END LOOP;
	RETURN NEXT 'DROP TABLE fuzz.indexed';
END $$;

CREATE FUNCTION fuzz.statements(n int, copy_file text) RETURNS SETOF text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	targets fuzz.targets[] := ARRAY(SELECT t FROM fuzz.targets AS t ORDER BY signature);
	operators fuzz.operators[] := ARRAY(SELECT o FROM fuzz.operators AS o ORDER BY name, left_type::text, right_type::text);
	casts fuzz.casts[] := ARRAY(SELECT c FROM fuzz.casts AS c ORDER BY source::text, target::text);
	distances fuzz.targets[] := ARRAY(SELECT t FROM fuzz.targets AS t WHERE t.types <@ '{float2[],float4[],int2[]}'::regtype[] AND cardinality(t.types) = 2
	                                    AND (SELECT prorettype FROM pg_proc WHERE oid = t.oid) = 'float8'::regtype ORDER BY signature);
	target fuzz.targets;
	operator fuzz.operators;
	conversion fuzz.casts;
	class int;
	argument text;
	other text;
	tame int[] := ARRAY(SELECT c.class FROM fuzz.classes AS c WHERE c.tame);
	short int[] := ARRAY(SELECT c.class FROM fuzz.classes AS c WHERE c.dim < 1500);
BEGIN
	-- every function once a round, then by chance
	FOREACH target IN ARRAY targets LOOP
		RETURN NEXT fuzz.target_call(target);
	END LOOP;
	FOR i IN 1 .. n LOOP
		class := CASE WHEN fuzz.chance(70) THEN fuzz.below(8) END;
		CASE
		WHEN fuzz.chance(45) THEN
			RETURN NEXT fuzz.target_call(targets[1 + fuzz.below(cardinality(targets))]);
		WHEN fuzz.chance(20) THEN
			operator := operators[1 + fuzz.below(cardinality(operators))];
			RETURN NEXT format('SELECT %s %s %s', fuzz.argument(operator.left_type, class), operator.name, fuzz.argument(operator.right_type, class));
		WHEN fuzz.chance(12) THEN
			conversion := casts[1 + fuzz.below(cardinality(casts))];
			RETURN NEXT format('SELECT %s::%s', fuzz.argument(conversion.source, class), conversion.target);
		WHEN fuzz.chance(35) THEN
			RETURN NEXT format('SELECT fuzz.check_text(%L)', fuzz.random_text());
		WHEN fuzz.chance(40) AND cardinality(tame) > 0 THEN
			class := tame[1 + fuzz.below(cardinality(tame))];
			target := distances[1 + fuzz.below(cardinality(distances))];
			argument := fuzz.argument(target.types[1], class);
			other := fuzz.argument(target.types[2], class);
			RETURN NEXT format('SELECT fuzz.check_distance(%L, %s(%s, %s), %s::float8[], %s::float8[])', target.proname, target.name, argument, other, argument, other);
		WHEN fuzz.chance(40) AND cardinality(short) > 0 THEN
			class := short[1 + fuzz.below(cardinality(short))];
			argument := fuzz.pick('float4', 'float8', 'int2', 'int4', 'int8', 'numeric');
			other := CASE WHEN argument IN ('int8', 'numeric') THEN 'numeric' ELSE 'float8' END;
			argument := fuzz.argument((argument || '[]')::regtype, class);
			RETURN NEXT format('SELECT fuzz.check_narrowed(%s::float2[], %s::%s[])', argument, argument, other);
			argument := fuzz.argument('float2[]'::regtype, class);
			RETURN NEXT format('SELECT fuzz.check_widened(%s::float4[], %s)', argument, argument);
		WHEN fuzz.chance(70) THEN
			other := fuzz.pick('true', 'true', 'false');
			RETURN NEXT format('SELECT fuzz.write_copy(%L, %s)', copy_file, other);
			RETURN NEXT format('COPY fuzz.copied FROM %L (FORMAT binary)', copy_file);
			IF other = 'false' THEN
				RETURN NEXT 'SELECT fuzz.check_copied()';
			ELSE
				RETURN NEXT 'SELECT id, scalar, v, l2_distance(v, v) FROM fuzz.copied';
			END IF;
		ELSE
			RETURN NEXT format('SET float2.kernel_cap = %s', fuzz.pick('auto', 'serial', 'f16c', 'avx512', 'neon'));
		END CASE;
	END LOOP;
END $$;
