-- functions and operators of vectors, aggregates

-- the four distances in every mix of element types are one and the same
SELECT name, a, b, result, expected
  FROM (VALUES ('{1,-2,3}'::float2[], '{4,6,-8}'::float2[])) AS v (x, y),
       LATERAL (VALUES
         ('l2', 'half half', l2_distance(x, y), x <-> y),
         ('l2', 'half single', l2_distance(x, y::float4[]), x <-> y::float4[]),
         ('l2', 'single half', l2_distance(x::float4[], y), x::float4[] <-> y),
         ('l2', 'single single', l2_distance(x::float4[], y::float4[]), x::float4[] <-> y::float4[]),
         ('l2', 'half int', l2_distance(x, '{4,6,-8}'::smallint[]), x <-> '{4,6,-8}'::smallint[]),
         ('l2', 'int half', l2_distance('{1,-2,3}'::smallint[], y), '{1,-2,3}'::smallint[] <-> y),
         ('l2', 'int int', l2_distance('{1,-2,3}'::smallint[], '{4,6,-8}'::smallint[]), '{1,-2,3}'::smallint[] <-> '{4,6,-8}'),
         ('l2', 'int single', l2_distance('{1,-2,3}'::smallint[], y::float4[]), '{1,-2,3}'::smallint[] <-> y::float4[]),
         ('l2', 'single int', l2_distance(x::float4[], '{4,6,-8}'::smallint[]), x::float4[] <-> '{4,6,-8}'::smallint[])
       ) AS t (name, a, result, b), LATERAL (SELECT sqrt(9 + 64 + 121)) AS e (expected)
 WHERE abs(result - expected) > 1e-5 OR result <> b;
SELECT l2_squared_distance(x, y), inner_product(x, y), inner_product_distance(x, y), negative_inner_product_distance(x, y),
       x <#> y AS "<#>", l1_distance(x, y), x <+> y AS "<+>"
  FROM (VALUES ('{1,-2,3}'::float2[], '{4,6,-8}'::float2[])) AS v (x, y);
SELECT l2_squared_distance(x, y), inner_product(x, y), inner_product_distance(x, y), negative_inner_product_distance(x, y),
       x <#> y AS "<#>", l1_distance(x, y), x <+> y AS "<+>"
  FROM (VALUES ('{1,-2,3}'::float4[], '{4,6,-8}'::smallint[])) AS v (x, y);
SELECT round(cosine_distance(x, y)::numeric, 6), round(cosine_similarity(x, y)::numeric, 6), round((x <=> y)::numeric, 6) AS "<=>",
       round((x <=> y::float4[])::numeric, 6) AS "<=> single", round((x::float4[] <=> y)::numeric, 6) AS "single <=>"
  FROM (VALUES ('{1,2,3}'::float2[], '{4,5,-6}'::float2[])) AS v (x, y);

-- cosine: parallel, opposite, orthogonal; without direction it is NaN; never past its range
SELECT '{1,1}'::float2[] <=> '{2,2}' AS parallel, '{1,1}'::float2[] <=> '{-1,-1}' AS opposite, '{1,0}'::float2[] <=> '{0,1}' AS orthogonal,
       '{0,0}'::float2[] <=> '{1,1}' AS zero, cosine_similarity('{1,1}'::float2[], '{0,0}'::float2[]) AS no_direction;
SELECT setseed(0.1);
SELECT v FROM (SELECT gen_rand_f2_arr(100, 1 + i % 40) AS v FROM generate_series(1, 2000) AS i) AS s
 WHERE v <=> v < 0 OR v <=> v > 1e-6;

-- whole range of smallint, exactly
SELECT '{-32768,32767}'::smallint[] <-> '{-32768,32767}'::smallint[] AS same, l1_distance('{-32768}'::smallint[], '{32767}'::smallint[]) AS far;

-- length and direction
SELECT vector_dims('{1,2,3}'::float2[]), l2_norm('{3,4}'::float2[]), l2_normalize('{3,4}'::float2[]), l2_normalize('{0,0}'::float2[]);
SELECT l2_norm('{65504,65504}'::float2[]), l2_norm('{5.96046e-08}'::float2[]), l2_normalize('{65504,0}'::float2[]);
SELECT vector_dims('{}'::float2[]), l2_norm('{}'::float2[]), l2_normalize('{}'::float2[]);

-- parts
SELECT subvector('{1,2,3,4,5}'::float2[], 1, 3), subvector('{1,2,3,4,5}'::float2[], 3, 2), subvector('{1,2,3,4,5}'::float2[], -1, 3),
       subvector('{1,2,3,4,5}'::float2[], 4, 100), subvector('{1,2,3,4,5}'::float2[], 3, 2147483647);
SELECT subvector('{1,2,3}'::float2[], 4, 1);
SELECT subvector('{1,2,3}'::float2[], 1, 0);
SELECT subvector('{1,2,3}'::float2[], 1, -2147483648);
SELECT subvector('{1,2,3}'::float2[], -5, 2);
SELECT vector_concat('{1,2}'::float2[], '{3}'), vector_concat('{}'::float2[], '{3}'), '{1,2}'::float2[] || '{3}'::float2[] AS arrays;
SELECT vector_dims(vector_concat(gen_rand_f2_arr(1, 8000), gen_rand_f2_arr(1, 8000)));
SELECT vector_concat(gen_rand_f2_arr(1, 16000), '{1}');
SELECT binary_quantize('{1,-1,0,-0,5.96046e-08,NaN,Infinity,-Infinity,2}'::float2[]), binary_quantize('{}'::float2[]);

-- element by element; past the largest half it is Infinity
SELECT '{1,2}'::float2[] + '{3,4}' AS sum, '{1,2}'::float2[] - '{3,5}' AS difference, '{1.5,-2}'::float2[] * '{3,4}' AS product;
SELECT '{65504,-65504}'::float2[] + '{16,-16}' AS past, '{300}'::float2[] * '{300}' AS product, '{2048}'::float2[] + '{1}' AS tie;
SELECT '{1,2}'::float2[] + '{1,2,3}';
SELECT '{1,NULL}'::float2[] * '{1,2}';

-- for CHECK constraints
SELECT isfinite('{1,2}'::float2[]), isfinite('{1,NaN}'::float2[]), isfinite('{Infinity}'::float2[]), isfinite('{}'::float2[]);
CREATE TABLE checked (v float2[] CHECK (isfinite(v) AND vector_dims(v) = 2));
INSERT INTO checked VALUES ('{1,2}');
INSERT INTO checked VALUES ('{1,65520}');
INSERT INTO checked VALUES ('{1,2,3}');
DROP TABLE checked;

-- aggregates add up in float8 and round once
SELECT sum(v), avg(v) FROM (VALUES ('{1,2}'::float2[]), ('{3,5}'), (NULL)) AS s (v);
SELECT sum(v), avg(v) FROM (SELECT '{1}'::float2[] AS v WHERE false) AS s;
SELECT sum(v), avg(v) FROM (SELECT NULL::float2[] AS v) AS s;
SELECT sum(v), avg(v) FROM (SELECT '{2048,0.1,60000}'::float2[] AS v UNION ALL SELECT '{1,0.1,60000}' UNION ALL SELECT '{1,0.1,60000}') AS s;
SELECT g % 2 AS part, sum(ARRAY[g, 1]::float2[]), avg(ARRAY[g, 1]::float2[]) FROM generate_series(1, 10) AS g GROUP BY 1 ORDER BY 1;
SELECT sum(v) FROM (VALUES ('{1,2}'::float2[]), ('{1}')) AS s (v);
SELECT sum(v) FROM (VALUES ('{1,NULL}'::float2[])) AS s (v);
SELECT sum(ARRAY[g]::float2[]) OVER (ORDER BY g ROWS 1 PRECEDING) FROM generate_series(1, 4) AS g;
SELECT float2_accum('{1,2}', '{3}');
SELECT float2_combine('{1,2}', '{1,2}');
SELECT float2_sum_final('{}');

-- in parallel the same as alone
CREATE TABLE many AS SELECT gen_rand_f2_arr(10, 16) AS v FROM generate_series(1, 20000);
ALTER TABLE many SET (parallel_workers = 2);
ANALYZE many;
CREATE TABLE alone AS SELECT sum(v), avg(v), count(*) FROM many;
SET min_parallel_table_scan_size = 0;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
EXPLAIN (COSTS OFF) SELECT sum(v), avg(v) FROM many;
SELECT p.sum = a.sum AS same_sum, p.avg = a.avg AS same_avg FROM (SELECT sum(v), avg(v) FROM many) AS p, alone AS a;
RESET min_parallel_table_scan_size;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
DROP TABLE many, alone;

-- a distance costs enough that a big exact search runs in parallel by itself
CREATE TABLE big (id int, v float2[]);
ALTER TABLE big ALTER v SET STORAGE PLAIN;
INSERT INTO big SELECT i, v FROM generate_series(1, 60000) AS i, (SELECT gen_rand_f2_arr(1, 128) AS v) AS s;
ANALYZE big;
SET max_parallel_workers_per_gather = 2;
PREPARE nearest (float2[]) AS SELECT id FROM big ORDER BY v <-> $1 LIMIT 10;
SET plan_cache_mode = force_generic_plan;
EXPLAIN (COSTS OFF) EXECUTE nearest (gen_rand_f2_arr(1, 128));
RESET plan_cache_mode;
DEALLOCATE nearest;
DROP TABLE big;
