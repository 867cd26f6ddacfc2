-- What the functions of float2 give, whoever computes it: run once with the native ones in front and once with those in
-- Java. :path says which.
SET search_path = :path;
SET extra_float_digits = 1;
SET max_parallel_workers_per_gather = 0;

-- conversions: every half there and back, bit for bit; signalling NaNs are quieted
WITH halves AS (SELECT float2_from_bits(array_agg((i - 32768)::smallint ORDER BY i)) AS h FROM generate_series(0, 65535) AS i)
SELECT md5(array_send(array_f16_to_f32(h))) AS widened,
       md5(array_send(float2_bits(array_f32_to_f16(array_f16_to_f32(h))))) AS narrowed
  FROM halves;

-- the midpoints between neighbours, and the float4 next to them on both sides
WITH halves AS (
	SELECT i, float4(float2_from_bits(i::smallint)) AS low, float4(float2_from_bits((i + 1)::smallint)) AS high
	  FROM generate_series(0, 31742) AS i),
middles AS (SELECT i, ((low::float8 + high::float8) / 2)::float4 AS m FROM halves),
around AS (
	SELECT i * 3 + k AS i, (m::float8 * (1 + (k - 1) * 6e-8::float8))::float4 AS v
	  FROM middles, generate_series(0, 2) AS k)
SELECT md5(array_send(float2_bits(array_f32_to_f16(array_agg(v ORDER BY i))))) AS above,
       md5(array_send(float2_bits(array_f32_to_f16(array_agg(-v ORDER BY i))))) AS below,
       count(*)
  FROM around;

SELECT array_f32_to_f16('{0,-0,1,-1,65504,65519.99,65520,-65520,1e38,5.9604645e-8,2.9802322e-8,2.98023242e-8,-1e-30,NaN,Infinity,-Infinity}');
SELECT array_f16_to_f32('{0,-0,0.1,65504,-65504,6e-8,NaN,Infinity,-Infinity}');
SELECT array_f32_to_f16('{}'), array_ndims(array_f32_to_f16('{}')), array_f16_to_f32('{}'), array_ndims(array_f16_to_f32('{}'));
SELECT array_f32_to_f16('[0:2]={1,2,3}'), array_f16_to_f32('[-1:0]={1,2}');
SELECT array_f32_to_f16(NULL), array_f16_to_f32(NULL);

-- all functions of two vectors, in the four mixes
SELECT l2_distance(h, i), l2_distance(h, g), l2_distance(f, i), l2_distance(f, g)
  FROM (VALUES ('{1,2,3}'::float2[], '{1,4,3}'::float2[], '{1,2,3}'::float4[], '{4,2,7}'::float4[])) AS v (h, i, f, g);
SELECT l2_squared_distance(h, i), l2_squared_distance(h, g), l2_squared_distance(f, i), l2_squared_distance(f, g)
  FROM (VALUES ('{1,2,3}'::float2[], '{1,4,3}'::float2[], '{1,2,3}'::float4[], '{4,2,7}'::float4[])) AS v (h, i, f, g);
SELECT inner_product(h, i), inner_product(h, g), inner_product(f, i), inner_product(f, g)
  FROM (VALUES ('{1,2,3}'::float2[], '{1,4,3}'::float2[], '{1,2,3}'::float4[], '{4,2,7}'::float4[])) AS v (h, i, f, g);
SELECT cosine_distance(h, i), cosine_distance(h, g), cosine_distance(f, i), cosine_distance(f, g)
  FROM (VALUES ('{3,0}'::float2[], '{0,4}'::float2[], '{3,4}'::float4[], '{-6,0}'::float4[])) AS v (h, i, f, g);
SELECT cosine_distance('{1,1}'::float2[], '{2,2}'::float2[]), cosine_distance('{0,0}'::float2[], '{2,2}'::float4[]);
SELECT l2_distance('{}'::float2[], '{}'::float2[]), inner_product('{}'::float4[], '{}'::float2[]);
SELECT l2_distance(NULL::float2[], '{1}'::float2[]), inner_product('{1}'::float4[], NULL::float2[]);
SELECT l2_distance('{NaN,1}'::float2[], '{1,1}'::float2[]), inner_product('{Infinity}'::float2[], '{1}'::float4[]),
       l2_squared_distance('{65504}'::float2[], '{-65504}'::float2[]);
SELECT l2_distance('[5:6]={1,2}'::float2[], '{1,2}'::float2[]);

-- long ones: as close as sums in float4 are
SELECT setseed(0.25);
SELECT round(l2_distance(a, b)::numeric, 2), round(inner_product(a, b)::numeric, 0), round(cosine_distance(a, b)::numeric, 5)
  FROM (SELECT gen_rand_f2_arr(10, 1537) AS a, gen_rand_f2_arr(10, 1537) AS b) AS v;

-- normalizing
SELECT l2_normalize('{3,4}'::float2[]), l2_normalize('{0,-0}'::float2[]), l2_normalize('{}'::float2[]),
       l2_normalize('[0:1]={-6e-8,0}'::float2[]), l2_normalize('{65504,65504}'::float2[]), l2_normalize('{NaN,1}'::float2[]),
       l2_normalize('{Infinity,1}'::float2[]), l2_normalize(NULL::float2[]);

-- random vectors, repeatable
SELECT setseed(0.5);
SELECT gen_rand_f2_arr(1, 5), gen_rand_f2_arr(65504, 3);
SELECT gen_rand_f2_arr(65503, 2), gen_rand_f2_arr(NULL, 3), gen_rand_f2_arr(3, NULL);
SELECT setseed(0.5);
SELECT md5(array_send(float2_bits(gen_rand_f2_arr(3, 16000))));

-- arguments from a table, compressed and out of line too
CREATE TEMP TABLE stored (id int, h float2[], f float4[]);
INSERT INTO stored SELECT n, array_fill((n % 7)::float4, ARRAY[n])::float2[], array_fill((n % 5)::float4, ARRAY[n])
  FROM unnest(ARRAY[1, 2, 1000, 16000]) AS n;
SELECT id, l2_distance(h, f), inner_product(f, h), array_f16_to_f32(h) = h::float4[] AS same FROM stored ORDER BY id;

-- what is no vector, or no pair of vectors
SELECT l2_distance('{1,2,3}'::float2[], '{1,2}'::float2[]);
\echo :LAST_ERROR_SQLSTATE
SELECT inner_product('{1,2,3}'::float4[], '{}'::float2[]);
\echo :LAST_ERROR_SQLSTATE
SELECT l2_squared_distance('{1,NULL,3}'::float2[], '{1,2,3}'::float4[]);
\echo :LAST_ERROR_SQLSTATE
SELECT cosine_distance('{1,2,3}'::float4[], '{1,2,NULL}'::float4[]);
\echo :LAST_ERROR_SQLSTATE
SELECT l2_distance('{{1,2},{3,4}}'::float2[], '{1,2,3,4}'::float2[]);
\echo :LAST_ERROR_SQLSTATE
SELECT l2_distance('{1,2,3,4}'::float4[], '{{{1,2},{3,4}}}'::float4[]);
\echo :LAST_ERROR_SQLSTATE
SELECT array_f32_to_f16('{NULL}');
\echo :LAST_ERROR_SQLSTATE
SELECT array_f32_to_f16('{{1},{2}}');
\echo :LAST_ERROR_SQLSTATE
SELECT array_f16_to_f32('{1,NULL}');
\echo :LAST_ERROR_SQLSTATE
SELECT array_f16_to_f32('{{1,NULL}}');
\echo :LAST_ERROR_SQLSTATE
SELECT l2_normalize('{1,2,NULL}'::float2[]);
\echo :LAST_ERROR_SQLSTATE
SELECT l2_normalize('{{1,2}}'::float2[]);
\echo :LAST_ERROR_SQLSTATE
SELECT gen_rand_f2_arr(0, 3);
\echo :LAST_ERROR_SQLSTATE
SELECT gen_rand_f2_arr(65505, 0);
\echo :LAST_ERROR_SQLSTATE
SELECT gen_rand_f2_arr(1, 0);
\echo :LAST_ERROR_SQLSTATE
SELECT gen_rand_f2_arr(1, 16001);
\echo :LAST_ERROR_SQLSTATE

-- an array that could have a NULL but has none
SELECT l2_distance(array_remove('{1,NULL,3}'::float2[], NULL), '{1,3}'::float4[]), array_f16_to_f32(array_replace('{1,NULL}'::float2[], NULL, 2::float2));

-- the session goes on after errors
SELECT l2_distance('{0,0}'::float2[], '{3,4}'::float2[]);
