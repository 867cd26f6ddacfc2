-- distances

SELECT l2_distance(a, b), a <-> b AS operator
  FROM (VALUES ('{1,2,3}'::float2[], '{4,6,3}'::float2[])) AS s (a, b);

-- every mix gives the same for the same values
SELECT l2_distance(a, b), l2_distance(a, b::float4[]), l2_distance(a::float4[], b), l2_distance(a::float4[], b::float4[]),
       a <-> b, a <-> b::float4[], a::float4[] <-> b, a::float4[] <-> b::float4[]
  FROM (VALUES ('{0.5,-1.5,100,0}'::float2[], '{1,2,-3,0.25}'::float2[])) AS s (a, b);

-- a literal takes the other side's type
SELECT '{1,2}'::float2[] <-> '{1,5}' AS half, '{1,2}'::float4[] <-> '{1,5}' AS single;

-- against plain arithmetic, lengths around every vector width
SELECT setseed(0.25);
SELECT dim, measured, plain
  FROM unnest(ARRAY[1,2,3,7,8,9,15,16,17,31,32,33,63,64,65,100,127,128,129,960,1024,1536,2048]) AS dim,
       LATERAL (SELECT gen_rand_f2_arr(10, dim) AS a, gen_rand_f2_arr(10, dim) AS b) AS s,
       LATERAL (SELECT a <-> b AS measured,
                       (SELECT sqrt(sum((x::float8 - y::float8) ^ 2)) FROM unnest(a, b) AS u (x, y)) AS plain) AS t
 WHERE abs(measured - plain) > 1e-6 * sqrt(dim) * plain;

-- NULL gives NULL; no elements are no distance apart; NaN and Infinity show
SELECT l2_distance(NULL::float2[], '{1}'::float2[]), l2_distance('{}'::float2[], '{}'::float2[]);
SELECT '{1,NaN}'::float2[] <-> '{1,2}' AS nan, '{1,Infinity}'::float2[] <-> '{1,2}' AS infinity;

-- neither half nor single precision overflows on the way: 65504 is a half, its square is not
SELECT '{65504}'::float2[] <-> '{-65504}'::float2[] AS far;
-- the angle does not depend on the length, though squares leave the range of float4
SELECT round((cosine_distance(array_fill(x::float4, ARRAY[2]), '{1,0}'::float4[]))::numeric, 6) AS long_or_short,
       round((cosine_distance(array_fill(x::float4, ARRAY[2]), '{3,0}'::smallint[]))::numeric, 6) AS whole,
       cosine_similarity(array_fill(x::float4, ARRAY[2]), '{0,0}'::float2[]) AS without_direction
  FROM unnest(ARRAY[3e38, 1e30, 1, 1e-25, 1e-40]) AS x;

-- invalid
SELECT l2_distance('{1,2,3}'::float2[], '{1,2}'::float2[]);
SELECT '{1,2,3}'::float2[] <-> '{1,2,3,4}'::float4[];
SELECT '{1,2,3}'::float4[] <-> '{}'::float4[];
SELECT '{1,NULL}'::float2[] <-> '{1,2}';
SELECT '{1,2}'::float2[] <-> '{{1,2}}'::float2[];

-- vectors that are stored out of line, compressed, or with a short header
CREATE TABLE stored (id int, v float2[]);
INSERT INTO stored SELECT 1, array_agg(0) FROM generate_series(1, 8000);
ALTER TABLE stored ALTER v SET STORAGE EXTERNAL;
INSERT INTO stored SELECT 2, array_agg(3) FROM generate_series(1, 8000);
INSERT INTO stored VALUES (3, '{3,4}'), (4, '{0,0}');
SELECT a.id, b.id, a.v <-> b.v AS distance FROM stored AS a, stored AS b
 WHERE a.id < b.id AND array_length(a.v, 1) = array_length(b.v, 1) ORDER BY a.id;
DROP TABLE stored;

-- the kernel: what is in use is among what the machine offers, and a cap is obeyed
SELECT instruction_set = available[array_upper(available, 1)] AS best, available[1] AS first, cap FROM float2_kernel_info();
SET float2.kernel_cap = serial;
SELECT instruction_set, cap FROM float2_kernel_info();
SELECT '{1,2,3}'::float2[] <-> '{4,6,3}'::float2[] AS serial;
SET float2.kernel_cap = sse9;
RESET float2.kernel_cap;
SELECT cap FROM float2_kernel_info();
