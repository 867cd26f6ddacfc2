-- t_vec_80_query.sql - one query with :filter, for t_vec_80_queries.sql.

\echo
\echo :filter
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF)
SELECT id FROM hybrid_search.t_vec_80 WHERE :filter ORDER BY vec <-> :'vec' LIMIT :k;
SELECT id, c1, c2, c4, vec <-> :'vec' AS distance
  FROM hybrid_search.t_vec_80 WHERE :filter ORDER BY vec <-> :'vec' LIMIT :k;
