-- operator classes of ann: every measure for every type, and AnalyticDB's options

SET enable_seqscan = off;
SET jit = off;
SELECT setseed(0.3);
CREATE TABLE items (id int PRIMARY KEY, half float2[], single float4[], whole smallint[]);
INSERT INTO items
SELECT i, v, v, (SELECT array_agg(round(x::float8)::smallint ORDER BY n) FROM unnest(v) WITH ORDINALITY AS u (x, n))
  FROM generate_series(1, 800) AS i, LATERAL (SELECT gen_rand_f2_arr(100, 8 + 0 * i) - gen_rand_f2_arr(100, 8) AS v) AS s;
ANALYZE items;

-- recall@10 of 20 queries, and whether the plan used the index
CREATE FUNCTION quality(index_column text, operator text, query_type text, OUT recall bool, OUT plan text) LANGUAGE plpgsql AS $$
DECLARE
	query record;
	search text := format('SELECT array_agg(id) FROM (SELECT id FROM items ORDER BY %I %s $1::%s LIMIT 10) AS s',
						  index_column, operator, query_type);
	exact int[];
	found int[];
	hits int := 0;
	line text;
BEGIN
	FOR query IN SELECT whole FROM items WHERE id % 40 = 0 LOOP
		SET LOCAL enable_indexscan = off;
		EXECUTE search INTO exact USING query.whole;
		SET LOCAL enable_indexscan = on;
		EXECUTE search INTO found USING query.whole;
		hits := hits + (SELECT count(*) FROM unnest(exact) AS e WHERE e = ANY (found));
	END LOOP;
	recall := hits >= 190;
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || replace(search, '$1', quote_literal('{1,2,3,4,5,6,7,8}')) LOOP
		IF line ~ 'Scan' AND line !~ 'Subquery' THEN
			plan := regexp_replace(line, '.*->  ', '');
		END IF;
	END LOOP;
END $$;

CREATE INDEX l2_half ON items USING ann (half);
CREATE INDEX l2_single ON items USING ann (single float4_l2_ops);
CREATE INDEX l2_whole ON items USING ann (whole) WITH (dim = 8, distancemeasure = L2);
SELECT c, q, quality.* FROM unnest(ARRAY['half', 'single', 'whole']) AS c, unnest(ARRAY['float2[]', 'float4[]', 'smallint[]']) AS q, quality(c, '<->', q) ORDER BY c, q;
DROP INDEX l2_half, l2_single, l2_whole;

CREATE INDEX ip_half ON items USING ann (half float2_ip_ops) WITH (distancemeasure = IP);
CREATE INDEX ip_single ON items USING ann (single float4_ip_ops) WITH (distancemeasure = 'ip');
SELECT c, q, quality.* FROM unnest(ARRAY['half', 'single']) AS c, unnest(ARRAY['float2[]', 'float4[]', 'smallint[]']) AS q, quality(c, '<#>', q) ORDER BY c, q;
-- an operator that the index does not have: all rows are compared
SELECT plan FROM quality('half', '<->', 'float2[]');
DROP INDEX ip_half, ip_single;

CREATE INDEX cosine_half ON items USING ann (half float2_cosine_ops) WITH (distancemeasure = COSINE);
CREATE INDEX cosine_single ON items USING ann (single float4_cosine_ops);
SELECT c, q, quality.* FROM unnest(ARRAY['half', 'single']) AS c, unnest(ARRAY['float2[]', 'float4[]', 'smallint[]']) AS q, quality(c, '<=>', q) ORDER BY c, q;
-- a vector without direction is not in the index, and no error
INSERT INTO items VALUES (5000, '{0,0,0,0,0,0,0,0}', '{0,0,0,0,0,0,0,0}', NULL);
SELECT count(*) FROM (SELECT 1 FROM items ORDER BY half <=> '{1,2,3,4,5,6,7,8}' LIMIT 1) AS s;
SELECT count(*) FROM (SELECT 1 FROM items ORDER BY half <=> '{0,0,0,0,0,0,0,0}' LIMIT 1) AS s;
-- lengths that float4 cannot square
INSERT INTO items VALUES (5001, NULL, '{1e30,2e30,3e30,4e30,5e30,6e30,7e30,8e30}', NULL), (5002, NULL, '{1e-30,2e-30,3e-30,4e-30,5e-30,6e-30,7e-30,9e-30}', NULL);
SELECT id FROM items ORDER BY single <=> '{1,2,3,4,5,6,7,8}'::float4[] LIMIT 1;
DROP INDEX cosine_half, cosine_single;
DELETE FROM items WHERE id >= 5000;

CREATE INDEX l1_half ON items USING ann (half float2_l1_ops);
CREATE INDEX l1_single ON items USING ann (single float4_l1_ops);
SELECT c, q, quality.* FROM unnest(ARRAY['half', 'single']) AS c, unnest(ARRAY['float2[]', 'float4[]', 'smallint[]']) AS q, quality(c, '<+>', q) ORDER BY c, q;
DROP INDEX l1_half, l1_single;

-- scripts written for AnalyticDB
CREATE INDEX adb ON items USING ann (half) WITH (DIM = 8, DISTANCEMEASURE = L2, HNSW_M = 50, HNSW_EF_CONSTRUCTION = 600,
												 PQ_ENABLE = 0, PQ_SEGMENTS = 0, PQ_CENTERS = 2048, EXTERNAL_STORAGE = 0);
DROP INDEX adb;
CREATE INDEX bad ON items USING ann (half) WITH (dim = 8, pq_enable = 1);
CREATE INDEX bad ON items USING ann (half) WITH (dim = 8, external_storage = 1);
CREATE INDEX bad ON items USING ann (half) WITH (dim = 8, distancemeasure = COSINE);
CREATE INDEX bad ON items USING ann (single float4_cosine_ops) WITH (dim = 8, distancemeasure = L2);
CREATE INDEX bad ON items USING ann (half float2_l1_ops) WITH (dim = 8, distancemeasure = IP);
CREATE INDEX bad ON items USING ann (half) WITH (dim = 8, distancemeasure = MANHATTAN);
CREATE INDEX bad ON items USING ann (half) WITH (dim = 8, hnsw_m = 1000);
CREATE INDEX bad ON items USING ann (whole int2_l2_ops) WITH (dim = 7);
CREATE INDEX bad ON items USING ann (half float4_l2_ops);
SELECT count(*) FROM pg_class WHERE relname = 'bad';
DROP FUNCTION quality;
DROP TABLE items;
