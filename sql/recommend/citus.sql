-- Users and what they have seen, spread over the nodes of Citus. The pools stay here, where their readers are.

CREATE PROCEDURE recommend.distribute(shards integer DEFAULT NULL) LANGUAGE plpgsql AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
		RAISE undefined_object USING MESSAGE = 'the extension citus is not there; CREATE EXTENSION citus makes it (package postgresql-NN-citus)';
	ELSIF distribute.shards < 1 THEN
		RAISE invalid_parameter_value USING MESSAGE = format('there is 1 shard or more, not %s', distribute.shards);
	END IF;
	-- Citus takes the key again once both tables are in the same shards.
	ALTER TABLE recommend.read_lists DROP CONSTRAINT read_lists_uid_fkey;
	PERFORM create_reference_table('recommend.settings');
	PERFORM create_reference_table('recommend.popular_tags');
	PERFORM create_distributed_table('recommend.users', 'uid',
		shard_count => coalesce(distribute.shards, current_setting('citus.shard_count')::integer));
	PERFORM create_distributed_table('recommend.read_lists', 'uid', colocate_with => 'recommend.users');
	ALTER TABLE recommend.read_lists ADD CONSTRAINT read_lists_uid_fkey FOREIGN KEY (uid) REFERENCES recommend.users ON DELETE CASCADE;
END $$;
COMMENT ON PROCEDURE recommend.distribute(integer) IS
	'spreads users and read lists over the nodes of Citus by the user''s number, a user and all of the user''s list in one shard. Shards: as many as citus.shard_count says, unless given';
