-- a database upgraded from the first version is the same as a fresh one

CREATE FUNCTION describe_float2() RETURNS TABLE (kind text, identity text, definition text) LANGUAGE sql AS $$
	SELECT i.type, i.identity,
	       CASE classid
	         WHEN 'pg_proc'::regclass THEN (SELECT concat_ws(' ', prokind, prorettype::regtype, provolatile, proparallel, proisstrict, procost,
	                                                         prosrc, probin, proargnames, proargmodes)
	                                          FROM pg_proc WHERE oid = objid)
	         WHEN 'pg_operator'::regclass THEN (SELECT concat_ws(' ', oprcode, oprcom::regoperator, oprnegate::regoperator, oprrest, oprjoin,
	                                                             oprcanhash, oprcanmerge)
	                                              FROM pg_operator WHERE oid = objid)
	         WHEN 'pg_cast'::regclass THEN (SELECT concat_ws(' ', castfunc::regprocedure, castcontext, castmethod) FROM pg_cast WHERE oid = objid)
	         WHEN 'pg_opclass'::regclass THEN
	           (SELECT concat_ws(' ', opcdefault, opcintype::regtype,
	                             (SELECT string_agg(concat_ws(',', amopstrategy, amopopr::regoperator, amoppurpose), ';'
	                                                ORDER BY amopstrategy, amopopr::regoperator::text COLLATE "C")
	                                FROM pg_amop WHERE amopfamily = opcfamily),
	                             (SELECT string_agg(concat_ws(',', amprocnum, amproc::regprocedure), ';' ORDER BY amprocnum)
	                                FROM pg_amproc WHERE amprocfamily = opcfamily))
	              FROM pg_opclass WHERE oid = objid)
	         WHEN 'pg_type'::regclass THEN (SELECT concat_ws(' ', typlen, typbyval, typalign, typstorage, typcategory) FROM pg_type WHERE oid = objid)
	       END
	       || ' -- ' || coalesce(obj_description(objid, (SELECT relname FROM pg_class WHERE oid = classid)), 'no comment')
	  FROM pg_depend, LATERAL pg_identify_object(classid, objid, 0) AS i
	 WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
	   AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'float2')
$$;

CREATE TABLE fresh AS SELECT * FROM describe_float2();

SET client_min_messages = warning;
DROP EXTENSION float2;
CREATE EXTENSION float2 VERSION '0.1.0';
-- a table from the time of the first version
CREATE TABLE kept (id int, v float2[]);
INSERT INTO kept SELECT i, ARRAY[i, i + 1, i + 2]::float4[] FROM generate_series(1, 100) AS i;
CREATE INDEX kept_idx ON kept USING ann (v);
ALTER EXTENSION float2 UPDATE;
RESET client_min_messages;

CREATE TABLE upgraded AS SELECT * FROM describe_float2();
SELECT 'only fresh' AS which, * FROM (SELECT * FROM fresh EXCEPT SELECT * FROM upgraded) AS s
UNION ALL
SELECT 'only upgraded', * FROM (SELECT * FROM upgraded EXCEPT SELECT * FROM fresh) AS s;
SELECT count(*) > 200 AS compared FROM upgraded;

-- and its index goes on
SET enable_seqscan = off;
INSERT INTO kept VALUES (101, '{50.5,51.5,52.5}');
SELECT id FROM kept ORDER BY v <-> '{50.5,51.5,52.5}' LIMIT 1;
DROP TABLE kept, fresh, upgraded;
DROP FUNCTION describe_float2();
