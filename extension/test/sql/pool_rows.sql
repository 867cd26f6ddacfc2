-- rows of pools by their indexes, compared with plain SQL

CREATE TABLE wide (vid bigint NOT NULL, tag int NOT NULL, score real NOT NULL);
CREATE TABLE narrow (region int NOT NULL, vid bigint NOT NULL, tag int NOT NULL, score real NOT NULL);
INSERT INTO wide SELECT i, i % 5, i * 7919 % 50 FROM generate_series(1, 1000) AS i;
INSERT INTO narrow SELECT i % 20, 1000 + i, i % 5, i * 7919 % 50 FROM generate_series(1, 300) AS i;
CREATE INDEX wide_idx ON wide (tag, score DESC) INCLUDE (vid);
CREATE INDEX narrow_idx ON narrow (region, tag, score DESC) INCLUDE (vid);

-- a pool that has enough: equal scores by the smaller id, also where the quota cuts through them
SELECT id, score FROM pool_rows('{wide}', '{wide_idx}', '{NULL}', '{100}', '{3}', '{7}', '{}');
SELECT vid, score FROM wide WHERE tag = 3 ORDER BY score DESC, vid LIMIT 7;
-- for every quota and tag, with some seen
CREATE TABLE seen (s id_set);
INSERT INTO seen SELECT array_agg(vid) FROM wide WHERE vid % 3 = 0;
SELECT tag, quota
  FROM generate_series(0, 5) AS tag, generate_series(0, 210, 7) AS quota, seen
 WHERE (SELECT array_agg(id) FROM pool_rows('{wide}', '{wide_idx}', '{NULL}', '{100}', ARRAY[tag], ARRAY[quota], s))
       IS DISTINCT FROM
       (SELECT array_agg(vid ORDER BY score DESC, vid) FROM (SELECT vid, score FROM wide AS w WHERE w.tag = tag.tag AND vid % 3 <> 0
         ORDER BY score DESC, vid LIMIT quota) AS w);

-- what the narrow pool is short of comes from the wide one, which says so; shares are rounded up
SELECT pool, tag, count(*), count(instead_of) AS filled, min(instead_of) AS instead_of
  FROM pool_rows('{narrow,wide}', '{narrow_idx,wide_idx}', '{3,NULL}', '{30,70}', '{3,4}', '{99,10}', '{}') GROUP BY pool, tag ORDER BY tag, pool;
-- nobody can stand in for the last one
SELECT pool, count(*), min(instead_of) FROM pool_rows('{narrow,wide}', '{narrow_idx,wide_idx}', '{77,NULL}', '{50,50}', '{1}', '{500}', '{}') GROUP BY pool;
-- three pools: the nearest one that is short is served first
SELECT pool, instead_of, count(*)
  FROM pool_rows('{a,b,c}', '{narrow_idx,narrow_idx,wide_idx}', '{77,3,NULL}', '{20,30,50}', '{3}', '{100}', '{}') GROUP BY 1, 2 ORDER BY 1, 2;
SELECT count(*) FROM pool_rows('{wide}', '{wide_idx}', '{NULL}', '{100}', '{}', '{}', '{}');
SELECT count(*) FROM pool_rows('{}', '{}', '{}', '{}', '{1}', '{1}', '{}');
SELECT count(*) FROM pool_rows('{wide}', '{wide_idx}', '{NULL}', '{100}', '{1}', '{5}', NULL);

-- what a transaction sees: its own rows, not those deleted, whether pages are all visible or not
VACUUM wide;
BEGIN;
DELETE FROM wide WHERE tag = 3 AND score > 40;
INSERT INTO wide VALUES (5000, 3, 100);
SELECT id, score FROM pool_rows('{wide}', '{wide_idx}', '{NULL}', '{100}', '{3}', '{4}', '{}');
ROLLBACK;
SELECT id, score FROM pool_rows('{wide}', '{wide_idx}', '{NULL}', '{100}', '{3}', '{4}', '{}');
-- the id as a key serves as well
CREATE INDEX wide_key_idx ON wide (tag, score DESC, vid);
SELECT id, score FROM pool_rows('{wide}', '{wide_key_idx}', '{NULL}', '{100}', '{3}', '{4}', '{}');

-- what cannot be
CREATE INDEX ascending_idx ON wide (tag, score) INCLUDE (vid);
SELECT * FROM pool_rows('{wide}', '{ascending_idx}', '{NULL}', '{100}', '{3}', '{4}', '{}');
SELECT * FROM pool_rows('{wide}', '{wide_idx}', '{1}', '{100}', '{3}', '{4}', '{}');
SELECT * FROM pool_rows('{wide}', '{wide}', '{NULL}', '{100}', '{3}', '{4}', '{}');
SELECT * FROM pool_rows('{wide}', '{0}', '{NULL}', '{100}', '{3}', '{4}', '{}');
SELECT * FROM pool_rows('{wide}', '{wide_idx}', '{NULL}', '{101}', '{3}', '{4}', '{}');
SELECT * FROM pool_rows('{wide}', '{wide_idx}', '{NULL}', '{100}', '{3}', '{-4}', '{}');
SELECT * FROM pool_rows('{wide}', '{wide_idx}', '{NULL}', '{100}', '{3,4}', '{4}', '{}');
SELECT * FROM pool_rows('{wide}', '{wide_idx}', '{NULL}', '{100,0}', '{3}', '{4}', '{}');
SELECT * FROM pool_rows('{wide}', '{wide_idx}', '{NULL}', '{100}', '{NULL}', '{4}', '{}');
SELECT * FROM pool_rows('{{wide}}', '{wide_idx}', '{NULL}', '{{100,0}}', '{3}', '{4}', '{}');

-- an index made after updates that it does not know of, in a transaction that may see the rows before them
CREATE TABLE updated (vid bigint NOT NULL, tag int NOT NULL, score real NOT NULL);
INSERT INTO updated SELECT i, 1, i FROM generate_series(1, 10) AS i;
BEGIN;
UPDATE updated SET score = score + 100;
CREATE INDEX updated_idx ON updated (tag, score DESC) INCLUDE (vid);
SELECT indcheckxmin FROM pg_index WHERE indexrelid = 'updated_idx'::regclass;
SELECT id FROM pool_rows('{updated}', '{updated_idx}', '{NULL}', '{100}', '{1}', '{1}', '{}');
ROLLBACK;
DROP TABLE updated;

-- who may not read the table gets nothing, and policies are not passed by
CREATE ROLE pool_reader;
SET ROLE pool_reader;
SELECT * FROM pool_rows('{wide}', '{wide_idx}', '{NULL}', '{100}', '{3}', '{1}', '{}');
RESET ROLE;
GRANT SELECT ON wide TO pool_reader;
SET ROLE pool_reader;
SELECT id FROM pool_rows('{wide}', '{wide_idx}', '{NULL}', '{100}', '{3}', '{1}', '{}');
RESET ROLE;
ALTER TABLE wide ENABLE ROW LEVEL SECURITY;
SET ROLE pool_reader;
SELECT * FROM pool_rows('{wide}', '{wide_idx}', '{NULL}', '{100}', '{3}', '{1}', '{}');
RESET ROLE;
DROP TABLE wide, narrow, seen;
DROP ROLE pool_reader;
