-- vectors: float2[] columns, conversions, what is no vector

-- the same number however it is written
SELECT ARRAY[1.3,2.4,5.6]::float2[] AS numbers, ARRAY[1.3,2.4,5.6]::real[]::float2[] AS reals,
       ARRAY[1.3,2.4,5.6]::float8[]::float2[] AS doubles, '{1.3,2.4,5.6}'::float2[] AS text;
CREATE TABLE vectors (id int, v float2[]);
INSERT INTO vectors VALUES (1, ARRAY[1.3,2.4,5.6]);
INSERT INTO vectors VALUES (2, ARRAY[1.3,2.4,5.6]::float2[]);
INSERT INTO vectors VALUES (3, ARRAY[1.3,2.4,5.6]::real[]);
INSERT INTO vectors VALUES (4, ARRAY[1.3,2.4,5.6]::float4[]);
INSERT INTO vectors VALUES (5, ARRAY[1.3,2.4,5.6]::float8[]);
INSERT INTO vectors VALUES (6, ARRAY[1,2,3]);
INSERT INTO vectors VALUES (7, '{1.3,2.4,5.6}');
INSERT INTO vectors VALUES (8, '{}');
INSERT INTO vectors VALUES (9, NULL);
SELECT * FROM vectors ORDER BY id;

-- and back on assignment
CREATE TABLE reals (v float4[]);
INSERT INTO reals SELECT v FROM vectors WHERE id = 1;
SELECT * FROM reals;
DROP TABLE reals, vectors;

-- conversions
SELECT array_f32_to_f16(ARRAY[1.3,2.4,5.6]::float4[]), array_f16_to_f32(ARRAY[1.3,2.4,5.6]::float2[]);
SELECT pg_typeof(array_f32_to_f16('{1}')), pg_typeof(array_f16_to_f32('{1}'));
SELECT array_f32_to_f16('{}'), array_f16_to_f32('{}'), array_f32_to_f16(NULL), array_f16_to_f32(NULL);
SELECT array_f32_to_f16('{65519.99,65520,-1e10,NaN,Infinity,1e-10,-0}');

-- a lower bound stays
SELECT array_f32_to_f16('[0:2]={1,2,3}'), array_f16_to_f32('[5:6]={1,2}');

-- every length from 0 to 100 comes back, element for element
SELECT n
  FROM generate_series(0, 100) AS n,
       LATERAL (SELECT array_agg((i * 7 % 256)::float4 ORDER BY i) AS v FROM generate_series(1, n) AS i) AS s
 WHERE array_f16_to_f32(array_f32_to_f16(v)) IS DISTINCT FROM v;

-- arrays convert as their elements do, from every source
SELECT n
  FROM generate_series(0, 31743) AS n,
       LATERAL (SELECT float2_from_bits(n::smallint)::float8 AS x) AS s
 WHERE float2_bits(ARRAY[x]::float2[]) <> ARRAY[n::smallint]
    OR float2_bits(ARRAY[x::float4]::float2[]) <> ARRAY[n::smallint]
    OR float2_bits(ARRAY[x::text::numeric]::float2[]) <> ARRAY[n::smallint];
SELECT float2_bits(ARRAY[1 + 2::float8 ^ -11 + 2::float8 ^ -40]::float2[]) AS from_float8,
       float2_bits('{1.000488281250000000000000000000000001}'::numeric[]::float2[]) AS from_numeric;

-- bits: the same array with another name for its elements
SELECT float2_bits('{1,-2,NaN,Infinity}'::float2[]), float2_from_bits('{15360,-16384,31744}'::smallint[]);
SELECT pg_typeof(float2_bits('{1}'::float2[])), pg_typeof(float2_from_bits('{1}'::smallint[]));

-- no vector: NULL elements, more than one dimension
SELECT array_f32_to_f16('{1,NULL,3}');
SELECT array_f16_to_f32('{1,2,NULL}');
SELECT array_f32_to_f16('{{1,2},{3,4}}');
SELECT array_f16_to_f32('{{{1}}}');
SELECT ARRAY[1,NULL]::float8[]::float2[];
SELECT '{1,NULL}'::numeric[]::float2[];
SELECT '{{1},{2}}'::integer[]::float2[];

-- an array that had a NULL once and has none now is a vector
SELECT array_f32_to_f16(array_remove('{1,NULL,3}'::float4[], NULL));

-- random vectors: repeatable, in range, and inside the limits
SELECT setseed(0.5);
CREATE TABLE first_time AS SELECT gen_rand_f2_arr(1, 4) AS v FROM generate_series(1, 3);
SELECT setseed(0.5);
SELECT count(*) FROM first_time AS f, gen_rand_f2_arr(1, 4) AS g WHERE f.v::text = g::text;
DROP TABLE first_time;
SELECT count(*) AS values, min(x) >= 0 AS from_zero, max(x) < 3 AS below_max, max(x) > 2.9 AS near_max
  FROM (SELECT unnest(gen_rand_f2_arr(3, 16000))::float8 AS x) AS s;
SELECT array_length(gen_rand_f2_arr(65504, 1), 1);
SELECT gen_rand_f2_arr(0, 3);
SELECT gen_rand_f2_arr(65505, 3);
SELECT gen_rand_f2_arr(1, 0);
SELECT gen_rand_f2_arr(1, 16001);
SELECT gen_rand_f2_arr(1, -1);
