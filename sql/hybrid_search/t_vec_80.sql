-- t_vec_80.sql - a table of picture features with four further attributes: 80 elements in float4[], as face and picture
-- recognition had them. The features are the first 80 elements of real descriptors, which float2 load makes.
--
-- Variables, each with its default:
--   source   photos    the table to take from, with the columns id, photo and vector (float2[], at least 80 elements)
--   rows     1000000   number of rows; more than the source has: its rows again, with noise
--   noise    8         copies differ by up to so much in each element, uniformly; the descriptors' elements are 0 to 255
--   m, ef_construction 16, 64: of the graph; m=0 makes no graph
--
-- psql -v rows=300000 -f t_vec_80.sql

\set ON_ERROR_STOP on
\if :{?source} \else \set source photos \endif
\if :{?rows} \else \set rows 1000000 \endif
\if :{?noise} \else \set noise 8 \endif
\if :{?m} \else \set m 16 \endif
\if :{?ef_construction} \else \set ef_construction 64 \endif

CREATE SCHEMA IF NOT EXISTS hybrid_search;
COMMENT ON SCHEMA hybrid_search IS 'filters and similarity in one statement';

DROP TABLE IF EXISTS hybrid_search.t_vec_80;
CREATE TABLE hybrid_search.t_vec_80 (
	id serial,
	c1 int NOT NULL,
	c2 int NOT NULL,
	c3 text NOT NULL,
	c4 timestamp NOT NULL,
	vec float4[] NOT NULL
);
COMMENT ON TABLE hybrid_search.t_vec_80 IS 'features of pictures with further attributes';
COMMENT ON COLUMN hybrid_search.t_vec_80.id IS 'row number, from 1';
COMMENT ON COLUMN hybrid_search.t_vec_80.c1 IS '0 to 99, small values more often: half of the rows are below 25';
COMMENT ON COLUMN hybrid_search.t_vec_80.c2 IS '0 to 99999, evenly';
COMMENT ON COLUMN hybrid_search.t_vec_80.c3 IS 'MD5 of the picture''s name: some ten thousand rows each';
COMMENT ON COLUMN hybrid_search.t_vec_80.c4 IS 'time of the row, one row a minute from the beginning of 2020';
COMMENT ON COLUMN hybrid_search.t_vec_80.vec IS 'feature of 80 elements';
SELECT float2_set_storage('hybrid_search.t_vec_80', 'vec', 80);

SELECT setseed(0.5) \g /dev/null
INSERT INTO hybrid_search.t_vec_80 (id, c1, c2, c3, c4, vec)
WITH numbered AS MATERIALIZED (
	SELECT row_number() OVER (ORDER BY id) - 1 AS number, count(*) OVER () AS size_of_source,
		   md5(photo) AS picture, subvector(vector, 1, 80) AS feature
	  FROM :source
), drawn AS (
	SELECT (copy * size_of_source + number + 1)::int AS id, picture,
		   (hashint8extended(copy * size_of_source + number, 80) & 2147483647) / 2147483648.0 AS chance,
		   CASE WHEN copy = 0 THEN feature
				ELSE feature + gen_rand_f2_arr((2 * :noise)::int, 80) + array_fill((-:noise)::float4, '{80}')::float2[]
		   END::float4[] AS vec
	  FROM generate_series(0, (:rows - 1) / (SELECT count(*) FROM :source)) AS copy, numbered
	 WHERE copy * size_of_source + number < :rows
)
SELECT id, floor(100 * chance * chance), (hashint4extended(id, 2) & 2147483647) % 100000, picture,
	   timestamp '2020-01-01' + id * interval '1 minute', vec
  FROM drawn
 ORDER BY id;
SELECT setval('hybrid_search.t_vec_80_id_seq', :rows) \g /dev/null

ALTER TABLE hybrid_search.t_vec_80 ADD PRIMARY KEY (id);
CREATE INDEX t_vec_80_c1_c2_idx ON hybrid_search.t_vec_80 (c1, c2);
COMMENT ON INDEX hybrid_search.t_vec_80_c1_c2_idx IS 'finds the rows of both attributes';
CREATE INDEX t_vec_80_c2_idx ON hybrid_search.t_vec_80 (c2);
COMMENT ON INDEX hybrid_search.t_vec_80_c2_idx IS 'finds the rows of a range of c2';
CREATE INDEX t_vec_80_c3_idx ON hybrid_search.t_vec_80 (c3);
COMMENT ON INDEX hybrid_search.t_vec_80_c3_idx IS 'finds the rows of a picture';
CREATE INDEX t_vec_80_c4_idx ON hybrid_search.t_vec_80 (c4);
COMMENT ON INDEX hybrid_search.t_vec_80_c4_idx IS 'finds the rows of a time';
SELECT :m > 0 AS graph \gset
\if :graph
	CREATE INDEX t_vec_80_vec_idx ON hybrid_search.t_vec_80
		USING ann (vec) WITH (dim = 80, m = :m, ef_construction = :ef_construction);
	COMMENT ON INDEX hybrid_search.t_vec_80_vec_idx IS 'graph of all features, by Euclidean distance';
\endif
VACUUM ANALYZE hybrid_search.t_vec_80;
