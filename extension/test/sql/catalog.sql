-- what belongs to the extension is in good order; every query returns what is not

CREATE VIEW members AS
SELECT classid, objid FROM pg_depend
 WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
   AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'float2');

-- without a comment; some servers count the array types that they make by themselves as members
SELECT pg_describe_object(classid, objid, 0) FROM members
 WHERE obj_description(objid, (SELECT relname FROM pg_class WHERE oid = classid)) IS NULL
   AND NOT (classid = 'pg_type'::regclass AND objid IN (SELECT typarray FROM pg_type));

-- functions that are not parallel safe, volatile ones, those that take NULL
SELECT oid::regprocedure, proparallel FROM pg_proc
 WHERE oid IN (SELECT objid FROM members WHERE classid = 'pg_proc'::regclass) AND proparallel <> 's'
 ORDER BY oid::regprocedure::text COLLATE "C";
SELECT oid::regprocedure, provolatile FROM pg_proc
 WHERE oid IN (SELECT objid FROM members WHERE classid = 'pg_proc'::regclass) AND provolatile <> 'i' AND prokind = 'f'
 ORDER BY oid::regprocedure::text COLLATE "C";
SELECT oid::regprocedure FROM pg_proc
 WHERE oid IN (SELECT objid FROM members WHERE classid = 'pg_proc'::regclass) AND NOT proisstrict AND prokind = 'f'
 ORDER BY oid::regprocedure::text COLLATE "C";

-- distance operators: no commutator, or one that is not the other way round, or another function
SELECT o.oid::regoperator
  FROM pg_operator AS o LEFT JOIN pg_operator AS c ON c.oid = o.oprcom
 WHERE o.oid IN (SELECT objid FROM members WHERE classid = 'pg_operator'::regclass)
   AND o.oprname IN ('<->', '<#>', '<=>', '<+>')
   AND (c.oid IS NULL OR c.oprleft <> o.oprright OR c.oprright <> o.oprleft OR c.oprname <> o.oprname
        OR (SELECT proname FROM pg_proc WHERE oid = c.oprcode) <> (SELECT proname FROM pg_proc WHERE oid = o.oprcode));

-- comparison operators: no commutator, negator or selectivity
SELECT oid::regoperator FROM pg_operator
 WHERE oid IN (SELECT objid FROM members WHERE classid = 'pg_operator'::regclass) AND oprresult = 'boolean'::regtype
   AND (oprcom = 0 OR oprnegate = 0 OR oprrest::oid = 0 OR oprjoin::oid = 0);

-- operator classes that their access method does not find valid
SELECT opcname, amname FROM pg_opclass JOIN pg_am ON pg_am.oid = opcmethod
 WHERE pg_opclass.oid IN (SELECT objid FROM members WHERE classid = 'pg_opclass'::regclass)
   AND NOT amvalidate(pg_opclass.oid);

-- every mix of float2[], float4[] and smallint[] has every distance and operator
SELECT name, l, r
  FROM unnest(ARRAY['l2_distance', 'l2_squared_distance', 'inner_product', 'inner_product_distance', 'negative_inner_product_distance',
                    'cosine_distance', 'cosine_similarity', 'l1_distance']) AS name,
       unnest(ARRAY['float2[]', 'real[]', 'smallint[]']) AS l, unnest(ARRAY['float2[]', 'real[]', 'smallint[]']) AS r
 WHERE to_regprocedure(format('%s(%s,%s)', name, l, r)) IS NULL
UNION ALL
SELECT name, l, r
  FROM unnest(ARRAY['<->', '<#>', '<=>', '<+>']) AS name,
       unnest(ARRAY['float2[]', 'real[]', 'smallint[]']) AS l, unnest(ARRAY['float2[]', 'real[]', 'smallint[]']) AS r
 WHERE to_regoperator(format('%s(%s,%s)', name, l, r)) IS NULL;

-- casts: two of a kind between types, or implicit where something could be lost
SELECT castsource::regtype, casttarget::regtype FROM pg_cast
 WHERE oid IN (SELECT objid FROM members WHERE classid = 'pg_cast'::regclass) AND castcontext <> 'a'
 ORDER BY castsource::regtype::text COLLATE "C", casttarget::regtype::text COLLATE "C";

DROP VIEW members;

-- the extension can live in any schema, and move
CREATE SCHEMA elsewhere;
ALTER EXTENSION float2 SET SCHEMA elsewhere;
SET search_path = public;
CREATE TABLE far_away (v elsewhere.float2[]);
INSERT INTO far_away VALUES ('{1.3,2}'), (ARRAY[3.0,4.0]), (ARRAY[1,2]::float4[]);
CREATE INDEX far_away_idx ON far_away USING ann (v);
SET enable_seqscan = off;
SELECT v, elsewhere.l2_norm(v) FROM far_away ORDER BY v OPERATOR(elsewhere.<->) '{1,2}'::float4[];
REINDEX INDEX far_away_idx;
SELECT elsewhere.array_f32_to_f16('{1,2}'), elsewhere.sum(v) FROM far_away;
SELECT '{1,2}'::elsewhere.float2[]::vector;
DROP TABLE far_away;
ALTER EXTENSION float2 SET SCHEMA public;
DROP SCHEMA elsewhere;
