-- complain if the script is sourced in psql rather than run by ALTER EXTENSION
\echo Use "ALTER EXTENSION float2 UPDATE TO '0.3.0'" to load this file. \quit

-- --- the access method ann_ivfflat ----------------------------------------------

CREATE FUNCTION ann_spherical_distance(float2[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION ann_spherical_distance(float2[], float2[]) IS 'angle between two vectors of length 1 as a part of half a turn, for indexes';

CREATE FUNCTION ann_spherical_distance(float4[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION ann_spherical_distance(float4[], float4[]) IS 'angle between two vectors of length 1 as a part of half a turn, for indexes';

CREATE FUNCTION ann_ivfflat_float2_support(internal) RETURNS internal
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ann_ivfflat_float2_support(internal) IS 'what an index of lists needs to know of float2 vectors';

CREATE FUNCTION ann_ivfflat_float4_support(internal) RETURNS internal
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ann_ivfflat_float4_support(internal) IS 'what an index of lists needs to know of float4 vectors';

CREATE FUNCTION ann_ivfflat_int2_support(internal) RETURNS internal
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ann_ivfflat_int2_support(internal) IS 'what an index of lists needs to know of smallint vectors';

CREATE FUNCTION ann_ivfflat_handler(internal) RETURNS index_am_handler
	AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION ann_ivfflat_handler(internal) IS 'handler of the access method ann_ivfflat';

CREATE ACCESS METHOD ann_ivfflat TYPE INDEX HANDLER ann_ivfflat_handler;
COMMENT ON ACCESS METHOD ann_ivfflat IS 'approximate nearest neighbours by inverted lists over vectors in arrays';

CREATE OPERATOR CLASS float2_l2_ops
	DEFAULT FOR TYPE float2[] USING ann_ivfflat AS
	OPERATOR 1 <-> (float2[], float2[]) FOR ORDER BY float_ops,
	OPERATOR 1 <-> (float2[], float4[]) FOR ORDER BY float_ops,
	OPERATOR 1 <-> (float2[], smallint[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(float2[], float2[]),
	FUNCTION 3 l2_distance(float2[], float2[]),
	FUNCTION 5 ann_ivfflat_float2_support(internal);
COMMENT ON OPERATOR CLASS float2_l2_ops USING ann_ivfflat IS 'Euclidean distance of half-precision vectors';
COMMENT ON OPERATOR FAMILY float2_l2_ops USING ann_ivfflat IS 'Euclidean distance of half-precision vectors';

CREATE OPERATOR CLASS float2_ip_ops
	FOR TYPE float2[] USING ann_ivfflat AS
	OPERATOR 1 <#> (float2[], float2[]) FOR ORDER BY float_ops,
	OPERATOR 1 <#> (float2[], float4[]) FOR ORDER BY float_ops,
	OPERATOR 1 <#> (float2[], smallint[]) FOR ORDER BY float_ops,
	FUNCTION 1 negative_inner_product_distance(float2[], float2[]),
	FUNCTION 3 ann_spherical_distance(float2[], float2[]),
	FUNCTION 4 ann_norm(float2[]),
	FUNCTION 5 ann_ivfflat_float2_support(internal);
COMMENT ON OPERATOR CLASS float2_ip_ops USING ann_ivfflat IS 'inner product of half-precision vectors';
COMMENT ON OPERATOR FAMILY float2_ip_ops USING ann_ivfflat IS 'inner product of half-precision vectors';

CREATE OPERATOR CLASS float2_cosine_ops
	FOR TYPE float2[] USING ann_ivfflat AS
	OPERATOR 1 <=> (float2[], float2[]) FOR ORDER BY float_ops,
	OPERATOR 1 <=> (float2[], float4[]) FOR ORDER BY float_ops,
	OPERATOR 1 <=> (float2[], smallint[]) FOR ORDER BY float_ops,
	FUNCTION 1 negative_inner_product_distance(float2[], float2[]),
	FUNCTION 2 ann_norm(float2[]),
	FUNCTION 3 ann_spherical_distance(float2[], float2[]),
	FUNCTION 4 ann_norm(float2[]),
	FUNCTION 5 ann_ivfflat_float2_support(internal);
COMMENT ON OPERATOR CLASS float2_cosine_ops USING ann_ivfflat IS 'cosine distance of half-precision vectors';
COMMENT ON OPERATOR FAMILY float2_cosine_ops USING ann_ivfflat IS 'cosine distance of half-precision vectors';

CREATE OPERATOR CLASS float4_l2_ops
	DEFAULT FOR TYPE float4[] USING ann_ivfflat AS
	OPERATOR 1 <-> (float4[], float4[]) FOR ORDER BY float_ops,
	OPERATOR 1 <-> (float4[], float2[]) FOR ORDER BY float_ops,
	OPERATOR 1 <-> (float4[], smallint[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(float4[], float4[]),
	FUNCTION 3 l2_distance(float4[], float4[]),
	FUNCTION 5 ann_ivfflat_float4_support(internal);
COMMENT ON OPERATOR CLASS float4_l2_ops USING ann_ivfflat IS 'Euclidean distance of float4 vectors';
COMMENT ON OPERATOR FAMILY float4_l2_ops USING ann_ivfflat IS 'Euclidean distance of float4 vectors';

CREATE OPERATOR CLASS float4_ip_ops
	FOR TYPE float4[] USING ann_ivfflat AS
	OPERATOR 1 <#> (float4[], float4[]) FOR ORDER BY float_ops,
	OPERATOR 1 <#> (float4[], float2[]) FOR ORDER BY float_ops,
	OPERATOR 1 <#> (float4[], smallint[]) FOR ORDER BY float_ops,
	FUNCTION 1 negative_inner_product_distance(float4[], float4[]),
	FUNCTION 3 ann_spherical_distance(float4[], float4[]),
	FUNCTION 4 ann_norm(float4[]),
	FUNCTION 5 ann_ivfflat_float4_support(internal);
COMMENT ON OPERATOR CLASS float4_ip_ops USING ann_ivfflat IS 'inner product of float4 vectors';
COMMENT ON OPERATOR FAMILY float4_ip_ops USING ann_ivfflat IS 'inner product of float4 vectors';

CREATE OPERATOR CLASS float4_cosine_ops
	FOR TYPE float4[] USING ann_ivfflat AS
	OPERATOR 1 <=> (float4[], float4[]) FOR ORDER BY float_ops,
	OPERATOR 1 <=> (float4[], float2[]) FOR ORDER BY float_ops,
	OPERATOR 1 <=> (float4[], smallint[]) FOR ORDER BY float_ops,
	FUNCTION 1 negative_inner_product_distance(float4[], float4[]),
	FUNCTION 2 ann_norm(float4[]),
	FUNCTION 3 ann_spherical_distance(float4[], float4[]),
	FUNCTION 4 ann_norm(float4[]),
	FUNCTION 5 ann_ivfflat_float4_support(internal);
COMMENT ON OPERATOR CLASS float4_cosine_ops USING ann_ivfflat IS 'cosine distance of float4 vectors';
COMMENT ON OPERATOR FAMILY float4_cosine_ops USING ann_ivfflat IS 'cosine distance of float4 vectors';

CREATE OPERATOR CLASS int2_l2_ops
	DEFAULT FOR TYPE smallint[] USING ann_ivfflat AS
	OPERATOR 1 <-> (smallint[], smallint[]) FOR ORDER BY float_ops,
	OPERATOR 1 <-> (smallint[], float2[]) FOR ORDER BY float_ops,
	OPERATOR 1 <-> (smallint[], float4[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(smallint[], smallint[]),
	FUNCTION 3 l2_distance(smallint[], smallint[]),
	FUNCTION 5 ann_ivfflat_int2_support(internal);
COMMENT ON OPERATOR CLASS int2_l2_ops USING ann_ivfflat IS 'Euclidean distance of smallint vectors';
COMMENT ON OPERATOR FAMILY int2_l2_ops USING ann_ivfflat IS 'Euclidean distance of smallint vectors';

-- --- measuring an index ---------------------------------------------------------

CREATE FUNCTION ann_recall(
	index regclass,
	INOUT k integer DEFAULT 10,
	sample integer DEFAULT 100,
	filter text DEFAULT NULL,
	OUT recall float8,
	OUT low float8,
	OUT high float8,
	OUT queries integer,
	OUT index_mean_ms float8,
	OUT index_median_ms float8,
	OUT index_p95_ms float8,
	OUT exact_mean_ms float8,
	OUT exact_median_ms float8,
	OUT exact_p95_ms float8)
	LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000000
	-- What the body switches goes back with these when the function ends, well or not.
	SET float2.only_index = ''
	SET enable_bitmapscan = on
	SET enable_seqscan = on
	SET enable_sort = on
	-- a scan that starts anywhere would draw other rows from the same seed
	SET synchronize_seqscans = off
	-- so that a vector is the same after going through text
	SET extra_float_digits = 1
AS $$
#variable_conflict use_variable
DECLARE
	most_neighbours CONSTANT integer := 10000;
	most_queries CONSTANT integer := 10000;
	warm_up CONSTANT integer := 10;
	z CONSTANT float8 := 1.959964;
	shape record;
	source text;
	condition text := '';
	head text;
	tail text;
	statement text;
	available bigint;
	vectors text[];
	plan jsonb;
	walked regclass[];
	started timestamptz;
	distances float8[];
	wanted integer[] := '{}';
	reach float8[] := '{}';
	hits float8[] := '{}';
	index_times float8[] := '{}';
	exact_times float8[] := '{}';
	by_index boolean;
	trials float8;
	centre float8;
	half float8;
BEGIN
	-- The library is loaded by this at the latest; the setting of ours below has no effect before.
	EXECUTE (SELECT format('SELECT FROM %I.float2_kernel_info()', nspname) FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace
	          WHERE extname = 'float2');
	IF index IS NULL OR k IS NULL OR sample IS NULL THEN
		RAISE null_value_not_allowed USING MESSAGE = 'index, k and sample of ann_recall must not be NULL';
	END IF;
	IF k NOT BETWEEN 1 AND most_neighbours THEN
		RAISE invalid_parameter_value USING MESSAGE = format('k must be 1 to %s, not %s', most_neighbours, k);
	END IF;
	IF sample NOT BETWEEN 1 AND most_queries THEN
		RAISE invalid_parameter_value USING MESSAGE = format('the sample must be 1 to %s rows, not %s', most_queries, sample);
	END IF;

	SELECT c.relkind, m.amname AS method, i.indisvalid AND i.indisready AS valid,
	       i.indnatts = 1 AND i.indkey[0] <> 0 AS plain, t.oid::regclass AS relation,
	       -- what inherits from a table has no part in its index, partitions have
	       CASE t.relkind WHEN 'p' THEN '' ELSE 'ONLY ' END || t.oid::regclass AS rows,
	       quote_ident(t.relname) || '.' || quote_ident(a.attname) AS vector, format_type(a.atttypid, a.atttypmod) AS type,
	       pg_get_expr(i.indpred, i.indrelid) AS predicate, d.distance
	  INTO shape
	  FROM pg_class AS c
	  LEFT JOIN pg_am AS m ON m.oid = c.relam
	  LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
	  LEFT JOIN pg_class AS t ON t.oid = i.indrelid
	  LEFT JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
	  LEFT JOIN pg_opclass AS o ON o.oid = i.indclass[0]
	  LEFT JOIN LATERAL (
	       SELECT format('OPERATOR(%I.%s)', n.nspname, p.oprname) AS distance
	         FROM pg_amop AS s JOIN pg_operator AS p ON p.oid = s.amopopr JOIN pg_namespace AS n ON n.oid = p.oprnamespace
	        WHERE s.amopfamily = o.opcfamily AND s.amoplefttype = o.opcintype AND s.amoprighttype = o.opcintype
	          AND s.amoppurpose = 'o') AS d ON true
	 WHERE c.oid = index;
	IF NOT FOUND THEN
		RAISE undefined_object USING MESSAGE = format('there is no index with OID %s', index::oid);
	END IF;
	IF shape.relkind NOT IN ('i', 'I') THEN
		RAISE wrong_object_type USING MESSAGE = format('"%s" is not an index', index);
	END IF;
	IF shape.method NOT IN ('ann', 'ann_ivfflat', 'hnsw', 'ivfflat') THEN
		RAISE wrong_object_type USING
			MESSAGE = format('index "%s" of method %s is not an index on vectors', index, shape.method),
			HINT = 'The methods ann, ann_ivfflat, hnsw and ivfflat are.';
	END IF;
	IF NOT shape.plain THEN
		RAISE feature_not_supported USING MESSAGE = format('index "%s" is on an expression, not on a column', index);
	END IF;
	IF NOT shape.valid THEN
		RAISE object_not_in_prerequisite_state USING
			MESSAGE = format('index "%s" is not valid', index), HINT = 'Build it anew with REINDEX INDEX.';
	END IF;

	source := format('FROM %s WHERE %s IS NOT NULL', shape.rows, shape.vector);
	IF shape.predicate IS NOT NULL THEN
		source := format('%s AND (%s)', source, shape.predicate);
	END IF;
	IF filter IS NOT NULL THEN
		-- the line break ends a comment that the filter may close with
		condition := format(E' AND (%s\n)', filter);
		BEGIN
			EXECUTE format('EXPLAIN SELECT 1 %s%s', source, condition);
		EXCEPTION WHEN syntax_error_or_access_rule_violation OR data_exception THEN
			RAISE EXCEPTION USING ERRCODE = SQLSTATE,
				MESSAGE = format('the filter "%s" does not fit table "%s": %s', filter, shape.relation, SQLERRM);
		END;
	END IF;

	EXECUTE format('SELECT count(*) FROM (SELECT %s%s LIMIT %s) AS s', source, condition, k) INTO available;
	IF available < k THEN
		RAISE object_not_in_prerequisite_state USING
			MESSAGE = format('index "%s" has too few rows for k = %s: %s', index, k, available)
			          || CASE WHEN filter IS NULL THEN '' ELSE ' of them fulfil the filter' END;
	END IF;
	EXECUTE format('SELECT array_agg(v) FROM (SELECT %s::text AS v %s ORDER BY random() LIMIT %s) AS s', shape.vector, source, sample)
	   INTO vectors;

	-- A vector without direction has no distance to anything, and is not in the index.
	head := format('SELECT coalesce(array_agg(d), ''{}'') FROM (SELECT %s %s ', shape.vector, shape.distance);
	tail := format('::%s AS d %s%s ORDER BY 1 LIMIT %s) AS s WHERE d <> ''NaN''', shape.type, source, condition, k);
	FOREACH by_index IN ARRAY ARRAY[false, true] LOOP
		-- the order by distance can come from this index alone, or from none on vectors
		PERFORM set_config('float2.only_index', CASE WHEN by_index THEN index::text ELSE 'none' END, true),
		        set_config('enable_seqscan', (NOT by_index)::text, true), set_config('enable_bitmapscan', (NOT by_index)::text, true),
		        set_config('enable_sort', (NOT by_index)::text, true);
		-- The rounds up to 0 are not counted: the first ones pay for what is read and looked up once.
		FOR i IN 1 - CASE WHEN by_index THEN least(warm_up, cardinality(vectors)) ELSE 1 END .. cardinality(vectors) LOOP
			statement := head || quote_literal(vectors[greatest(i, 1 - i)]) || tail;
			EXECUTE 'EXPLAIN (VERBOSE, FORMAT JSON) ' || statement INTO plan;
			SELECT coalesce(array_agg(DISTINCT c.oid::regclass), '{}') INTO walked
			  FROM jsonb_path_query(plan, 'strict $.** ? (exists(@."Order By"))') AS node
			  JOIN pg_class AS c ON c.relname = node->>'Index Name' AND c.relnamespace::regnamespace::text = quote_ident(node->>'Schema');
			IF by_index <> (cardinality(walked) > 0)
			   OR NOT walked <@ (SELECT index || array_agg(relid) FROM pg_partition_tree(index)) THEN
				RAISE object_not_in_prerequisite_state USING
					MESSAGE = CASE WHEN by_index
					          THEN format('the server does not search with index "%s" here, but with %s', index,
					                      coalesce((SELECT string_agg(format('"%s"', w), ', ') FROM unnest(walked) AS w), 'none'))
					          ELSE format('the server does not search without an index here, but with %s',
					                      (SELECT string_agg(format('"%s"', w), ', ') FROM unnest(walked) AS w)) END,
					DETAIL = (SELECT string_agg(n, ', ') FROM (
					          SELECT concat_ws(' ', node->>'Node Type', 'using ' || (node->>'Index Name'), 'on', node->>'Relation Name') AS n
					            FROM jsonb_path_query(plan, 'strict $.** ? (exists(@."Relation Name"))') AS node) AS s);
			END IF;

			started := clock_timestamp();
			EXECUTE statement INTO distances;
			IF i < 1 THEN
				CONTINUE;
			ELSIF by_index THEN
				index_times[i] := 1e3 * extract(epoch FROM clock_timestamp() - started);
				hits[i] := (SELECT least(count(*), wanted[i]) FROM unnest(distances) AS d WHERE d <= reach[i]);
			ELSE
				exact_times[i] := 1e3 * extract(epoch FROM clock_timestamp() - started);
				wanted[i] := cardinality(distances);
				reach[i] := (SELECT max(d) FROM unnest(distances) AS d);
			END IF;
		END LOOP;
	END LOOP;

	SELECT count(*), sum(h) / sum(w),
	       -- The neighbours of one query are found or missed together: so many independent ones would tell as much. Where all queries
	       -- are alike it is one a query.
	       least(coalesce(count(*) * (sum(h) / sum(w)) * (1 - sum(h) / sum(w)) / nullif(var_samp(h / w), 0), count(*)), sum(w))
	  INTO queries, recall, trials
	  FROM unnest(hits, wanted) AS q(h, w)
	 WHERE w > 0;
	IF queries = 0 THEN
		RAISE object_not_in_prerequisite_state USING
			MESSAGE = format('no row of index "%s" in the sample is at a distance from others', index);
	END IF;
	centre := (recall + z ^ 2 / (2 * trials)) / (1 + z ^ 2 / trials);
	half := z / (1 + z ^ 2 / trials) * sqrt(recall * (1 - recall) / trials + z ^ 2 / (4 * trials ^ 2));
	low := CASE recall WHEN 0 THEN 0 ELSE centre - half END;
	high := CASE recall WHEN 1 THEN 1 ELSE centre + half END;

	SELECT avg(t), percentile_disc(0.5) WITHIN GROUP (ORDER BY t), percentile_disc(0.95) WITHIN GROUP (ORDER BY t)
	  INTO index_mean_ms, index_median_ms, index_p95_ms FROM unnest(index_times) AS t;
	SELECT avg(t), percentile_disc(0.5) WITHIN GROUP (ORDER BY t), percentile_disc(0.95) WITHIN GROUP (ORDER BY t)
	  INTO exact_mean_ms, exact_median_ms, exact_p95_ms FROM unnest(exact_times) AS t;
END $$;
COMMENT ON FUNCTION ann_recall(regclass, integer, integer, text) IS
	'recall of an index against exact search with vectors of sampled rows: its 95 % interval (Wilson), and latencies in milliseconds; '
	'the filter is SQL text, run with the rights of the caller';

-- --- vectors as plain bytes -----------------------------------------------------

CREATE FUNCTION float2_bytes(float2[]) RETURNS bytea
	AS 'MODULE_PATHNAME', 'float2_array_bytes' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_bytes(float2[]) IS 'bit patterns of the elements, two bytes each, the low one first';

CREATE FUNCTION float2_from_bytes(bytea) RETURNS float2[]
	AS 'MODULE_PATHNAME', 'float2_array_from_bytes' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_from_bytes(bytea) IS 'float2 array of bit patterns, two bytes each, the low one first';

-- --- sets of ids ----------------------------------------------------------------

CREATE TYPE id_set;

CREATE FUNCTION id_set_in(cstring) RETURNS id_set
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION id_set_in(cstring) IS 'text input of id_set: {1,5,9}, in any order';

CREATE FUNCTION id_set_out(id_set) RETURNS cstring
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION id_set_out(id_set) IS 'text output of id_set: {1,5,9}, ascending';

CREATE FUNCTION id_set_recv(internal) RETURNS id_set
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION id_set_recv(internal) IS 'binary input of id_set: the number of ids, then eight bytes each';

CREATE FUNCTION id_set_send(id_set) RETURNS bytea
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION id_set_send(id_set) IS 'binary output of id_set: the number of ids, then eight bytes each';

-- packed already: compressing it again gains nothing
CREATE TYPE id_set (
	INPUT = id_set_in,
	OUTPUT = id_set_out,
	RECEIVE = id_set_recv,
	SEND = id_set_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = double,
	STORAGE = external
);
COMMENT ON TYPE id_set IS 'set of bigint ids, packed, with a fast test for one id';

CREATE FUNCTION id_set(bigint[]) RETURNS id_set
	AS 'MODULE_PATHNAME', 'id_set_from_array' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION id_set(bigint[]) IS 'the distinct elements of an array as a set';

CREATE FUNCTION id_set_to_array(id_set) RETURNS bigint[]
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION id_set_to_array(id_set) IS 'the ids of a set, ascending';

CREATE FUNCTION id_set_contains(id_set, bigint) RETURNS boolean
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION id_set_contains(id_set, bigint) IS 'is the id in the set?';

CREATE FUNCTION id_set_union(id_set, id_set) RETURNS id_set
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION id_set_union(id_set, id_set) IS 'the ids that are in either set';

CREATE FUNCTION id_set_cardinality(id_set) RETURNS integer
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION id_set_cardinality(id_set) IS 'number of ids in a set';

CREATE CAST (bigint[] AS id_set) WITH FUNCTION id_set(bigint[]) AS ASSIGNMENT;
COMMENT ON CAST (bigint[] AS id_set) IS 'the distinct elements as a set';
CREATE CAST (id_set AS bigint[]) WITH FUNCTION id_set_to_array(id_set) AS ASSIGNMENT;
COMMENT ON CAST (id_set AS bigint[]) IS 'the ids, ascending';

CREATE FUNCTION pool_rows(names text[], indexes regclass[], regions integer[], shares integer[], tags integer[], quotas integer[], seen id_set)
	RETURNS TABLE (pool text, tag integer, id bigint, score real, instead_of text)
	AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 100 ROWS 100;
COMMENT ON FUNCTION pool_rows(text[], regclass[], integer[], integer[], integer[], integer[], id_set) IS 'best rows of each tag from several pools by their indexes on ([region,] tag, score DESC) INCLUDE (id), without the ids seen; each pool gives its percentage of a tag''s quota, and what it is short of comes from the pools after it in the list';
