-- t_vec_80_queries.sql - similarity joined with filters on the other attributes, from one row in 10,000 to all rows. Each
-- query shows the plan that was taken, with its time, and the rows.
--
-- Variables, each with its default:
--   k      10   rows to find
--   like   1    the row whose feature is searched with
--
-- psql -v like=4711 -f t_vec_80_queries.sql

\set ON_ERROR_STOP on
\if :{?k} \else \set k 10 \endif
\if :{?like} \else \set like 1 \endif
SELECT vec, c1, c2, c3, c4 FROM hybrid_search.t_vec_80 WHERE id = :like \gset

\set filter 'true'
\ir t_vec_80_query.sql
\set filter 'c1 < 25'
\ir t_vec_80_query.sql
\set filter 'c2 < 10000'
\ir t_vec_80_query.sql
\set filter 'c2 < 1000'
\ir t_vec_80_query.sql
\set filter 'c2 < 100'
\ir t_vec_80_query.sql
\set filter 'c2 < 10'
\ir t_vec_80_query.sql
\set filter 'c1 < 25 AND c2 < 10000'
\ir t_vec_80_query.sql
\set filter 'c3 = ' :'c3' ' AND c1 < 50'
\ir t_vec_80_query.sql
\set filter 'c4 >= ' :'c4' '::timestamp AND c4 < ' :'c4' '::timestamp + interval ''1 day'''
\ir t_vec_80_query.sql
