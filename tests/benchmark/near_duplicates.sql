-- For each kind and distance: pairs found, precision, recall of all pairs, and of those whose proportions differ by less than a tenth.
DROP TABLE IF EXISTS pair;
CREATE TABLE pair AS
SELECT DISTINCT a.key AS a, b.key AS b, abs(ln(a.width::float8 / a.height * b.height / b.width)) < 0.1 AS alike
  FROM photograph AS a JOIN photograph AS b USING (photo) WHERE a.key < b.key;

WITH found AS MATERIALIZED (
	SELECT kind, a.key AS a, n.key AS b, n.distance
	  FROM unnest('{phash, dhash, ahash}'::text[]) AS kind, image_library.asset AS a,
	       image_library.near(CASE kind WHEN 'phash' THEN phash WHEN 'dhash' THEN dhash ELSE ahash END, 20, kind) AS n
	 WHERE a.key < n.key)
SELECT kind, d, count(f.a), count(p.a)::float8 / nullif(count(f.a), 0), count(p.a)::float8 / (SELECT count(*) FROM pair),
       count(p.a) FILTER (WHERE alike)::float8 / (SELECT count(*) FROM pair WHERE alike)
  FROM unnest('{phash, dhash, ahash}'::text[]) WITH ORDINALITY AS k (kind, place) CROSS JOIN generate_series(0, 20, 2) AS d
  LEFT JOIN found AS f USING (kind) LEFT JOIN pair AS p ON p.a = f.a AND p.b = f.b
 WHERE f.distance <= d
 GROUP BY kind, place, d ORDER BY place, d;
