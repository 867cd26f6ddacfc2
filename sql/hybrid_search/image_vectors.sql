-- image_vectors.sql - a table of picture details with their metadata, as a camera fleet collects them: sensor, distance,
-- case, label and vector. It is made from a table of real descriptors, which float2 load makes.
--
-- Variables, each with its default:
--   source   photos   the table to take from, with the columns id, photo, x, y, size and vector (float2[])
--   rows     300000   number of rows; more than the source has: its rows again, with noise
--   noise    8        copies differ by up to so much in each element, uniformly; the descriptors' elements are 0 to 255
--
-- psql -v rows=1000000 -f image_vectors.sql

\set ON_ERROR_STOP on
\if :{?source} \else \set source photos \endif
\if :{?rows} \else \set rows 300000 \endif
\if :{?noise} \else \set noise 8 \endif

CREATE SCHEMA IF NOT EXISTS hybrid_search;
COMMENT ON SCHEMA hybrid_search IS 'filters and similarity in one statement';

-- How often each label is given, in ten thousandths; half of all rows are cars, one row in 10,000 is a forklift.
DROP TABLE IF EXISTS hybrid_search.label_frequency;
CREATE TABLE hybrid_search.label_frequency (
	label text PRIMARY KEY,
	per_10000 int NOT NULL CHECK (per_10000 > 0)
);
COMMENT ON TABLE hybrid_search.label_frequency IS 'how often image_vectors has each label';
COMMENT ON COLUMN hybrid_search.label_frequency.per_10000 IS 'rows with the label among 10,000';
INSERT INTO hybrid_search.label_frequency VALUES
	('Car', 5000), ('Pedestrian', 2200), ('Truck', 1200), ('Bike', 1000), ('Traffic Light', 360), ('Bus', 129),
	('Construction Sign', 80), ('Trailer', 20), ('Minicar', 10), ('Forklift', 1);

DROP TABLE IF EXISTS hybrid_search.image_vectors;
CREATE TABLE hybrid_search.image_vectors (
	meta_id bigint NOT NULL,
	sensor text NOT NULL,
	distance real NOT NULL,
	case_id bigint NOT NULL,
	label text NOT NULL,
	vector float2[] NOT NULL
);
COMMENT ON TABLE hybrid_search.image_vectors IS 'details of pictures: what a sensor saw, where, and the descriptor';
COMMENT ON COLUMN hybrid_search.image_vectors.meta_id IS 'row number, from 1';
COMMENT ON COLUMN hybrid_search.image_vectors.sensor IS 'camera; follows the picture';
COMMENT ON COLUMN hybrid_search.image_vectors.distance IS 'metres from the camera; large details are near';
COMMENT ON COLUMN hybrid_search.image_vectors.case_id IS 'recording: a strip of a picture';
COMMENT ON COLUMN hybrid_search.image_vectors.label IS 'what is seen; frequencies as in label_frequency';
COMMENT ON COLUMN hybrid_search.image_vectors.vector IS 'descriptor of 128 elements';
SELECT float2_set_storage('hybrid_search.image_vectors', 'vector', 128);

-- The metadata come from the picture, so that they go together with the vectors, and from the row number, so that they
-- do not follow from them: three rows in four have the rank of their place in the picture, the fourth any rank. The rank
-- then says the label, which makes the frequencies exact.
SELECT setseed(0.5) \g /dev/null
INSERT INTO hybrid_search.image_vectors
WITH numbered AS MATERIALIZED (
	SELECT row_number() OVER (ORDER BY id) - 1 AS number, count(*) OVER () AS size_of_source,
		   photo, x, y, size, vector
	  FROM :source
), drawn AS (
	SELECT copy * size_of_source + number + 1 AS meta_id, photo, floor(x / 16) AS strip, size,
		   CASE WHEN (copy * size_of_source + number) % 4 < 3
				THEN hashtextextended(photo || floor(x / 64) || ' ' || floor(y / 64), 7)
				ELSE hashint8extended(copy * size_of_source + number, 7) END AS place,
		   CASE WHEN copy = 0 THEN vector
				ELSE vector + gen_rand_f2_arr((2 * :noise)::int, 128) + array_fill((-:noise)::float4, '{128}')::float2[]
		   END AS vector
	  FROM generate_series(0, (:rows - 1) / (SELECT count(*) FROM :source)) AS copy, numbered
	 WHERE copy * size_of_source + number < :rows
), ranked AS (
	SELECT *, (row_number() OVER (ORDER BY place, meta_id) - 1) * 10000.0 / :rows AS rank FROM drawn
), ranges AS (
	SELECT label, sum(per_10000) OVER w - per_10000 AS low, sum(per_10000) OVER w AS high
	  FROM hybrid_search.label_frequency WINDOW w AS (ORDER BY per_10000, label)
)
SELECT meta_id,
	   (ARRAY['FrontWide', 'FrontWide', 'FrontWide', 'FrontWide', 'FrontNarrow', 'FrontNarrow', 'Rear', 'Rear', 'Left', 'Right'])
		   [1 + abs(hashtext(photo) % 10)],
	   least(400 / size, 250),
	   abs(hashtextextended(photo || ' ' || strip, 0) % 1000000000),
	   label, vector
  FROM ranked JOIN ranges ON rank >= low AND rank < high
 ORDER BY meta_id;

ALTER TABLE hybrid_search.image_vectors ADD PRIMARY KEY (meta_id);
VACUUM ANALYZE hybrid_search.image_vectors;

SELECT label, count(*) AS rows, round(100.0 * count(*) / sum(count(*)) OVER (), 3) AS percent
  FROM hybrid_search.image_vectors GROUP BY label ORDER BY rows DESC;
