-- Users and what they have seen, spread over the nodes of Citus; each node has the pools whole, so each can answer requests.

CREATE PROCEDURE recommend.distribute(shards integer DEFAULT NULL) LANGUAGE plpgsql AS $$
DECLARE
	pools regclass[] := '{recommend.pool_global, recommend.pool_province, recommend.pool_city}';
BEGIN
	IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
		RAISE undefined_object USING MESSAGE = 'the extension citus is not there; CREATE EXTENSION citus makes it (package postgresql-NN-citus)';
	ELSIF distribute.shards < 1 THEN
		RAISE invalid_parameter_value USING MESSAGE = format('there is 1 shard or more, not %s', distribute.shards);
	ELSIF NOT EXISTS (SELECT FROM pg_dist_node WHERE groupid = 0) THEN
		RAISE object_not_in_prerequisite_state USING MESSAGE = 'the coordinator is not one of the nodes, so it cannot have the pools',
			HINT = 'SELECT citus_set_coordinator_host(''host'') makes it one.';
	END IF;
	-- One connection to each node, so that what is made on the way is seen on it.
	SET LOCAL citus.multi_shard_modify_mode = 'sequential';
	-- Citus takes the key again once both tables are in the same shards.
	ALTER TABLE recommend.read_lists DROP CONSTRAINT read_lists_uid_fkey;
	PERFORM create_reference_table(t)
	   FROM unnest('{recommend.settings, recommend.popular_tags}'::regclass[] || pools) AS t;
	PERFORM create_distributed_table('recommend.users', 'uid',
		shard_count => coalesce(distribute.shards, current_setting('citus.shard_count')::integer));
	PERFORM create_distributed_table('recommend.read_lists', 'uid', colocate_with => 'recommend.users');
	ALTER TABLE recommend.read_lists ADD CONSTRAINT read_lists_uid_fkey FOREIGN KEY (uid) REFERENCES recommend.users ON DELETE CASCADE;
	-- The reader of pools goes to the indexes themselves. Those of the one shard of a pool have its number, the same on all nodes.
	EXECUTE format('CREATE OR REPLACE FUNCTION recommend.stored_as(relation text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
		BEGIN ATOMIC
			SELECT ''recommend.'' || relation || CASE %s END;
		END',
		(SELECT string_agg(format('WHEN starts_with(relation, %L) THEN %L', c.relname, '_' || s.shardid), ' ')
		   FROM pg_dist_shard AS s JOIN pg_class AS c ON c.oid = s.logicalrelid WHERE c.oid = ANY (pools)));
END $$;
COMMENT ON PROCEDURE recommend.distribute(integer) IS
	'spreads users and read lists over the nodes of Citus by the user''s number, a user and all of the user''s list in one shard, and copies the pools to every node. Shards: as many as citus.shard_count says, unless given';
