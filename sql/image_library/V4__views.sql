-- Parameterised views: one view of the base attributes and one of the business attributes are shared by all; every business has thin functions
-- over them, each with its own filter and parameters, and a role that may call these and can see nothing else.
--
-- The functions are in a schema of their own, so that the roles need no access to image_library at all. They run with the rights of a role that may read
-- the shared view and nothing else, on a search path that nobody can write to, and are not inlined: what a caller writes into a WHERE clause sees only rows
-- that have passed the filter. The filter itself is in a table that callers cannot read.

CREATE SCHEMA image_library_view;
COMMENT ON SCHEMA image_library_view IS 'the parameterised views of the image library, a function each';

-- Roles belong to all databases of a server, so this one may be there.
DO $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'image_library_view_owner') THEN
		CREATE ROLE image_library_view_owner NOLOGIN NOINHERIT;
		COMMENT ON ROLE image_library_view_owner IS 'with whose rights the views of image libraries read; nobody logs in as this role';
	END IF;
	-- Whoever makes views hands them over to it.
	IF NOT pg_has_role(current_user, 'image_library_view_owner', 'MEMBER') THEN
		EXECUTE format('GRANT image_library_view_owner TO %I', current_user);
	END IF;
END $$;

CREATE VIEW image_library.base_attribute AS
	SELECT key, size, width, height, format, uri, phash, dhash, ahash, embedding, imported_at FROM image_library.asset;
COMMENT ON VIEW image_library.base_attribute IS 'what belongs to a picture whatever it is used for';

CREATE VIEW image_library.business_attribute AS
	SELECT key, business, attribute, value FROM image_library.attribute;
COMMENT ON VIEW image_library.business_attribute IS 'what businesses know of pictures';

-- Joined first and grouped afterwards: so both go bucket by bucket. That the other columns follow from the key, the planner finds out.
CREATE VIEW image_library.picture AS
	SELECT b.business, a.*, jsonb_object_agg(b.attribute, b.value) AS attributes
	  FROM image_library.base_attribute AS a JOIN image_library.business_attribute AS b USING (key)
	 GROUP BY b.business, a.key, a.size, a.width, a.height, a.format, a.uri, a.phash, a.dhash, a.ahash, a.embedding, a.imported_at;
COMMENT ON VIEW image_library.picture IS 'the pictures of every business, with the business'' attributes as one object: what views filter';

CREATE TABLE image_library.view (
	name text PRIMARY KEY CHECK (name ~ '^[a-z_][a-z0-9_]{0,62}$'),
	business text NOT NULL,
	role text NOT NULL,
	filter text NOT NULL,
	parameters text NOT NULL,
	statement text NOT NULL,
	created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE image_library.view IS 'the parameterised views';
COMMENT ON COLUMN image_library.view.name IS 'of the function in the schema image_library_view';
COMMENT ON COLUMN image_library.view.business IS 'whose pictures and attributes it shows';
COMMENT ON COLUMN image_library.view.role IS 'who may call it';
COMMENT ON COLUMN image_library.view.filter IS 'condition over the columns of image_library.picture and the parameters';
COMMENT ON COLUMN image_library.view.parameters IS 'as they stand in the function''s declaration';
COMMENT ON COLUMN image_library.view.statement IS 'what the function runs';

REVOKE ALL ON ALL TABLES IN SCHEMA image_library FROM PUBLIC;
REVOKE ALL ON SCHEMA image_library, image_library_view FROM PUBLIC;
GRANT USAGE ON SCHEMA image_library TO image_library_view_owner;
-- Whoever is no superuser can hand functions over only to a role that could have made them; what it runs is read only all the same.
GRANT USAGE, CREATE ON SCHEMA image_library_view TO image_library_view_owner;
GRANT SELECT ON image_library.picture, image_library.view TO image_library_view_owner;

CREATE FUNCTION image_library.check_filter(filter text) RETURNS void LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
	-- texts, quoted names, numbers and the rest, one token at a time
	token text;
	depth integer := 0;
	tokens integer := 0;
BEGIN
	FOR token IN SELECT m[1] FROM regexp_matches(filter, '(''(?:[^'']|'''')*''|"(?:[^"]|"")*"|--|/\*|\*/|[^[:space:]])', 'g') AS m LOOP
		tokens := tokens + 1;
		IF token = '(' THEN
			depth := depth + 1;
		ELSIF token = ')' THEN
			depth := depth - 1;
		ELSIF token IN ('--', '/*', '*/', ';', '\', '''', '"') THEN
			RAISE syntax_error USING MESSAGE = format('the filter has %s, which a condition has no use for: %s',
				CASE WHEN token IN ('''', '"') THEN 'a quotation mark without its other half' ELSE token END, filter);
		ELSIF token = '$' THEN
			RAISE syntax_error USING MESSAGE = format('the filter has $; parameters are written by their names, texts between '''': %s', filter);
		END IF;
		IF depth < 0 THEN
			RAISE syntax_error USING MESSAGE = format('the filter closes a bracket that it has not opened: %s', filter);
		END IF;
	END LOOP;
	IF tokens = 0 THEN
		RAISE syntax_error USING MESSAGE = 'the filter is empty; true shows all pictures of the business';
	ELSIF depth > 0 THEN
		RAISE syntax_error USING MESSAGE = format('the filter opens a bracket that it does not close: %s', filter);
	END IF;
END $$;
COMMENT ON FUNCTION image_library.check_filter(text) IS
	'raises an error unless the text can stand between brackets as one condition, whatever it says';

CREATE FUNCTION image_library.view_statement(view_business text, filter text, parameters text[], types text[]) RETURNS text LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
	-- The picture comes from a subquery, so that nothing in the filter can get around the business. Parameters are columns of a row beside it.
	SELECT format('SELECT picture.* FROM (SELECT * FROM image_library.picture WHERE business = %L AND ($1 IS NULL OR key >= $1) '
	              'AND ($2 IS NULL OR key <= $2)) AS picture CROSS JOIN (SELECT %s) AS parameter WHERE (%s)',
	              view_business,
	              coalesce((SELECT string_agg(format('$%s::%s AS %I', n + 2, t, p), ', ' ORDER BY n)
	                          FROM unnest(parameters, types) WITH ORDINALITY AS u (p, t, n)), ''),
	              filter);
END;
COMMENT ON FUNCTION image_library.view_statement(text, text, text[], text[]) IS
	'the statement of a view; $1 and $2 are the first and the last key that are wanted, the parameters follow';

CREATE FUNCTION image_library.create_view(name text, business text, filter text, parameters text[] DEFAULT '{}', role text DEFAULT NULL)
RETURNS text LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
	reader text := coalesce(role, 'image_library_' || business);
	parameter text;
	part text[];
	names text[] := '{}';
	types text[] := '{}';
	declaration text := '';
	statement text;
	taken text;
BEGIN
	IF name IS NULL OR name !~ '^[a-z_][a-z0-9_]{0,62}$' THEN
		RAISE invalid_name USING MESSAGE = format('a view cannot be called "%s": the name has small letters, digits and _, 63 at most', name);
	ELSIF business IS NULL OR business = '' THEN
		RAISE invalid_parameter_value USING MESSAGE = 'a view needs a business';
	ELSIF octet_length(reader) > 63 THEN
		RAISE invalid_name USING MESSAGE = format('the name of the role is too long: %s', reader);
	ELSIF EXISTS (SELECT FROM image_library.view AS v WHERE v.name = create_view.name) THEN
		RAISE duplicate_object USING MESSAGE = format('there is a view "%s" already', name);
	END IF;
	SELECT v.business INTO taken FROM image_library.view AS v WHERE v.role = reader AND v.business <> create_view.business LIMIT 1;
	IF FOUND THEN
		RAISE invalid_parameter_value USING MESSAGE = format('the role "%s" is the one of the business "%s"', reader, taken);
	END IF;
	PERFORM image_library.check_filter(filter);
	FOREACH parameter IN ARRAY parameters LOOP
		part := regexp_match(parameter, '^\s*([a-z_][a-z0-9_]{0,62})\s+([a-z][a-z0-9_ ]*(?:\(\d+(?:,\s*\d+)?\))?(?:\[\])?)(?:\s*=\s*(.*))?$');
		IF part IS NULL THEN
			RAISE syntax_error USING MESSAGE = format('"%s" declares no parameter: write NAME TYPE or NAME TYPE = VALUE', parameter);
		ELSIF part[1] IN ('from_key', 'to_key') OR part[1] = ANY (names) OR EXISTS (SELECT FROM pg_attribute
				WHERE attrelid = 'image_library.picture'::regclass AND attname = part[1] AND attnum > 0) THEN
			RAISE invalid_name USING MESSAGE = format('a parameter cannot be called "%s": there is something else of that name', part[1]);
		ELSIF to_regtype(part[2]) IS NULL THEN
			RAISE undefined_object USING MESSAGE = format('the parameter "%s" has a type that is not there: %s', part[1], part[2]);
		ELSIF declaration LIKE '%DEFAULT%' AND part[3] IS NULL THEN
			RAISE syntax_error USING MESSAGE = format('the parameter "%s" comes after one with a value of its own and has none', part[1]);
		END IF;
		names := names || part[1];
		types := types || format_type(to_regtype(part[2]), NULL);
		-- The value is a text of its type: nothing that is run.
		declaration := declaration || format('%I %s%s, ', part[1], types[cardinality(types)],
			CASE WHEN part[3] IS NOT NULL THEN format(' DEFAULT %L::%s', trim(part[3]), types[cardinality(types)]) ELSE '' END);
	END LOOP;
	statement := image_library.view_statement(business, filter, names, types);

	EXECUTE format('CREATE FUNCTION image_library_view.%I(%sfrom_key uuid DEFAULT NULL, to_key uuid DEFAULT NULL)
		RETURNS SETOF image_library.picture LANGUAGE plpgsql STABLE PARALLEL UNSAFE SECURITY DEFINER
		SET search_path = pg_catalog, pg_temp
		SET enable_partitionwise_join = on SET enable_partitionwise_aggregate = on
		-- what would show a caller how the filter is written
		SET debug_print_parse = off SET debug_print_rewritten = off SET debug_print_plan = off
		-- a message below an error comes with the statement as its context
		SET client_min_messages = error AS $body$
BEGIN
	RETURN QUERY EXECUTE (SELECT v.statement FROM image_library.view AS v WHERE v.name = %L) USING from_key, to_key%s;
EXCEPTION WHEN OTHERS THEN
	-- Without the context, in which the statement would be.
	RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = ''the view %s cannot be read with these parameters: '' || SQLERRM;
END $body$', name, declaration, name, coalesce((SELECT string_agg(format(', %I', n), '' ORDER BY o) FROM unnest(names) WITH ORDINALITY AS u (n, o)), ''), name);
	EXECUTE format('COMMENT ON FUNCTION image_library_view.%I IS %L', name, format('pictures of %s, by a filter', business));
	EXECUTE format('ALTER FUNCTION image_library_view.%I OWNER TO image_library_view_owner', name);
	EXECUTE format('REVOKE ALL ON FUNCTION image_library_view.%I FROM PUBLIC', name);
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = reader) THEN
		EXECUTE format('CREATE ROLE %I NOLOGIN', reader);
	END IF;
	EXECUTE format('GRANT USAGE ON SCHEMA image_library_view TO %I', reader);
	EXECUTE format('GRANT EXECUTE ON FUNCTION image_library_view.%I TO %I', name, reader);
	INSERT INTO image_library.view (name, business, role, filter, parameters, statement)
	VALUES (name, business, reader, filter, array_to_string(parameters, ', '), statement);
	-- Plans it once: a filter that does not fit fails here and not at the first reader.
	EXECUTE format('EXPLAIN SELECT FROM (%s) AS v', regexp_replace(regexp_replace(statement, '\$[12](?!\d)', 'NULL::uuid', 'g'), '\$\d+::', 'NULL::', 'g'));
	RETURN format('image_library_view.%I', name);
END $$;
COMMENT ON FUNCTION image_library.create_view(text, text, text, text[], text) IS
	'makes a parameterised view of a business and lets its role call it; parameters are NAME TYPE or NAME TYPE = VALUE; returns the function''s name';

CREATE FUNCTION image_library.drop_view(name text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	DELETE FROM image_library.view AS v WHERE v.name = drop_view.name;
	IF NOT FOUND THEN
		RAISE undefined_object USING MESSAGE = format('there is no view "%s"', name);
	END IF;
	EXECUTE format('DROP FUNCTION image_library_view.%I', name);
END $$;
COMMENT ON FUNCTION image_library.drop_view(text) IS 'drops a parameterised view; its role stays, as others may have it';

-- Functions may be called by everybody unless it is said otherwise.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA image_library FROM PUBLIC;
