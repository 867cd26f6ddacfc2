-- filters and similarity in one statement: which plan is taken, and that no row is missing

SELECT setseed(0.25);
CREATE TABLE goods (id int PRIMARY KEY, shop int, kind int, v float2[]);
INSERT INTO goods SELECT i, i % 1000, i % 2, gen_rand_f2_arr(100, 16 + 0 * i) FROM generate_series(1, 10000) AS i;
CREATE INDEX goods_shop_idx ON goods (shop);
CREATE INDEX goods_v_idx ON goods USING ann (v) WITH (m = 8, ef_construction = 32);
ANALYZE goods;
SET jit = off;
SET max_parallel_workers_per_gather = 0;

-- no filter, and one that passes half of the rows: the graph
EXPLAIN (COSTS OFF) SELECT id FROM goods ORDER BY v <-> '{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}' LIMIT 5;
EXPLAIN (COSTS OFF) SELECT id FROM goods WHERE kind = 1 ORDER BY v <-> '{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}' LIMIT 5;

-- one row in a thousand: those are compared
EXPLAIN (COSTS OFF) SELECT id FROM goods WHERE shop = 7 ORDER BY v <-> '{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}' LIMIT 5;

-- all rows, or no limit: sorted
EXPLAIN (COSTS OFF) SELECT id FROM goods ORDER BY v <-> '{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}' LIMIT 10000;
EXPLAIN (COSTS OFF) SELECT id FROM goods ORDER BY v <-> '{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}';

-- a graph that would give too few rows is not walked
SET float2.iterative_scan = off;
EXPLAIN (COSTS OFF) SELECT id FROM goods WHERE kind = 1 ORDER BY v <-> '{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}' LIMIT 30;
RESET float2.iterative_scan;
SET float2.complete_scan = off;
SET hnsw.max_scan_tuples = 100;
EXPLAIN (COSTS OFF) SELECT id FROM goods WHERE kind = 1 ORDER BY v <-> '{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}' LIMIT 60;
RESET float2.complete_scan;
RESET hnsw.max_scan_tuples;

-- a partial index, when the condition implies its own
CREATE INDEX goods_kind_idx ON goods USING ann (v) WITH (m = 8, ef_construction = 32) WHERE kind = 1;
EXPLAIN (COSTS OFF) SELECT id FROM goods WHERE kind = 1 ORDER BY v <-> '{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}' LIMIT 100;
EXPLAIN (COSTS OFF) SELECT id FROM goods WHERE kind = 0 ORDER BY v <-> '{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}' LIMIT 5;
DROP INDEX goods_kind_idx;

-- a walk gives every row that matches, however it has to: by further batches, and by comparing the rest
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SET enable_sort = off;
PREPARE found(int) AS
	SELECT count(*), count(DISTINCT id)
	  FROM (SELECT id FROM goods WHERE shop < $1 ORDER BY v <-> '{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}' LIMIT 500) AS s;
EXPLAIN (COSTS OFF) SELECT id FROM goods WHERE shop < 2 ORDER BY v <-> '{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}' LIMIT 500;
EXECUTE found(0);
EXECUTE found(2);
EXECUTE found(100);
SET hnsw.max_scan_tuples = 1;
EXECUTE found(2);
EXECUTE found(100);
SET work_mem = '64kB';
EXECUTE found(1000);
RESET work_mem;
SET float2.iterative_scan = relaxed_order;
EXECUTE found(2);
SET hnsw.iterative_scan = strict_order;
EXECUTE found(2);
RESET hnsw.iterative_scan;
RESET float2.iterative_scan;

-- a session that asks with the same filter again does not search for the first batch twice, and gets the same rows; whoever asks
-- for less in between pays nothing for that
CREATE FUNCTION asked(filter text, k int, OUT pages int, OUT ids int[]) LANGUAGE plpgsql AS $$
DECLARE
	query text := format('SELECT id FROM goods WHERE %s ORDER BY v <-> ''{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}'' LIMIT %s', filter, k);
	plan json;
BEGIN
	EXECUTE 'EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ' || query INTO plan;
	pages := (plan #>> '{0,Plan,Shared Hit Blocks}')::int + (plan #>> '{0,Plan,Shared Read Blocks}')::int;
	EXECUTE format('SELECT array_agg(id) FROM (%s) AS s', query) INTO ids;
END $$;
CREATE TABLE walks AS
SELECT step, filter, pages, ids
  FROM unnest(ARRAY['true', 'shop < 30', 'shop < 30', 'true', 'true']) WITH ORDINALITY AS s (filter, step), LATERAL asked(filter, 5);
SELECT b.filter, b.pages < a.pages AS fewer, b.ids = a.ids AS same
  FROM walks AS a JOIN walks AS b ON b.step = a.step + 1 AND b.filter = a.filter ORDER BY b.step;
SELECT count(DISTINCT pages) FROM walks WHERE filter = 'true';
DROP TABLE walks;
DROP FUNCTION asked;

-- of every measure
CREATE INDEX goods_ip_idx ON goods USING ann (v float2_ip_ops) WITH (m = 8, ef_construction = 32);
CREATE INDEX goods_cosine_idx ON goods USING ann (v float2_cosine_ops) WITH (m = 8, ef_construction = 32);
CREATE INDEX goods_l1_idx ON goods USING ann (v float2_l1_ops) WITH (m = 8, ef_construction = 32);
CREATE FUNCTION in_order(operator text) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
	walked int[];
	exact int[];
BEGIN
	EXECUTE format('SELECT array_agg(id) FROM (SELECT id FROM goods WHERE shop = 3 ORDER BY v %s ''{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}'' LIMIT 20) AS s',
				   operator) INTO walked;
	PERFORM set_config('enable_sort', 'on', true), set_config('enable_bitmapscan', 'on', true), set_config('enable_indexscan', 'off', true);
	EXECUTE format('SELECT array_agg(id) FROM (SELECT id FROM goods WHERE shop = 3 ORDER BY v %s ''{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}'' LIMIT 20) AS s',
				   operator) INTO exact;
	RETURN array_length(walked, 1) = 10 AND walked @> exact;
END $$;
SELECT in_order('<->');
SELECT in_order('<#>');
SELECT in_order('<=>');
SELECT in_order('<+>');

-- what cannot be
SET float2.iterative_scan = on;
SET float2.iterative_scan = strict;

DROP FUNCTION in_order;
DROP TABLE goods;
