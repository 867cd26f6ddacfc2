-- The schema, and where the objects of extensions are found while the rest is made. Functions with BEGIN ATOMIC keep what they
-- found then, so no search_path matters later.

CREATE SCHEMA recommend;
COMMENT ON SCHEMA recommend IS 'videos recommended by weighted tags, never one that the user has seen';

-- system_rows, a quick random sample of a table
CREATE EXTENSION IF NOT EXISTS tsm_system_rows;

DO $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'float2') THEN
		RAISE undefined_object USING MESSAGE = 'the extension float2 is not there; CREATE EXTENSION float2 CASCADE makes it';
	END IF;
	PERFORM set_config('search_path', string_agg(DISTINCT quote_ident(nspname), ', '), true)
	   FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace
	  WHERE extname IN ('float2', 'tsm_system_rows');
END $$;
