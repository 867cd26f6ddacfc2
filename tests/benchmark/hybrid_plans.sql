-- The plans of a filtered nearest-neighbour query, measured one by one, and the plan that the planner takes; see the
-- script beside this file. Wants: -v k=N -v queries=N -v m=N -v ef_construction=N, and hybrid_search.image_vectors.

\set QUIET on
\set ON_ERROR_STOP on
\pset footer off
SET client_min_messages = warning;

CREATE SCHEMA IF NOT EXISTS hybrid_plans;
SET search_path = hybrid_plans, public;

-- The pictures' details with a column for filters of any selectivity that do not depend on the vectors. Indexes are kept
-- from one run to the next while the table has the same number of rows.
SELECT to_regclass('details') IS NULL
	OR (SELECT reltuples FROM pg_class WHERE oid = to_regclass('details'))
	   <> (SELECT reltuples FROM pg_class WHERE oid = 'hybrid_search.image_vectors'::regclass) AS make \gset
\if :make
	DROP TABLE IF EXISTS details;
	CREATE TABLE details AS
		SELECT *, (hashint8extended(meta_id, 99) & 2147483647)::int % 10000 AS pick FROM hybrid_search.image_vectors;
	SELECT float2_set_storage('details', 'vector', 128) \g /dev/null
	CREATE INDEX details_pick ON details (pick);
	CREATE INDEX details_label ON details (label);
	CREATE INDEX details_ann ON details USING ann (vector) WITH (dim = 128, m = :m, ef_construction = :ef_construction);
	VACUUM ANALYZE details;
\endif

DROP TABLE IF EXISTS query, result, filter CASCADE;
-- Vectors near rows all over the table, but not in it.
SELECT setseed(0.25) \g /dev/null
CREATE TABLE query AS
	SELECT row_number() OVER (ORDER BY meta_id) AS number,
		   vector + gen_rand_f2_arr(16, 128) + array_fill(-8::float4, '{128}')::float2[] AS vector
	  FROM details WHERE meta_id % ((SELECT max(meta_id) FROM details) / :queries) = 1;

CREATE TABLE filter (number serial, condition text, percent numeric, matches bigint);
INSERT INTO filter (condition, percent) VALUES
	('pick < 1', 0.01), ('pick < 3', 0.03), ('pick < 10', 0.1), ('pick < 30', 0.3), ('pick < 100', 1), ('pick < 300', 3),
	('pick < 1000', 10), ('pick < 5000', 50), ('true', 100),
	('label = ''Forklift''', 0.01), ('label = ''Minicar''', 0.1), ('label = ''Construction Sign''', 0.8),
	('label = ''Traffic Light''', 3.6), ('label = ''Bike''', 10), ('label = ''Car''', 50);

CREATE TABLE result (filter int, plan text, milliseconds float8, found bigint, hits bigint, shape text, cost float8);

-- What the server would do: the index or scan in one word, and the estimated cost.
CREATE OR REPLACE FUNCTION shape(statement text, vector float2[], OUT shape text, OUT cost float8) LANGUAGE plpgsql AS $$
DECLARE
	plan jsonb;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT JSON) ' || statement INTO plan USING vector;
	cost := plan #> '{0,Plan,Total Cost}';
	shape := CASE
		WHEN plan::text ~ '"Order By"' THEN CASE WHEN plan::text ~ 'details_partial' THEN 'partial' ELSE 'walk' END
		WHEN plan::text ~ 'Bitmap Heap Scan|Index Scan' THEN 'btree'
		ELSE 'sequential' END;
END $$;

-- One plan for one filter: all queries once to warm up and see what they find, then each of them timed.
CREATE OR REPLACE PROCEDURE measure(filter filter, plan text, settings text[], k int) LANGUAGE plpgsql AS $$
DECLARE
	statement text := format('SELECT meta_id FROM details WHERE %s ORDER BY vector <-> $1 LIMIT %s', filter.condition, k);
	setting text;
	planned record;
	q record;
	started timestamptz;
	elapsed float8;
	found bigint[];
	exact bigint[];
BEGIN
	FOREACH setting IN ARRAY settings LOOP
		PERFORM set_config(setting, 'off', true);
	END LOOP;
	SELECT s.* INTO planned FROM query, shape(statement, vector) AS s WHERE number = 1;
	IF plan = ANY (ARRAY[planned.shape, 'chosen']) THEN
		FOR q IN SELECT * FROM query ORDER BY number LOOP
			EXECUTE format('SELECT array_agg(meta_id) FROM (%s) AS s', statement) INTO found USING q.vector;
			started := clock_timestamp();
			EXECUTE format('SELECT array_agg(meta_id) FROM (%s) AS s', statement) INTO found USING q.vector;
			elapsed := extract(epoch FROM clock_timestamp() - started) * 1000;
			SELECT ids INTO exact FROM truth WHERE truth.filter = measure.filter.number AND truth.query = q.number;
			INSERT INTO result VALUES (filter.number, plan, elapsed, coalesce(cardinality(found), 0),
				(SELECT count(*) FROM unnest(found) AS f WHERE f = ANY (exact)), planned.shape, planned.cost);
		END LOOP;
	END IF;
	COMMIT;
END $$;

-- The exact answers, for recall.
CREATE TABLE IF NOT EXISTS truth (filter int, query int, ids bigint[]);
TRUNCATE truth;
CREATE OR REPLACE PROCEDURE find_truth(k int) LANGUAGE plpgsql AS $$
DECLARE
	f filter;
BEGIN
	PERFORM set_config('enable_indexscan', 'off', true);
	FOR f IN SELECT * FROM filter LOOP
		EXECUTE format('UPDATE filter SET matches = (SELECT count(*) FROM details WHERE %s) WHERE number = %s', f.condition, f.number);
		EXECUTE format('INSERT INTO truth SELECT %s, number, array(SELECT meta_id FROM details WHERE %s ORDER BY details.vector <-> query.vector LIMIT %s) FROM query',
					   f.number, f.condition, k);
	END LOOP;
END $$;

CREATE OR REPLACE PROCEDURE measure_all(k int) LANGUAGE plpgsql AS $$
DECLARE
	f filter;
BEGIN
	FOR f IN SELECT * FROM filter ORDER BY number LOOP
		CALL measure(f, 'btree', ARRAY['enable_indexscan', 'enable_seqscan'], k);
		IF f.percent >= 3 THEN
			CALL measure(f, 'sequential', ARRAY['enable_indexscan', 'enable_bitmapscan'], k);
		END IF;
		CALL measure(f, 'walk', ARRAY['enable_sort', 'enable_seqscan', 'enable_bitmapscan'], k);
		CALL measure(f, 'chosen', '{}', k);
	END LOOP;
END $$;

CREATE OR REPLACE PROCEDURE measure_partial(k int) LANGUAGE plpgsql AS $$
DECLARE
	f filter;
BEGIN
	FOR f IN SELECT * FROM filter WHERE condition ~ 'pick' AND percent IN (0.01, 0.1, 1, 10) ORDER BY number LOOP
		EXECUTE format('CREATE INDEX details_partial ON details USING ann (vector) WITH (dim = 128) WHERE %s', f.condition);
		CALL measure(f, 'partial', ARRAY['enable_sort', 'enable_seqscan', 'enable_bitmapscan'], k);
		UPDATE result SET plan = 'chosen before' WHERE filter = f.number AND plan = 'chosen';
		CALL measure(f, 'chosen', '{}', k);
		UPDATE result SET plan = 'chosen, partial' WHERE filter = f.number AND plan = 'chosen';
		UPDATE result SET plan = 'chosen' WHERE filter = f.number AND plan = 'chosen before';
		DROP INDEX details_partial;
	END LOOP;
END $$;

CALL find_truth(:k);
CALL measure_all(:k);
CALL measure_partial(:k);

CREATE OR REPLACE VIEW summary AS
	WITH plan AS (
		SELECT filter, plan, percentile_cont(0.5) WITHIN GROUP (ORDER BY milliseconds) AS ms, min(shape) AS shape,
			   min(found) AS found, sum(hits)::float8 / nullif(sum(found), 0) AS recall, min(cost) AS cost
		  FROM result GROUP BY filter, plan
	)
	SELECT f.number, f.condition, f.percent, f.matches, plan.plan, plan.shape, plan.ms, plan.recall, plan.found, plan.cost
	  FROM plan JOIN filter AS f ON f.number = plan.filter;

\pset format aligned
\echo
\echo 'Milliseconds, median. What the planner takes, without and with a partial index, and its time over that of the fastest:'
WITH wide AS (
	SELECT number, condition, percent, matches,
		   max(ms) FILTER (WHERE plan = 'btree') AS btree, max(ms) FILTER (WHERE plan = 'sequential') AS sequential,
		   max(ms) FILTER (WHERE plan = 'walk') AS walk, max(ms) FILTER (WHERE plan = 'partial') AS partial,
		   max(shape) FILTER (WHERE plan = 'chosen') AS chosen, max(shape) FILTER (WHERE plan = 'chosen, partial') AS chosen2,
		   max(recall) FILTER (WHERE plan = 'walk') AS recall, min(found) AS found
	  FROM summary GROUP BY number, condition, percent, matches
), fast AS (
	SELECT *, least(btree, sequential, walk) AS fastest, least(btree, sequential, walk, partial) AS fastest2,
		   CASE chosen WHEN 'walk' THEN walk WHEN 'btree' THEN btree ELSE sequential END AS took,
		   CASE chosen2 WHEN 'walk' THEN walk WHEN 'btree' THEN btree WHEN 'partial' THEN partial ELSE sequential END AS took2
	  FROM wide
)
SELECT condition, percent AS "%", matches, round(btree::numeric, 2) AS btree, round(sequential::numeric, 1) AS sequential,
	   round(walk::numeric, 2) AS walk, round(recall::numeric, 3) AS "walk's recall", round(partial::numeric, 2) AS partial,
	   chosen, round((took / fastest)::numeric, 2) AS ratio, chosen2 AS "with partial",
	   CASE WHEN chosen2 IS NOT NULL THEN round((took2 / fastest2)::numeric, 2) END AS "ratio with",
	   found AS "fewest rows"
  FROM fast ORDER BY number;

\echo
\echo 'Estimated cost for each millisecond:'
SELECT condition, round(max(cost / ms) FILTER (WHERE plan = 'btree')::numeric) AS btree,
	   round(max(cost / ms) FILTER (WHERE plan = 'sequential')::numeric) AS sequential,
	   round(max(cost / ms) FILTER (WHERE plan = 'walk')::numeric) AS walk,
	   round(max(cost / ms) FILTER (WHERE plan = 'partial')::numeric) AS partial
  FROM summary GROUP BY number, condition ORDER BY number;
