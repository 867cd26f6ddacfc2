-- access method ann_ivfflat

SET enable_seqscan = off;
SET jit = off;
SELECT setseed(0.4);
-- not how little data there is
SET client_min_messages = warning;

-- 40 clusters of 50 rows
CREATE TABLE items (id int PRIMARY KEY, part int, half float2[], single float4[], whole smallint[]);
INSERT INTO items
SELECT 50 * c + i, i % 10, v::float2[], v, (SELECT array_agg(round(x * 10)::smallint ORDER BY n) FROM unnest(v) WITH ORDINALITY AS u (x, n))
  FROM (SELECT c, gen_rand_f2_arr(100, 8 + 0 * c)::float4[] AS place FROM generate_series(0, 39) AS c) AS cluster,
       generate_series(1, 50) AS i,
       LATERAL (SELECT array_agg(p + d / 50) AS v FROM unnest(place, gen_rand_f2_arr(100, 8 + 0 * i)::float4[]) AS u (p, d)) AS s;
ANALYZE items;

-- of 40 searches by rows: how far the distances of the 10 found are from those of the 10 nearest, how many were found, and the plan
CREATE FUNCTION search(index_column text, operator text, query_type text, probes int, OUT off float8, OUT recall float8, OUT plan text)
LANGUAGE plpgsql AS $$
DECLARE
	query record;
	distance text := format('%I %s $1::%s', index_column, operator, query_type);
	statement text := format('SELECT array_agg(d) FROM (SELECT %s AS d FROM items ORDER BY %s LIMIT 10) AS s', distance, distance);
	exact float8[];
	found float8[];
	line text;
BEGIN
	PERFORM set_config('ivfflat.probes', probes::text, true);
	off := 0;
	recall := 0;
	FOR query IN SELECT whole FROM items WHERE id % 50 = 0 LOOP
		SET LOCAL enable_indexscan = off;
		EXECUTE statement INTO exact USING query.whole;
		SET LOCAL enable_indexscan = on;
		EXECUTE statement INTO found USING query.whole;
		off := greatest(off, (SELECT max(abs(e - f)) FROM unnest(exact, found) AS u (e, f)));
		recall := recall + (SELECT count(*) FROM unnest(found) AS f WHERE f <= exact[10]) / 400.0;
	END LOOP;
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || replace(statement, '$1', quote_literal('{1,2,3,4,5,6,7,8}')) LOOP
		IF line ~ 'Scan' AND line !~ 'Subquery' THEN
			plan := regexp_replace(line, '.*->  ', '');
		END IF;
	END LOOP;
END $$;

-- every class, either element type on the right: with all lists the result is exact, with few of them nearly
CREATE INDEX l2_half ON items USING ann_ivfflat (half) WITH (lists = 20);
CREATE INDEX l2_single ON items USING ann_ivfflat (single float4_l2_ops) WITH (lists = 20, dim = 8, distancemeasure = L2);
CREATE INDEX l2_whole ON items USING ann_ivfflat (whole) WITH (lists = 20, dim = 8);
SELECT c, q, off = 0 AND recall > 0.999 AS exact, plan
  FROM unnest(ARRAY['half', 'single', 'whole']) AS c, unnest(ARRAY['float2[]', 'float4[]', 'smallint[]']) AS q, search(c, '<->', q, 20) ORDER BY c, q;
SELECT c, recall > 0.8 AS nearly FROM unnest(ARRAY['half', 'single', 'whole']) AS c, search(c, '<->', 'float4[]', 3) ORDER BY c;
DROP INDEX l2_half, l2_single, l2_whole;

CREATE INDEX ip_half ON items USING ann_ivfflat (half float2_ip_ops) WITH (lists = 20, distancemeasure = IP);
CREATE INDEX ip_single ON items USING ann_ivfflat (single float4_ip_ops) WITH (lists = 20);
SELECT c, q, off = 0 AND recall > 0.999 AS exact, plan
  FROM unnest(ARRAY['half', 'single']) AS c, unnest(ARRAY['float2[]', 'float4[]', 'smallint[]']) AS q, search(c, '<#>', q, 20) ORDER BY c, q;
SELECT c, recall > 0.8 AS nearly FROM unnest(ARRAY['half', 'single']) AS c, search(c, '<#>', 'float4[]', 10) ORDER BY c;
-- an operator that the index does not have: all rows are compared
SELECT plan FROM search('half', '<->', 'float2[]', 1);
DROP INDEX ip_half, ip_single;

-- these hold vectors scaled to length 1, and rounded
CREATE INDEX cosine_half ON items USING ann_ivfflat (half float2_cosine_ops) WITH (lists = 20, distancemeasure = COSINE);
CREATE INDEX cosine_single ON items USING ann_ivfflat (single float4_cosine_ops) WITH (lists = 20);
SELECT c, q, off < 0.001 AS exact, plan
  FROM unnest(ARRAY['half', 'single']) AS c, unnest(ARRAY['float2[]', 'float4[]', 'smallint[]']) AS q, search(c, '<=>', q, 20) ORDER BY c, q;
SELECT c, off < 0.01 AS nearly FROM unnest(ARRAY['half', 'single']) AS c, search(c, '<=>', 'float4[]', 10) ORDER BY c;
-- a vector without direction is not in the index, and no error
INSERT INTO items VALUES (5000, 0, '{0,0,0,0,0,0,0,0}', '{0,0,0,0,0,0,0,0}', NULL);
SELECT count(*) FROM (SELECT 1 FROM items ORDER BY half <=> '{0,0,0,0,0,0,0,0}' LIMIT 1) AS s;
DELETE FROM items WHERE id = 5000;
-- nor is a list without direction
CREATE TABLE opposite (half float2[], single float4[]);
INSERT INTO opposite VALUES ('{1,2}', '{1,2}'), ('{-1,-2}', '{-1,-2}');
CREATE INDEX ON opposite USING ann_ivfflat (half float2_cosine_ops) WITH (lists = 1);
CREATE INDEX ON opposite USING ann_ivfflat (single float4_cosine_ops) WITH (lists = 1);
SELECT half FROM opposite ORDER BY half <=> '{-1,-1}' LIMIT 1;
SELECT single FROM opposite ORDER BY single <=> '{1,1}' LIMIT 1;
DROP TABLE opposite;
DROP INDEX cosine_half, cosine_single;

-- means beyond the largest half, and sums beyond the largest float4
CREATE TABLE huge (half float2[], single float4[]);
INSERT INTO huge SELECT ARRAY[65504, -65504]::float2[], '{3e38,-3e38}' FROM generate_series(1, 5000);
CREATE INDEX ON huge USING ann_ivfflat (half) WITH (lists = 2);
CREATE INDEX ON huge USING ann_ivfflat (single) WITH (lists = 2);
SET ivfflat.probes = 2;
SELECT half, single FROM huge ORDER BY half <-> '{1,1}' LIMIT 1;
DROP TABLE huge;

-- the life of an index: insert, update, delete, vacuum
CREATE INDEX life ON items USING ann_ivfflat (half) WITH (lists = 20);
INSERT INTO items SELECT id + 10000, part, l2_normalize(half), single, whole FROM items WHERE id % 3 = 0;
UPDATE items SET half = ARRAY[100,100,100,100,100,100,100,100]::float2[] WHERE id = 7;
SELECT id FROM items ORDER BY half <-> '{99,99,99,99,99,99,99,99}' LIMIT 1;
DELETE FROM items WHERE id % 2 = 0 AND id < 1500;
VACUUM items;
SELECT off = 0 AS exact FROM search('half', '<->', 'float2[]', 20);
REINDEX INDEX life;
SELECT off = 0 AS exact FROM search('half', '<->', 'float2[]', 20);
REINDEX INDEX CONCURRENTLY life;
SELECT off = 0 AS exact, plan FROM search('half', '<->', 'float2[]', 20);
DROP INDEX life;
CREATE INDEX CONCURRENTLY life ON items USING ann_ivfflat (half) WITH (lists = 20);
SELECT off = 0 AS exact, plan FROM search('half', '<->', 'float2[]', 20);

-- with a filter, LIMIT k gives k
SET ivfflat.iterative_scan = relaxed_order;
SELECT count(*) FROM (SELECT 1 FROM items WHERE part = 3 ORDER BY half <-> '{1,2,3,4,5,6,7,8}' LIMIT 50) AS s;
RESET ivfflat.iterative_scan;

-- a query known only when it runs, anew for each row of another table
SET ivfflat.probes = 20;
SET enable_sort = off;
EXPLAIN (COSTS OFF) SELECT q.id, n.id FROM items AS q, LATERAL (SELECT id FROM items AS i ORDER BY i.half <-> q.single LIMIT 1) AS n WHERE q.id IN (51, 151);
SELECT count(*) FROM items AS q, LATERAL (SELECT half FROM items AS i ORDER BY i.half <-> q.half LIMIT 1) AS n WHERE q.half = n.half;
SELECT count(*) = (SELECT count(*) FROM items) AS each_found_itself
  FROM items AS q, LATERAL (SELECT half FROM items AS i ORDER BY i.half <-> q.half LIMIT 1) AS n WHERE q.half = n.half;
RESET enable_sort;
RESET ivfflat.probes;
SELECT count(*) FROM (SELECT 1 FROM items ORDER BY half <-> NULL LIMIT 5) AS s;
DROP INDEX life;

-- of an expression, and of part of the rows
CREATE INDEX life ON items USING ann_ivfflat ((half::float4[]) float4_l2_ops) WITH (lists = 5) WHERE part = 1;
SELECT part FROM items WHERE part = 1 ORDER BY half::float4[] <-> '{1,2,3,4,5,6,7,8}' LIMIT 1;
DROP INDEX life;

-- built by parallel workers, which have to know the dimension too
SET max_parallel_maintenance_workers = 2;
SET min_parallel_table_scan_size = 0;
CREATE INDEX parallel_half ON items USING ann_ivfflat (half) WITH (lists = 20);
CREATE INDEX parallel_whole ON items USING ann_ivfflat (whole) WITH (lists = 20);
SELECT c, off = 0 AS exact, plan FROM unnest(ARRAY['half', 'whole']) AS c, search(c, '<->', 'float4[]', 20);
DROP INDEX parallel_half, parallel_whole;
CREATE INDEX parallel_cosine ON items USING ann_ivfflat (single float4_cosine_ops) WITH (lists = 20);
SELECT off < 0.001 AS exact, plan FROM search('single', '<=>', 'float4[]', 20);
DROP INDEX parallel_cosine;
RESET max_parallel_maintenance_workers;
RESET min_parallel_table_scan_size;

-- more work than memory is given for
SET maintenance_work_mem = '1MB';
CREATE FUNCTION refused() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	CREATE INDEX bad ON items USING ann_ivfflat (half) WITH (lists = 2000);
	RETURN NULL;
EXCEPTION WHEN program_limit_exceeded THEN
	RETURN regexp_replace(SQLERRM, '\d+', 'N', 'g');
END $$;
SELECT refused();
DROP FUNCTION refused;
RESET maintenance_work_mem;

-- options
CREATE INDEX bad ON items USING ann_ivfflat (half) WITH (lists = 0);
CREATE INDEX bad ON items USING ann_ivfflat (half) WITH (lists = 32769);
CREATE INDEX bad ON items USING ann_ivfflat (half) WITH (dim = 0);
CREATE INDEX bad ON items USING ann_ivfflat (half) WITH (dim = 4001);
CREATE INDEX bad ON items USING ann_ivfflat (single) WITH (dim = 2001);
CREATE INDEX bad ON items USING ann_ivfflat (whole) WITH (dim = 2001);
CREATE INDEX bad ON items USING ann_ivfflat (half) WITH (hnsw_m = 16);
CREATE INDEX bad ON items USING ann_ivfflat (half) WITH (distancemeasure = COSINE);
CREATE INDEX bad ON items USING ann_ivfflat (single float4_ip_ops) WITH (distancemeasure = L2);
CREATE INDEX bad ON items USING ann_ivfflat (half float2_l1_ops);
CREATE INDEX bad ON items USING ann_ivfflat (id);
CREATE INDEX bad ON items USING ann_ivfflat (half, single);

-- wrong length at build, insert, update and query
CREATE INDEX bad ON items USING ann_ivfflat (half) WITH (dim = 9);
CREATE INDEX good_half ON items USING ann_ivfflat (half) WITH (lists = 5);
CREATE INDEX good_single ON items USING ann_ivfflat (single) WITH (lists = 5);
INSERT INTO items VALUES (20000, 0, '{1,2,3}', NULL, NULL);
INSERT INTO items VALUES (20000, 0, NULL, '{1,2,3,4,5,6,7,8,9}', NULL);
INSERT INTO items VALUES (20000, 0, '{}', NULL, NULL);
UPDATE items SET half = '{1}' WHERE id = 1;
SELECT id FROM items ORDER BY half <-> '{1,2,3}' LIMIT 3;
SELECT id FROM items ORDER BY half <-> '{{1,2,3,4,5,6,7,8}}' LIMIT 3;
SELECT id FROM items ORDER BY half <-> '{1,2,3,4,5,6,7,NULL}' LIMIT 3;

-- what is no vector, or not finite
INSERT INTO items VALUES (20000, 0, '{1,2,3,4,5,6,7,NULL}', NULL, NULL);
INSERT INTO items VALUES (20000, 0, '{{1,2,3,4,5,6,7,8}}', NULL, NULL);
INSERT INTO items VALUES (20000, 0, '{1,2,3,4,5,6,7,NaN}', NULL, NULL);
INSERT INTO items VALUES (20000, 0, NULL, '{1,2,3,-Infinity,5,6,7,8}', NULL);
SELECT id FROM items ORDER BY half <-> '{1,2,NaN,4,5,6,7,8}' LIMIT 3;
SELECT id FROM items ORDER BY single <-> '{1,2,3,4,5,6,7,Infinity}'::float2[] LIMIT 3;
INSERT INTO items VALUES (20000, 0, NULL, NULL, NULL);
SELECT count(*) FROM items WHERE id = 20000;
DROP INDEX good_half, good_single;

-- a failed build leaves no index
CREATE TABLE mixed (v float2[]);
INSERT INTO mixed VALUES ('{1,2,3}'), ('{1,2}');
CREATE INDEX bad ON mixed USING ann_ivfflat (v);
TRUNCATE mixed;
INSERT INTO mixed VALUES ('{1,2,3}'), ('{1,2,NaN}');
CREATE INDEX bad ON mixed USING ann_ivfflat (v);
TRUNCATE mixed;
INSERT INTO mixed VALUES ('{1,2,3}'), (NULL);
CREATE INDEX bad ON mixed USING ann_ivfflat (v) WITH (dim = 10);
TRUNCATE mixed;
CREATE INDEX bad ON mixed USING ann_ivfflat (v);
INSERT INTO mixed VALUES ('{}');
CREATE INDEX bad ON mixed USING ann_ivfflat (v);
TRUNCATE mixed;
INSERT INTO mixed VALUES ('{1}'), ('{2}');
CREATE INDEX bad ON mixed USING ann_ivfflat (v float2_ip_ops);
CREATE INDEX bad ON mixed USING ann_ivfflat (v float2_cosine_ops);
SELECT count(*) FROM pg_class WHERE relname = 'bad';
CREATE INDEX ON mixed USING ann_ivfflat (v);
SELECT v FROM mixed ORDER BY v <-> '{1.6}' LIMIT 1;
DROP TABLE mixed;

-- without rows; the vectors come later
CREATE TABLE later (v float2[]);
CREATE INDEX later_idx ON later USING ann_ivfflat (v) WITH (dim = 3, lists = 4);
INSERT INTO later SELECT ARRAY[i, i % 10, 1]::float2[] FROM generate_series(1, 500) AS i;
SET ivfflat.probes = 4;
SELECT v FROM later ORDER BY v <-> '{123,3,1}' LIMIT 1;
-- an emptied table keeps the dimension of its index, which has none of its rows
DELETE FROM later;
VACUUM later;
SELECT count(*) FROM (SELECT v FROM later ORDER BY v <-> '{123,3,1}' LIMIT 1) AS s;
REINDEX TABLE later;
REINDEX TABLE CONCURRENTLY later;
INSERT INTO later VALUES ('{1,2}');
INSERT INTO later VALUES ('{4,5,6}');
SELECT v FROM later ORDER BY v <-> '{1,2,3}' LIMIT 1;
DROP TABLE later;

-- unlogged: what a crash leaves is an empty index
CREATE UNLOGGED TABLE unlogged (v smallint[]);
INSERT INTO unlogged VALUES ('{1,2}');
CREATE INDEX unlogged_idx ON unlogged USING ann_ivfflat (v) WITH (lists = 2);
SELECT pg_relation_size('unlogged_idx', 'init') > 0 AS has_init_fork;
SELECT v FROM unlogged ORDER BY v <-> '{1,2}'::float4[] LIMIT 1;
DROP TABLE unlogged;

-- vectors that would compress are not compressed in the index
CREATE TABLE flat (v float4[]);
INSERT INTO flat SELECT array_fill(i::float4, ARRAY[1000]) FROM generate_series(1, 20) AS i;
CREATE INDEX flat_idx ON flat USING ann_ivfflat (v) WITH (lists = 1);
SELECT pg_relation_size('flat_idx') / current_setting('block_size')::int >= 12 AS plain;
SELECT v[1] FROM flat ORDER BY v <-> array_fill(7.4::float4, ARRAY[1000]) LIMIT 3;
DROP TABLE flat;

-- as large as an index takes
SET maintenance_work_mem = '256MB';
CREATE TABLE large (half float2[], single float4[], whole smallint[]);
INSERT INTO large SELECT gen_rand_f2_arr(1, 4000), gen_rand_f2_arr(1, 2000), array_fill(i::smallint, ARRAY[2000]) FROM generate_series(1, 20) AS i;
CREATE INDEX large_half_idx ON large USING ann_ivfflat (half) WITH (lists = 2);
CREATE INDEX large_single_idx ON large USING ann_ivfflat (single) WITH (lists = 2);
CREATE INDEX large_whole_idx ON large USING ann_ivfflat (whole) WITH (lists = 2);
SET ivfflat.probes = 2;
SELECT count(*) FROM (SELECT 1 FROM large ORDER BY half <-> (SELECT half FROM large LIMIT 1) LIMIT 20) AS s;
SELECT count(*) FROM (SELECT 1 FROM large ORDER BY single <-> (SELECT single FROM large LIMIT 1) LIMIT 20) AS s;
SELECT count(*) FROM (SELECT 1 FROM large ORDER BY whole <-> (SELECT whole FROM large LIMIT 1) LIMIT 20) AS s;

-- an array that was given a NULL and lost it again keeps a bitmap, for which a page has no room beside a long vector: it is
-- indexed without
CREATE FUNCTION with_bitmap(v anyarray) RETURNS anyarray LANGUAGE plpgsql AS $$
BEGIN
	v[1] := NULL;
	v[1] := 1;
	RETURN v;
END $$;
INSERT INTO large (half) VALUES (with_bitmap(array_fill(1::float2, ARRAY[4000])));
CREATE TABLE bitmap (half float2[], single float4[], whole smallint[]);
INSERT INTO bitmap
SELECT with_bitmap(array_fill(i::float2, ARRAY[4000])), with_bitmap(array_fill(i::float4, ARRAY[2000])), with_bitmap(array_fill(i::smallint, ARRAY[2000]))
  FROM generate_series(1, 10) AS i;
SET min_parallel_table_scan_size = 0;
SET max_parallel_maintenance_workers = 2;
CREATE INDEX bitmap_half_idx ON bitmap USING ann_ivfflat (half) WITH (lists = 2);
CREATE INDEX bitmap_ip_idx ON bitmap USING ann_ivfflat (half float2_ip_ops) WITH (lists = 2);
CREATE INDEX bitmap_single_idx ON bitmap USING ann_ivfflat (single) WITH (lists = 2);
CREATE INDEX bitmap_whole_idx ON bitmap USING ann_ivfflat (whole) WITH (lists = 2);
CREATE INDEX CONCURRENTLY bitmap_expression_idx ON bitmap USING ann_ivfflat ((half + half)) WITH (lists = 2);
SHOW max_parallel_maintenance_workers;
INSERT INTO bitmap
SELECT with_bitmap(array_fill(11::float2, ARRAY[4000])), with_bitmap(array_fill(11::float4, ARRAY[2000])), with_bitmap(array_fill(11::smallint, ARRAY[2000]));
SELECT count(*) FROM (SELECT 1 FROM bitmap ORDER BY half <-> (SELECT half FROM bitmap LIMIT 1) LIMIT 20) AS s;
SELECT count(*) FROM (SELECT 1 FROM bitmap ORDER BY half <#> (SELECT half FROM bitmap LIMIT 1) LIMIT 20) AS s;
SELECT count(*) FROM (SELECT 1 FROM bitmap ORDER BY single <-> (SELECT single FROM bitmap LIMIT 1) LIMIT 20) AS s;
SELECT count(*) FROM (SELECT 1 FROM bitmap ORDER BY whole <-> (SELECT whole FROM bitmap LIMIT 1) LIMIT 20) AS s;
SELECT half[2] FROM bitmap ORDER BY half + half <-> array_fill(14, ARRAY[4000])::float2[] LIMIT 1;
-- so is a graph: in memory of our own, by pgvector and its workers, concurrently, and row by row
CREATE INDEX bitmap_graph_idx ON bitmap USING ann (half);
SET float2.only_index = 'bitmap_graph_idx';
SELECT half[2] FROM bitmap ORDER BY half <-> array_fill(7, ARRAY[4000])::float2[] LIMIT 1;
SET maintenance_work_mem = '1MB';
INSERT INTO bitmap (half) SELECT with_bitmap(array_fill(i::float2, ARRAY[4000])) FROM generate_series(101, 300) AS i;
SET client_min_messages = error;
REINDEX INDEX bitmap_graph_idx;
SELECT half[2] FROM bitmap ORDER BY half <-> array_fill(150, ARRAY[4000])::float2[] LIMIT 1;
REINDEX INDEX CONCURRENTLY bitmap_graph_idx;
RESET client_min_messages;
SELECT half[2] FROM bitmap ORDER BY half <-> array_fill(250, ARRAY[4000])::float2[] LIMIT 1;
RESET maintenance_work_mem;
RESET max_parallel_maintenance_workers;
RESET min_parallel_table_scan_size;
RESET float2.only_index;
CREATE TABLE graph (half float2[]);
CREATE INDEX ON graph USING ann (half) WITH (dim = 4000);
INSERT INTO graph VALUES (with_bitmap(array_fill(1::float2, ARRAY[4000])));
SELECT count(*) FROM (SELECT 1 FROM graph ORDER BY half <-> array_fill(1::float2, ARRAY[4000]) LIMIT 20) AS s;
DROP FUNCTION with_bitmap;
DROP TABLE large, bitmap, graph;

-- a column of a domain is indexed as its array type is
CREATE DOMAIN embedding AS float4[];
CREATE TABLE of_domain AS SELECT i AS id, ARRAY[i, i % 7, -i]::float4[]::embedding AS v FROM generate_series(1, 500) AS i;
CREATE INDEX of_domain_idx ON of_domain USING ann (v);
SET float2.only_index = 'of_domain_idx';
SELECT id FROM of_domain ORDER BY v <-> '{300,6,-300}'::float4[] LIMIT 1;
INSERT INTO of_domain VALUES (501, '{-1,-1,-1}');
SELECT id FROM of_domain ORDER BY v <-> '{-1,-1,-1}'::float4[] LIMIT 1;
CREATE INDEX of_domain_lists_idx ON of_domain USING ann_ivfflat (v) WITH (lists = 3);
SET float2.only_index = 'of_domain_lists_idx';
SELECT id FROM of_domain ORDER BY v <-> '{300,6,-300}'::float4[] LIMIT 1;
RESET float2.only_index;
DROP TABLE of_domain;
DROP DOMAIN embedding;

-- a row that has become another since it was checked, as one may that comes while an index is built concurrently: found by the
-- k-means, which reads each row once more (with the schema, which PostgreSQL 17 does not search while it builds an index)
CREATE TABLE changing (v float2[]);
INSERT INTO changing SELECT ARRAY[i % 10, i % 7] FROM generate_series(1, 100) AS i;
CREATE SEQUENCE reading;
CREATE FUNCTION changed(v float2[]) RETURNS float2[] IMMUTABLE LANGUAGE plpgsql AS $$
BEGIN
	RETURN CASE WHEN nextval('public.reading') <= 100 THEN v ELSE '{NaN,1}' END;
END $$;
CREATE INDEX bad ON changing USING ann_ivfflat (changed(v)) WITH (lists = 2);
SELECT last_value FROM reading;
-- one of another length is left out of the sample, for which there is room as the dimension says, and told of in the end
ALTER SEQUENCE reading RESTART;
CREATE FUNCTION lengthened(v float2[]) RETURNS float2[] IMMUTABLE LANGUAGE plpgsql AS $$
BEGIN
	RETURN CASE WHEN nextval('public.reading') <= 100 THEN v ELSE v || v END;
END $$;
CREATE INDEX CONCURRENTLY bad ON changing USING ann_ivfflat (lengthened(v)) WITH (lists = 2);
DROP TABLE changing;
DROP FUNCTION changed, lengthened;
DROP SEQUENCE reading;

DROP FUNCTION search;
DROP TABLE items;
