-- order, equality and hashing of float2

-- as float8 orders the same values, NaN and both zeros included
CREATE TABLE sample AS
SELECT bits, float2_from_bits(bits::smallint) AS v
  FROM generate_series(-32768, 32767, 97) AS bits
UNION ALL
SELECT bits, float2_from_bits(bits::smallint)
  FROM unnest(ARRAY[0, -32768, 1, -32767, 31743, 31744, 31745, 32256, 32767, -1025, -1024, -1, -512]) AS bits;
SELECT a.bits, b.bits
  FROM sample AS a, sample AS b
 WHERE (a.v < b.v) <> (a.v::float8 < b.v::float8)
    OR (a.v <= b.v) <> (a.v::float8 <= b.v::float8)
    OR (a.v = b.v) <> (a.v::float8 = b.v::float8)
    OR (a.v <> b.v) <> (a.v::float8 <> b.v::float8)
    OR (a.v >= b.v) <> (a.v::float8 >= b.v::float8)
    OR (a.v > b.v) <> (a.v::float8 > b.v::float8)
    OR sign(float2_cmp(a.v, b.v)) <> CASE WHEN a.v::float8 < b.v::float8 THEN -1 WHEN a.v::float8 > b.v::float8 THEN 1 ELSE 0 END
    OR (a.v = b.v AND (float2_hash(a.v) <> float2_hash(b.v) OR float2_hash_extended(a.v, 7) <> float2_hash_extended(b.v, 7)))
 LIMIT 5;

SELECT 'NaN'::float2 = 'NaN' AS nan, 'NaN'::float2 > 'Infinity' AS above, '-0'::float2 = '0' AS zero;
SELECT isfinite(1::float2), isfinite('NaN'::float2), isfinite('-Infinity'::float2), isfinite(65504::float2);

-- sorting, grouping, joining, smallest and largest
SELECT array_agg(x ORDER BY x) FROM unnest('{NaN,-Infinity,3,-0,0,Infinity,-5}'::float2[]) AS x;
SELECT x, count(*) FROM unnest('{1,NaN,1,-0,0,NaN}'::float2[]) AS x GROUP BY x ORDER BY x;
SELECT min(v), max(v) FROM sample WHERE isfinite(v);
SELECT min(v), max(v) FROM sample;
SET enable_hashjoin = off;
SELECT count(*) FROM sample AS a JOIN sample AS b USING (v);
RESET enable_hashjoin;
SET enable_mergejoin = off;
SELECT count(*) FROM sample AS a JOIN sample AS b USING (v);
RESET enable_mergejoin;

-- indexes: the same rows as without
CREATE TABLE indexed AS SELECT g AS id, (g % 1000)::float2 AS v FROM generate_series(1, 10000) AS g;
CREATE INDEX indexed_btree ON indexed (v);
CREATE INDEX indexed_hash ON indexed USING hash (v);
ANALYZE indexed;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT count(*) FROM indexed WHERE v < 3::float2;
SELECT count(*) FROM indexed WHERE v < 3::float2;
EXPLAIN (COSTS OFF) SELECT v FROM indexed ORDER BY v DESC LIMIT 1;
SELECT v FROM indexed ORDER BY v DESC LIMIT 1;
DROP INDEX indexed_btree;
EXPLAIN (COSTS OFF) SELECT count(*) FROM indexed WHERE v = '7';
SELECT count(*) FROM indexed WHERE v = '7';
RESET enable_seqscan;
RESET enable_bitmapscan;

-- arrays compare as their elements do, and can be keys
SELECT '{1,2}'::float2[] = '{1,2}' AS equal, '{1,2}'::float2[] < '{1,3}' AS less, '{NaN}'::float2[] = '{NaN}' AS nan;
CREATE TABLE keyed (v float2[] PRIMARY KEY);
INSERT INTO keyed VALUES ('{1,2}'), ('{1,3}');
INSERT INTO keyed VALUES ('{1,2}');
SELECT v, count(*) FROM (VALUES ('{1,2}'::float2[]), ('{-0,2}'), ('{0,2}'), ('{1,2}')) AS s (v) GROUP BY v ORDER BY v;
CREATE TABLE partitioned (v float2[]) PARTITION BY HASH (v);
CREATE TABLE partitioned_0 PARTITION OF partitioned FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE partitioned_1 PARTITION OF partitioned FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO partitioned SELECT ARRAY[g, g + 1]::float2[] FROM generate_series(1, 100) AS g;
SELECT count(*) FROM partitioned WHERE v = '{7,8}';
DROP TABLE sample, indexed, keyed, partitioned;
