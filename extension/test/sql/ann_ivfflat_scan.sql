-- access method ann_ivfflat under filters: no row is missing, and which plan is taken

SELECT setseed(0.25);
SET jit = off;
SET max_parallel_workers_per_gather = 0;
CREATE TABLE goods (id int PRIMARY KEY, shop int, kind int, v float2[]);
INSERT INTO goods SELECT i, i % 1000, i % 2, gen_rand_f2_arr(100, 16 + 0 * i) FROM generate_series(1, 10000) AS i;
CREATE INDEX goods_shop_idx ON goods (shop);
CREATE INDEX goods_v_idx ON goods USING ann_ivfflat (v) WITH (lists = 50);
ANALYZE goods;

-- a plan, without the query
CREATE FUNCTION plan(statement text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || statement LOOP
		IF line !~ 'Order By|Sort Key' THEN
			RETURN NEXT line;
		END IF;
	END LOOP;
END $$;
-- those who match, nearest first
CREATE FUNCTION nearest(filter text, k int) RETURNS text LANGUAGE sql AS $$
	SELECT format('SELECT id FROM goods WHERE %s ORDER BY v <-> ''{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}'' LIMIT %s', filter, k)
$$;

-- no filter, and one that passes half of the rows: the lists
SELECT plan(nearest('true', 5));
SELECT plan(nearest('kind = 1', 5));
-- one row in a thousand: those are compared
SELECT plan(nearest('shop = 7', 5));
-- all rows: sorted
SELECT plan(nearest('true', 10000));
-- one list is a fiftieth of the rows, which is not enough
SELECT plan(nearest('kind = 1', 300));
SET float2.iterative_scan = off;
SELECT plan(nearest('kind = 1', 300));
RESET float2.iterative_scan;
-- ten are, where it is to end there, for 300 rows and not for 3000
SET float2.complete_scan = off;
SET ivfflat.max_probes = 10;
SELECT plan(nearest('kind = 1', 300));
SELECT plan(nearest('kind = 1', 3000));
RESET float2.complete_scan;
RESET ivfflat.max_probes;

-- the lists give every row that matches, each once
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SET enable_sort = off;
CREATE FUNCTION found(filter text, k int, OUT given bigint, OUT different bigint) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SELECT count(*), count(DISTINCT id) FROM (%s) AS s', nearest(filter, k)) INTO given, different;
END $$;
SELECT plan(nearest('shop < 2', 500));
SELECT * FROM found('shop < 0', 500);
SELECT * FROM found('shop < 2', 500);
SELECT * FROM found('shop < 100', 500);
SELECT * FROM found('true', 10000);
SET ivfflat.probes = 7;
SELECT * FROM found('shop < 2', 500);
SET ivfflat.max_probes = 8;
SELECT * FROM found('shop < 2', 500);
SET ivfflat.iterative_scan = relaxed_order;
SELECT * FROM found('shop < 2', 500);
SELECT * FROM found('shop < 100', 500);

-- but not where the settings end it before
SET float2.complete_scan = off;
SELECT given < 20 AS fewer FROM found('shop < 2', 500);
RESET ivfflat.iterative_scan;
SELECT given < 20 AS fewer FROM found('shop < 2', 500);
SET ivfflat.max_probes = 50;
SELECT * FROM found('shop < 2', 500);
RESET float2.complete_scan;
SET float2.iterative_scan = off;
SELECT given < 20 AS fewer FROM found('shop < 2', 500);
RESET float2.iterative_scan;
RESET ivfflat.probes;
RESET ivfflat.max_probes;

-- scans that begin anew, after one that went through all lists and after one that did not
SELECT count(*), count(DISTINCT (shop, id))
  FROM generate_series(1, 20) AS n,
       LATERAL (SELECT shop, id FROM goods WHERE shop = n ORDER BY v <-> array_fill(n::float4, '{16}') LIMIT 5 + n) AS s;

-- a row that is there only for one transaction, and one that has moved
BEGIN;
UPDATE goods SET kind = 2 WHERE shop = 3;
INSERT INTO goods SELECT 20000, 5000, 2, v FROM goods WHERE id = 1;
SELECT * FROM found('kind = 2', 500);
ROLLBACK;
SELECT * FROM found('kind = 2', 500);

DROP FUNCTION found;
DROP FUNCTION plan;
DROP FUNCTION nearest;
DROP TABLE goods;
