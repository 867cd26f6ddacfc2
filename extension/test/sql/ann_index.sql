-- access method ann

SELECT setseed(0.75);
CREATE TABLE items (id int PRIMARY KEY, part int, half float2[], single float4[]);
INSERT INTO items SELECT i, i % 10, v, v FROM generate_series(1, 2000) AS i, LATERAL (SELECT gen_rand_f2_arr(100, 8 + 0 * i) AS v) AS s;
ANALYZE items;
SET enable_seqscan = off;
SET jit = off;

-- both element types, either one on the right of the operator
CREATE INDEX items_half_idx ON items USING ann (half) WITH (dim = 8);
CREATE INDEX items_single_idx ON items USING ann (single) WITH (dim = 8, hnsw_m = 12, hnsw_ef_construction = 48);
EXPLAIN (COSTS OFF) SELECT id FROM items ORDER BY half <-> '{1,2,3,4,5,6,7,8}' LIMIT 3;
EXPLAIN (COSTS OFF) SELECT id FROM items ORDER BY half <-> '{1,2,3,4,5,6,7,8}'::float4[] LIMIT 3;
EXPLAIN (COSTS OFF) SELECT id FROM items ORDER BY single <-> '{1,2,3,4,5,6,7,8}' LIMIT 3;
EXPLAIN (COSTS OFF) SELECT id FROM items ORDER BY single <-> '{1,2,3,4,5,6,7,8}'::float2[] LIMIT 3;
EXPLAIN (COSTS OFF) SELECT id FROM items ORDER BY '{1,2,3,4,5,6,7,8}'::float4[] <-> half LIMIT 3;
EXPLAIN (COSTS OFF) SELECT id FROM items WHERE part = 3 ORDER BY half <-> '{1,2,3,4,5,6,7,8}' LIMIT 3;

-- nearly what an exact search finds: recall@10 of 50 queries
CREATE FUNCTION recall(index_column text, query_type text) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
	query record;
	exact int[];
	found int[];
	hits int := 0;
BEGIN
	FOR query IN SELECT half FROM items WHERE id % 40 = 0 LOOP
		SET LOCAL enable_indexscan = off;
		EXECUTE format('SELECT array_agg(id) FROM (SELECT id FROM items ORDER BY %I <-> $1::%s LIMIT 10) AS s',
					   index_column, query_type) INTO exact USING query.half;
		SET LOCAL enable_indexscan = on;
		EXECUTE format('SELECT array_agg(id) FROM (SELECT id FROM items ORDER BY %I <-> $1::%s LIMIT 10) AS s',
					   index_column, query_type) INTO found USING query.half;
		hits := hits + (SELECT count(*) FROM unnest(exact) AS e WHERE e = ANY (found));
	END LOOP;
	RETURN hits / 500.0;
END $$;
SELECT recall('half', 'float2[]') > 0.95 AS half, recall('half', 'float4[]') > 0.95 AS half_single,
       recall('single', 'float4[]') > 0.95 AS single, recall('single', 'float2[]') > 0.95 AS single_half;

-- with a filter, LIMIT k gives k
SET hnsw.iterative_scan = strict_order;
SELECT count(*) FROM (SELECT 1 FROM items WHERE part = 3 ORDER BY half <-> '{1,2,3,4,5,6,7,8}' LIMIT 50) AS s;
RESET hnsw.iterative_scan;

-- the dimension may be left out when the table has rows
CREATE INDEX items_without_dim_idx ON items USING ann (half);
INSERT INTO items VALUES (3000, 0, '{1,2,3}', '{1,2,3,4,5,6,7,8}');
SELECT count(*) FROM items WHERE id = 3000;
DROP INDEX items_without_dim_idx;

-- NULL is not indexed, and is no error
INSERT INTO items VALUES (3001, 0, NULL, NULL);
SELECT id FROM items ORDER BY half <-> NULL LIMIT 0;

-- wrong length at insert, update and query
INSERT INTO items VALUES (3002, 0, '{1,2,3}', NULL);
INSERT INTO items VALUES (3002, 0, NULL, '{1,2,3,4,5,6,7,8,9}');
UPDATE items SET half = '{1}' WHERE id = 1;
SELECT id FROM items ORDER BY half <-> '{1,2,3}' LIMIT 3;
SELECT id FROM items ORDER BY half <-> '{{1,2,3,4,5,6,7,8}}' LIMIT 3;
SELECT id FROM items ORDER BY half <-> '{1,2,3,4,5,6,7,NULL}' LIMIT 3;
SELECT id FROM items ORDER BY half <-> '{1,2,NaN,4,5,6,7,8}' LIMIT 3;
SELECT id FROM items ORDER BY single <-> '{1,2,3,4,5,6,7,Infinity}'::float2[] LIMIT 3;

-- what is no vector, or not finite
INSERT INTO items VALUES (3002, 0, '{1,2,3,4,5,6,7,NULL}', NULL);
INSERT INTO items VALUES (3002, 0, '{{1,2,3,4,5,6,7,8}}', NULL);
INSERT INTO items VALUES (3002, 0, '{1,2,3,4,5,6,7,NaN}', NULL);
INSERT INTO items VALUES (3002, 0, '{65520,2,3,4,5,6,7,8}', NULL);
INSERT INTO items VALUES (3002, 0, NULL, '{1,2,3,-Infinity,5,6,7,8}');
SELECT count(*) FROM items WHERE id = 3002;

-- a failed build leaves no index
CREATE TABLE mixed (v float2[]);
INSERT INTO mixed VALUES ('{1,2,3}'), ('{1,2}');
CREATE INDEX mixed_idx ON mixed USING ann (v);
CREATE INDEX mixed_idx ON mixed USING ann (v) WITH (dim = 3);
TRUNCATE mixed;
INSERT INTO mixed VALUES ('{1,2,3}'), ('{1,2,NaN}');
CREATE INDEX mixed_idx ON mixed USING ann (v);
TRUNCATE mixed;
INSERT INTO mixed VALUES ('{1,2,3}'), ('{1,2,3}');
CREATE INDEX mixed_idx ON mixed USING ann (v) WITH (dim = 10);
TRUNCATE mixed;
CREATE INDEX mixed_idx ON mixed USING ann (v);
INSERT INTO mixed VALUES ('{}');
CREATE INDEX mixed_idx ON mixed USING ann (v);
SELECT count(*) FROM pg_class WHERE relname = 'mixed_idx';
DROP TABLE mixed;

-- options
CREATE INDEX bad ON items USING ann (half) WITH (dim = 0);
CREATE INDEX bad ON items USING ann (half) WITH (dim = 4001);
CREATE INDEX bad ON items USING ann (single) WITH (dim = 2001);
CREATE INDEX bad ON items USING ann (half) WITH (m = 1);
CREATE INDEX bad ON items USING ann (half) WITH (hnsw_m = 101);
CREATE INDEX bad ON items USING ann (half) WITH (ef_construction = 3);
CREATE INDEX bad ON items USING ann (half) WITH (m = 8, hnsw_m = 16);
CREATE INDEX bad ON items USING ann (half) WITH (m = 50, ef_construction = 64);
CREATE INDEX bad ON items USING ann (half) WITH (lists = 100);
CREATE INDEX bad ON items USING ann (id);
CREATE INDEX bad ON items USING ann (half, single);

-- an emptied table keeps the dimension of its index, as the option that it might have been created with
CREATE TABLE emptied (v float2[]);
INSERT INTO emptied VALUES ('{1,2,3}');
CREATE INDEX emptied_idx ON emptied USING ann (v);
SELECT reloptions FROM pg_class WHERE relname = 'emptied_idx';
TRUNCATE emptied;
INSERT INTO emptied VALUES ('{1,2}');
REINDEX TABLE emptied;
REINDEX INDEX CONCURRENTLY emptied_idx;
SELECT reloptions FROM pg_class WHERE relname = 'emptied_idx';
INSERT INTO emptied VALUES ('{1,2}');
CREATE INDEX CONCURRENTLY emptied_too_idx ON emptied USING ann (v) WITH (m = 8, dim = 3);
CREATE INDEX CONCURRENTLY without_dim_idx ON emptied USING ann (v);
DROP INDEX without_dim_idx;
INSERT INTO emptied VALUES ('{4,5,6}');
SELECT v FROM emptied ORDER BY v <-> '{1,2,3}' LIMIT 1;
-- so does an empty copy of it
CREATE TABLE emptied_copy (LIKE emptied INCLUDING INDEXES);
INSERT INTO emptied_copy VALUES ('{1,2}');
-- until the option says another one
TRUNCATE emptied;
DROP INDEX emptied_too_idx;
ALTER INDEX emptied_idx SET (dim = 2);
REINDEX INDEX emptied_idx;
INSERT INTO emptied VALUES ('{1,2}');
DROP TABLE emptied, emptied_copy;

-- as large as an index takes
CREATE TABLE large (half float2[], single float4[]);
INSERT INTO large SELECT gen_rand_f2_arr(1, 4000), gen_rand_f2_arr(1, 2000) FROM generate_series(1, 20);
CREATE INDEX large_half_idx ON large USING ann (half);
CREATE INDEX large_single_idx ON large USING ann (single);
SELECT count(*) FROM (SELECT 1 FROM large ORDER BY half <-> (SELECT half FROM large LIMIT 1) LIMIT 20) AS s;
DROP TABLE large;

-- built by parallel workers, which have to know the dimension too
SET max_parallel_maintenance_workers = 2;
SET min_parallel_table_scan_size = 0;
CREATE INDEX items_parallel_idx ON items USING ann (half) WITH (m = 10);
DROP INDEX items_half_idx;
EXPLAIN (COSTS OFF) SELECT id FROM items ORDER BY half <-> '{1,2,3,4,5,6,7,8}' LIMIT 3;
SELECT recall('half', 'float2[]') > 0.95 AS parallel;

DROP FUNCTION recall;
DROP TABLE items;
