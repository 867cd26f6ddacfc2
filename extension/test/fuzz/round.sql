-- One round, the same for the same seed: new values, calls, the life of one index.
\set ECHO errors
\set VERBOSITY verbose
\set ON_ERROR_STOP off
SET statement_timeout = :timeout;
SELECT fuzz.begin_round(:seed);
CREATE TEMPORARY TABLE todo (i serial, statement text);
INSERT INTO todo (statement) SELECT fuzz.statements(:statements, :'copy_file');
INSERT INTO todo (statement) SELECT fuzz.index_statements();
SELECT statement FROM todo ORDER BY i \gexec
\o :count_file
\pset format unaligned
\pset tuples_only on
SELECT count(*) FROM todo;
