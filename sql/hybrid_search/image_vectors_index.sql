-- image_vectors_index.sql - indexes of hybrid_search.image_vectors: btree for the metadata, a graph for the vectors.
--
-- Variables, each with its default:
--   m                16    connections of a node; 64 is for the highest recall, at twice the size
--   ef_construction  64    candidates while building, at least 2 * m; 300 with m = 64
--
-- psql -v m=64 -v ef_construction=300 -f image_vectors_index.sql

\set ON_ERROR_STOP on
\if :{?m} \else \set m 16 \endif
\if :{?ef_construction} \else \set ef_construction 64 \endif

DROP INDEX IF EXISTS hybrid_search.image_vectors_label_idx, hybrid_search.image_vectors_case_id_idx,
	hybrid_search.image_vectors_sensor_distance_idx, hybrid_search.image_vectors_vector_idx;

CREATE INDEX image_vectors_label_idx ON hybrid_search.image_vectors (label);
COMMENT ON INDEX hybrid_search.image_vectors_label_idx IS 'finds the rows of a label, to be sorted by distance';
CREATE INDEX image_vectors_case_id_idx ON hybrid_search.image_vectors (case_id);
COMMENT ON INDEX hybrid_search.image_vectors_case_id_idx IS 'finds the rows of a recording';
CREATE INDEX image_vectors_sensor_distance_idx ON hybrid_search.image_vectors (sensor, distance);
COMMENT ON INDEX hybrid_search.image_vectors_sensor_distance_idx IS 'finds what a sensor saw within a distance';

CREATE INDEX image_vectors_vector_idx ON hybrid_search.image_vectors
	USING ann (vector float2_cosine_ops) WITH (dim = 128, m = :m, ef_construction = :ef_construction);
COMMENT ON INDEX hybrid_search.image_vectors_vector_idx IS 'graph of all vectors, by cosine distance';

SELECT c.relname AS index, pg_size_pretty(pg_relation_size(c.oid)) AS size, a.amname AS method
  FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_am AS a ON a.oid = c.relam
 WHERE i.indrelid = 'hybrid_search.image_vectors'::regclass ORDER BY c.relname;
