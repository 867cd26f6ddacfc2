-- side by side with pgvector: casts, the same results where both define one

SELECT '{1,2,3}'::float2[]::vector, '{1.3,2,3}'::float2[]::halfvec, '{1,2,3}'::float2[]::vector(3), '{1,2,3}'::float2[]::halfvec(3);
SELECT '[1.3,2,3]'::vector::float2[], '[1.3,2,3]'::halfvec::float2[], '[70000,1]'::vector::float2[];
CREATE TABLE both_sides (half float2[], v vector(3), h halfvec(3));
INSERT INTO both_sides SELECT x, x, x FROM (SELECT '{1.3,2.4,5.6}'::float2[] AS x) AS s;
INSERT INTO both_sides SELECT v, half, half FROM both_sides;
SELECT * FROM both_sides;
DROP TABLE both_sides;

-- what pgvector refuses is refused on the way
SELECT '{1,2,3}'::float2[]::vector(4);
SELECT '{}'::float2[]::vector;
SELECT '{1,NaN}'::float2[]::halfvec;
SELECT '{1,-Infinity}'::float2[]::vector;
SELECT '{1,NULL}'::float2[]::vector;
SELECT '{{1}}'::float2[]::halfvec;

-- the same halves for the same float4
SELECT setseed(0.4);
CREATE TABLE numbers AS
SELECT i, array_agg(((random() - 0.5) * 2 ^ (i % 40 - 24))::float4) AS v
  FROM generate_series(1, 2000) AS i, generate_series(1, 64) AS j GROUP BY i;
SELECT count(*) AS compared, count(*) FILTER (WHERE v::float2[] = v::halfvec::float2[]) AS same FROM numbers;
SELECT count(*) FILTER (WHERE v::float2[]::float4[] = v::halfvec::float4[]) AS same_back FROM numbers;

-- the same distances, within float4's rounding
SELECT a.i, name, ours, theirs
  FROM numbers AS a JOIN numbers AS b ON b.i = a.i + 40,
       LATERAL (SELECT a.v::float2[] AS x, b.v::float2[] AS y) AS ours_v,
       LATERAL (SELECT x::halfvec AS hx, y::halfvec AS hy) AS theirs_v,
       LATERAL (VALUES ('l2', x <-> y, hx <-> hy),
                       ('ip', x <#> y, hx <#> hy),
                       ('cosine', x <=> y, hx <=> hy),
                       ('l1', x <+> y, hx <+> hy),
                       ('norm', l2_norm(x), l2_norm(hx))) AS d (name, ours, theirs)
 WHERE abs(ours - theirs) > 1e-4 * greatest(abs(ours), 1e-3)
   AND NOT (ours = 'NaN' AND theirs = 'NaN')
 LIMIT 5;

-- the same vectors from the functions of the same name
SELECT a.i
  FROM numbers AS a JOIN numbers AS b ON b.i = a.i + 40,
       LATERAL (SELECT a.v::float2[] AS x, b.v::float2[] AS y) AS ours_v,
       LATERAL (SELECT x::halfvec AS hx, y::halfvec AS hy) AS theirs_v
 WHERE (a.i % 40) BETWEEN 15 AND 30
   AND (x + y <> (hx + hy)::float2[] OR x - y <> (hx - hy)::float2[]
        OR subvector(x, 3, 5) <> subvector(hx, 3, 5)::float2[]
        OR vector_concat(x, y) <> (hx || hy)::float2[]
        OR binary_quantize(x) <> binary_quantize(hx)
        OR vector_dims(x) <> vector_dims(hx))
 LIMIT 5;

-- pgvector's own statements mean what they meant
SELECT '[1,2,3]'::vector <-> '[1,2,4]' AS vector, '[1,2,3]'::halfvec <-> '[1,2,4]' AS halfvec,
       l2_distance('[1,2,3]'::vector, '[1,2,4]'), inner_product('[1,2,3]'::halfvec, '[1,2,4]'), pg_typeof('[1,2]'::vector + '[1,2]');
DROP TABLE numbers;
