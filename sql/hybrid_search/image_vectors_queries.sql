-- image_vectors_queries.sql - the five searches of a fleet's picture base, each in one statement: four for rare things with
-- conditions, and one over nearly everything. The picture to search with is a detail of the thing searched for.
--
-- Variables, each with its default:
--   k   10   rows to find
--
-- psql -f image_vectors_queries.sql

\set ON_ERROR_STOP on
\if :{?k} \else \set k 10 \endif

\echo Construction signs, close up, in front
SELECT vector FROM hybrid_search.image_vectors WHERE label = 'Construction Sign' ORDER BY meta_id LIMIT 1 \gset
SELECT meta_id, sensor, distance, case_id, label, vector <=> :'vector' AS cosine_distance
  FROM hybrid_search.image_vectors
 WHERE label = 'Construction Sign' AND sensor = 'FrontWide' AND distance < 100
 ORDER BY vector <=> :'vector' LIMIT :k;

\echo Forklifts
SELECT vector FROM hybrid_search.image_vectors WHERE label = 'Forklift' ORDER BY meta_id LIMIT 1 \gset
SELECT meta_id, sensor, distance, case_id, label, vector <=> :'vector' AS cosine_distance
  FROM hybrid_search.image_vectors
 WHERE label = 'Forklift'
 ORDER BY vector <=> :'vector' LIMIT :k;

\echo Minicars within 150 metres
SELECT vector FROM hybrid_search.image_vectors WHERE label = 'Minicar' ORDER BY meta_id LIMIT 1 \gset
SELECT meta_id, sensor, distance, case_id, label, vector <=> :'vector' AS cosine_distance
  FROM hybrid_search.image_vectors
 WHERE label = 'Minicar' AND distance < 150
 ORDER BY vector <=> :'vector' LIMIT :k;

\echo Trailers in the recording where one is
SELECT vector, case_id FROM hybrid_search.image_vectors WHERE label = 'Trailer' ORDER BY meta_id LIMIT 1 \gset
SELECT meta_id, sensor, distance, case_id, label, vector <=> :'vector' AS cosine_distance
  FROM hybrid_search.image_vectors
 WHERE case_id = :case_id AND label = 'Trailer'
 ORDER BY vector <=> :'vector' LIMIT :k;

\echo Whatever looks like a bike, by any sensor
SELECT vector FROM hybrid_search.image_vectors WHERE label = 'Bike' ORDER BY meta_id LIMIT 1 \gset
SELECT meta_id, sensor, distance, case_id, label, vector <=> :'vector' AS cosine_distance
  FROM hybrid_search.image_vectors
 WHERE distance < 250
 ORDER BY vector <=> :'vector' LIMIT :k;
