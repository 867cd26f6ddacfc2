-- graphs built in memory, alone and by threads, and by pgvector where memory ends
SET client_min_messages = error;
SET min_parallel_table_scan_size = 0;
SET float2.complete_scan = off;
SELECT setseed(0.5);
CREATE TABLE build (id integer PRIMARY KEY, half float2[], single float4[], whole smallint[]);
INSERT INTO build
	SELECT id, v, v::float4[], v::float4[]::smallint[]
	FROM (SELECT id, gen_rand_f2_arr(100, 16) AS v FROM generate_series(1, 3000) AS id) AS rows;
-- NULLs are not in the index; equal vectors are, more of them than a node keeps
INSERT INTO build SELECT id FROM generate_series(3001, 3010) AS id;
INSERT INTO build SELECT 3010 + n, half, single, whole FROM build, generate_series(1, 25) AS n WHERE id = 7;
ANALYZE build;

-- share of the ten nearest that an index finds, over 50 queries; and are all rows in it that can be reached?
CREATE FUNCTION found(col text, op text) RETURNS TABLE (recall_is_high boolean, rows_are_there boolean)
LANGUAGE plpgsql SET hnsw.ef_search = 100 AS $$
DECLARE
	query text;
	type regtype;
	distance text;
	bound float8;
	hits integer;
	total integer := 0;
	rows integer;
BEGIN
	EXECUTE format('SELECT pg_typeof(%I) FROM build LIMIT 1', col) INTO type;
	FOR query IN EXECUTE format('SELECT %I FROM build WHERE id <= 50', col) LOOP
		distance := format('%I %s %L::%s', col, op, query, type);
		PERFORM set_config('enable_indexscan', 'off', true), set_config('enable_seqscan', 'on', true);
		EXECUTE format('SELECT max(d) FROM (SELECT %s AS d FROM build WHERE %I IS NOT NULL ORDER BY 1 LIMIT 10) AS x', distance, col)
			INTO bound;
		PERFORM set_config('enable_indexscan', 'on', true), set_config('enable_seqscan', 'off', true);
		EXECUTE format('SELECT count(*) FILTER (WHERE d <= %L) FROM (SELECT %s AS d FROM build ORDER BY %2$s LIMIT 10) AS x',
					   bound + abs(bound) * 1e-5, distance) INTO hits;
		total := total + hits;
	END LOOP;
	PERFORM set_config('hnsw.iterative_scan', 'relaxed_order', true);
	EXECUTE format('SELECT count(DISTINCT id) FROM (SELECT id FROM build ORDER BY %s LIMIT 5000) AS x', distance) INTO rows;
	recall_is_high := total >= 490;
	rows_are_there := rows >= 3000;
	RETURN NEXT;
END
$$;

-- alone
SET max_parallel_maintenance_workers = 0;
CREATE INDEX build_half ON build USING ann (half);
SELECT * FROM found('half', '<->');
CREATE INDEX build_single ON build USING ann (single);
SELECT * FROM found('single', '<->');
CREATE INDEX build_whole ON build USING ann (whole);
SELECT * FROM found('whole', '<->');
DROP INDEX build_half, build_single, build_whole;

-- by threads, with each measure
SET max_parallel_maintenance_workers = 3;
CREATE INDEX build_half ON build USING ann (half);
SELECT * FROM found('half', '<->');
DROP INDEX build_half;
CREATE INDEX build_half ON build USING ann (half float2_ip_ops);
-- a long vector is near to all others and nearest to none: not every row can be reached
SELECT recall_is_high FROM found('half', '<#>');
DROP INDEX build_half;
CREATE INDEX build_half ON build USING ann (half float2_cosine_ops);
SELECT * FROM found('half', '<=>');
DROP INDEX build_half;
CREATE INDEX build_half ON build USING ann (half float2_l1_ops);
SELECT * FROM found('half', '<+>');
DROP INDEX build_half;
CREATE INDEX build_single ON build USING ann (single float4_cosine_ops);
SELECT * FROM found('single', '<=>');
DROP INDEX build_single;

-- the pages are pgvector's: it inserts into them and vacuums them
CREATE INDEX build_half ON build USING ann (half) WITH (m = 5, ef_construction = 40);
DELETE FROM build WHERE id BETWEEN 1001 AND 1500 OR id > 3010;
VACUUM build;
INSERT INTO build
	SELECT id, v, v::float4[], v::float4[]::smallint[]
	FROM (SELECT id, gen_rand_f2_arr(100, 16) AS v FROM generate_series(3036, 3560) AS id) AS rows;
SELECT * FROM found('half', '<->');
REINDEX INDEX build_half;
SELECT * FROM found('half', '<->');
DROP INDEX build_half;

-- a table that does not fit is left to pgvector
SET maintenance_work_mem = '1MB';
CREATE INDEX build_half ON build USING ann (half);
SELECT * FROM found('half', '<->');
DROP INDEX build_half;
RESET maintenance_work_mem;

-- all kinds of tables
CREATE UNLOGGED TABLE build_unlogged AS SELECT id, half FROM build;
CREATE INDEX ON build_unlogged USING ann (half);
CREATE TEMP TABLE build_temp AS SELECT id, half FROM build LIMIT 100;
CREATE INDEX ON build_temp USING ann (half);
SELECT count(*) FROM (SELECT id FROM build_temp ORDER BY half <-> gen_rand_f2_arr(100, 16) LIMIT 5) AS x;

-- zeros have no direction, and an index may hold nothing at all
CREATE TABLE build_zero AS SELECT '{0,0}'::float2[] AS v FROM generate_series(1, 100);
CREATE INDEX ON build_zero USING ann (v float2_cosine_ops);
INSERT INTO build_zero VALUES ('{1,2}');
SET enable_seqscan = off;
SELECT * FROM build_zero ORDER BY v <=> '{1,2}'::float2[];

-- vectors that fill a page, with their neighbours on the next
CREATE TABLE build_wide AS SELECT id, gen_rand_f2_arr(10, 3900) AS v FROM generate_series(1, 40) AS id;
CREATE INDEX ON build_wide USING ann (v);
SELECT count(*) FROM (SELECT id FROM build_wide ORDER BY v <-> (SELECT v FROM build_wide WHERE id = 3) LIMIT 40) AS x;
SELECT id FROM build_wide ORDER BY v <-> (SELECT v FROM build_wide WHERE id = 3) LIMIT 1;

-- a build that is interrupted leaves nothing, threads neither
INSERT INTO build SELECT 10000 + id, gen_rand_f2_arr(100, 16) FROM generate_series(1, 20000) AS id;
SET statement_timeout = '300ms';
CREATE INDEX build_half ON build USING ann (half) WITH (m = 60, ef_construction = 1000);
RESET statement_timeout;
SELECT count(*) FROM pg_class WHERE relname = 'build_half';

DROP TABLE build, build_unlogged, build_temp, build_zero, build_wide;
DROP FUNCTION found(text, text);
