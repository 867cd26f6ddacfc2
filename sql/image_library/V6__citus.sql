-- Pictures in shards: assets, where they were found and their attributes, spread over the nodes of Citus by the picture's key. What is known of a picture
-- is all on one node. The scheduler and the imports stay here.

CREATE PROCEDURE image_library.distribute(shards integer DEFAULT NULL) LANGUAGE plpgsql AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
		RAISE undefined_object USING MESSAGE = 'the extension citus is not there; CREATE EXTENSION citus makes it (package postgresql-NN-citus)';
	ELSIF distribute.shards < 1 THEN
		RAISE invalid_parameter_value USING MESSAGE = format('there is 1 shard or more, not %s', distribute.shards);
	END IF;
	-- One connection to each node, so that what is made on the way is seen on it.
	SET LOCAL citus.multi_shard_modify_mode = 'sequential';
	PERFORM create_distributed_table('image_library.asset', 'key',
		shard_count => coalesce(distribute.shards, current_setting('citus.shard_count')::integer));
	PERFORM create_distributed_table(t, 'key', colocate_with => 'image_library.asset')
	   FROM unnest('{image_library.location, image_library.attribute}'::regclass[]) AS t;
	-- What the nodes call themselves; the rest runs here.
	PERFORM create_distributed_function(f)
	   FROM unnest('{image_library.hamming_distance, image_library.bands, image_library.near_bands}'::regproc[]) AS f;
	-- A view asks the nodes as its owner, who therefore is let in there and reads the shards.
	ALTER ROLE image_library_view_owner LOGIN;
	COMMENT ON ROLE image_library_view_owner IS 'with whose rights the views of image libraries read; only servers log in as this role';
	GRANT SELECT ON image_library.asset, image_library.attribute TO image_library_view_owner;
	-- The views and whoever calls them are here alone.
	ALTER FUNCTION image_library.create_view(text, text, text, text[], text) SET citus.enable_ddl_propagation = off;
	ALTER FUNCTION image_library.drop_view(text) SET citus.enable_ddl_propagation = off;
END $$;
COMMENT ON PROCEDURE image_library.distribute(integer) IS
	'spreads pictures and their attributes over the nodes of Citus by the key, all of a picture in one shard. Shards: as many as citus.shard_count says, unless given';
REVOKE ALL ON PROCEDURE image_library.distribute(integer) FROM PUBLIC;
