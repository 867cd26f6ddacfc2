-- Installs the recommender into the schema recommend of the current database, in psql:
--
--   \i sql/recommend/install.sql
--
-- The extension float2 has to be there. Part count, shares, quotas and the kind of read lists are set afterwards, with
-- recommend.set_parts and its neighbours in settings.sql.

\set ON_ERROR_STOP on
BEGIN;
\ir schema.sql
\ir pools.sql
\ir users.sql
\ir settings.sql
\ir parts.sql
\ir quotas.sql
\ir read_lists.sql
\ir videos.sql
\ir recommend.sql
\ir reach.sql
\ir citus.sql
\ir reference/users.sql
CALL recommend.create_keys();
CALL recommend.create_part_indexes();
COMMIT;
