-- Assets: what belongs to a picture itself and never changes with its use; where its pictures came from; imports.
--
-- The setting image_library.buckets says into how many buckets the tables are partitioned: a power of two, 16 unless it is set. A table
-- partitioned later with the same number and on the same key is joined bucket by bucket.

CREATE FUNCTION image_library.create_buckets(parent regclass, buckets integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	bucket text;
BEGIN
	IF buckets NOT BETWEEN 1 AND 4096 OR buckets & (buckets - 1) <> 0 THEN
		RAISE invalid_parameter_value USING MESSAGE = format('%s buckets: the number is a power of two from 1 to 4096', buckets);
	END IF;
	FOR i IN 0 .. buckets - 1 LOOP
		SELECT format('%I.%I', nspname, relname || '_' || i) INTO bucket
		  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace WHERE c.oid = parent;
		EXECUTE format('CREATE TABLE %s PARTITION OF %s FOR VALUES WITH (MODULUS %s, REMAINDER %s)', bucket, parent, buckets, i);
		EXECUTE format('COMMENT ON TABLE %s IS %L', bucket, format('bucket %s of %s', i, parent));
	END LOOP;
END $$;
COMMENT ON FUNCTION image_library.create_buckets(regclass, integer) IS
	'makes the partitions of a table that is partitioned by hash, a power of two of them';

CREATE TABLE image_library.asset (
	key uuid PRIMARY KEY,
	size bigint NOT NULL CHECK (size > 0),
	width integer NOT NULL CHECK (width > 0),
	height integer NOT NULL CHECK (height > 0),
	format text NOT NULL,
	uri text,
	phash bigint,
	dhash bigint,
	ahash bigint,
	embedding float2[],
	imported_at timestamptz NOT NULL DEFAULT now()
) PARTITION BY HASH (key);
COMMENT ON TABLE image_library.asset IS 'pictures and what belongs to them whatever they are used for';
COMMENT ON COLUMN image_library.asset.key IS 'MD5 of the bytes';
COMMENT ON COLUMN image_library.asset.size IS 'bytes of the file';
COMMENT ON COLUMN image_library.asset.width IS 'pixels, as stored';
COMMENT ON COLUMN image_library.asset.height IS 'pixels, as stored';
COMMENT ON COLUMN image_library.asset.format IS 'by content: jpeg, png, webp, gif, tiff or bmp';
COMMENT ON COLUMN image_library.asset.uri IS 'where the bytes are; NULL when they were not stored';
COMMENT ON COLUMN image_library.asset.phash IS 'perceptual hash: 64 bits of the low frequencies; NULL when not made';
COMMENT ON COLUMN image_library.asset.dhash IS 'difference hash, 64 bits; NULL when not made';
COMMENT ON COLUMN image_library.asset.ahash IS 'average hash, 64 bits; NULL when not made';
COMMENT ON COLUMN image_library.asset.embedding IS 'vector for search by content; NULL when there is none';
COMMENT ON COLUMN image_library.asset.imported_at IS 'when the picture came in first';

CREATE TABLE image_library.location (
	key uuid NOT NULL,
	import bigint NOT NULL,
	entry bigint NOT NULL,
	name text NOT NULL,
	PRIMARY KEY (key, import, entry)
) PARTITION BY HASH (key);
CREATE INDEX location_import ON image_library.location (import, entry);
COMMENT ON INDEX image_library.location_import IS 'what an import has brought';
COMMENT ON TABLE image_library.location IS 'every place where a picture was found; the same picture may have come from many';
COMMENT ON COLUMN image_library.location.key IS 'the picture';
COMMENT ON COLUMN image_library.location.import IS 'the import that found it';
COMMENT ON COLUMN image_library.location.entry IS 'its number in the list of the source, counted from 0';
COMMENT ON COLUMN image_library.location.name IS 'what the source calls it';

SELECT image_library.create_buckets(t, coalesce(nullif(current_setting('image_library.buckets', true), ''), '16')::integer)
  FROM unnest('{image_library.asset, image_library.location}'::regclass[]) AS t;

CREATE FUNCTION image_library.bucket_count() RETURNS integer LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT count(*)::integer FROM pg_inherits WHERE inhparent = 'image_library.asset'::regclass;
END;
COMMENT ON FUNCTION image_library.bucket_count() IS 'into how many buckets the library is partitioned';

-- What import is under way or done. An import is one trigger record of the scheduler and has its number; it stays when that is forgotten.
CREATE TABLE image_library.import (
	id bigint PRIMARY KEY,
	business text NOT NULL CHECK (business <> ''),
	source text NOT NULL,
	source_version text NOT NULL,
	pictures bigint NOT NULL CHECK (pictures >= 0),
	shard_rows bigint NOT NULL CHECK (shard_rows BETWEEN 1 AND 10000000),
	begun_at timestamptz NOT NULL DEFAULT now(),
	finished_at timestamptz
);
COMMENT ON TABLE image_library.import IS 'imports, by the trigger record that each of them is';
COMMENT ON COLUMN image_library.import.business IS 'for whom the attributes are';
COMMENT ON COLUMN image_library.import.source IS 'the folder, file or prefix that the pictures come from';
COMMENT ON COLUMN image_library.import.source_version IS 'changes when the list of the source does';
COMMENT ON COLUMN image_library.import.pictures IS 'length of that list';
COMMENT ON COLUMN image_library.import.shard_rows IS 'how many of the list belong to a shard at most';
COMMENT ON COLUMN image_library.import.finished_at IS 'when its last shard was written; NULL before';

CREATE TABLE image_library.import_shard (
	import bigint NOT NULL REFERENCES image_library.import ON DELETE CASCADE,
	shard integer NOT NULL CHECK (shard > 0),
	first bigint NOT NULL,
	past bigint NOT NULL CHECK (past >= first),
	staged bigint NOT NULL CHECK (staged BETWEEN first AND past),
	assets_at timestamptz,
	attributes_at timestamptz,
	PRIMARY KEY (import, shard)
);
COMMENT ON TABLE image_library.import_shard IS 'how far each shard of an import is';
COMMENT ON COLUMN image_library.import_shard.first IS 'its first entry in the list of the source, counted from 0';
COMMENT ON COLUMN image_library.import_shard.past IS 'the entry after its last one';
COMMENT ON COLUMN image_library.import_shard.staged IS 'the entry from which on nothing is staged; moves in the transaction that stages what is before it';
COMMENT ON COLUMN image_library.import_shard.assets_at IS 'when its base attributes were written';
COMMENT ON COLUMN image_library.import_shard.attributes_at IS 'when its business attributes were written';

CREATE TABLE image_library.reject (
	import bigint NOT NULL REFERENCES image_library.import ON DELETE CASCADE,
	entry bigint NOT NULL,
	shard integer NOT NULL,
	name text NOT NULL,
	reason text NOT NULL,
	rejected_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (import, entry)
);
COMMENT ON TABLE image_library.reject IS 'pictures that could not be read, and why; the rest of their shard went on';
COMMENT ON COLUMN image_library.reject.entry IS 'number in the list of the source, counted from 0';
COMMENT ON COLUMN image_library.reject.name IS 'what the source calls it';
COMMENT ON COLUMN image_library.reject.reason IS 'one sentence';

CREATE FUNCTION image_library.stage_table(import bigint) RETURNS text LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
	SELECT 'image_library.stage_' || import;
END;
COMMENT ON FUNCTION image_library.stage_table(bigint) IS 'the table that an import keeps its pictures in between its steps';

CREATE FUNCTION image_library.vector_table(import bigint) RETURNS text LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
	SELECT 'image_library.vector_' || import;
END;
COMMENT ON FUNCTION image_library.vector_table(bigint) IS 'the table that an import keeps the embeddings of a file in: name text, vector float2[]';

CREATE FUNCTION image_library.embedding_type() RETURNS text LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT format_type(atttypid, atttypmod) FROM pg_attribute
	 WHERE attrelid = 'image_library.asset'::regclass AND attname = 'embedding';
END;
COMMENT ON FUNCTION image_library.embedding_type() IS 'float2[] with its schema where that has to be written';

CREATE FUNCTION image_library.begin_shard(import bigint, shard integer) RETURNS TABLE (first bigint, past bigint, staged bigint) LANGUAGE plpgsql AS $$
BEGIN
	IF to_regclass(image_library.stage_table(import)) IS NULL THEN
		-- Two shards may get here at once.
		PERFORM pg_advisory_xact_lock(hashtext('image_library.stage_table'), import::integer);
		EXECUTE format('CREATE TABLE IF NOT EXISTS %s (
			shard integer NOT NULL, entry bigint NOT NULL, name text NOT NULL, key uuid NOT NULL, size bigint NOT NULL,
			width integer NOT NULL, height integer NOT NULL, format text NOT NULL, uri text,
			phash bigint, dhash bigint, ahash bigint, embedding %s, attributes jsonb NOT NULL, PRIMARY KEY (shard, entry))',
			image_library.stage_table(import), image_library.embedding_type());
		EXECUTE format('COMMENT ON TABLE %s IS %L', image_library.stage_table(import),
			'pictures that import ' || import || ' has read and not yet written; dropped when it is through');
	END IF;
	-- What is read is not read again. A shard of an import that is through is staged anew, as its rows are gone.
	RETURN QUERY UPDATE image_library.import_shard AS s
		SET staged = CASE WHEN i.finished_at IS NULL THEN s.staged ELSE s.first END,
		    assets_at = CASE WHEN i.finished_at IS NULL THEN s.assets_at END, attributes_at = CASE WHEN i.finished_at IS NULL THEN s.attributes_at END
	   FROM image_library.import AS i
	  WHERE i.id = s.import AND s.import = begin_shard.import AND s.shard = begin_shard.shard RETURNING s.first, s.past, s.staged;
	IF NOT FOUND THEN
		RAISE no_data_found USING MESSAGE = format('import %s has no shard %s', import, shard);
	END IF;
END $$;
COMMENT ON FUNCTION image_library.begin_shard(bigint, integer) IS 'what there is to read for a shard, and from which entry on';

CREATE FUNCTION image_library.require_staged(import bigint, shard integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM FROM image_library.import_shard AS s
	  WHERE s.import = require_staged.import AND s.shard = require_staged.shard AND s.staged = s.past FOR UPDATE;
	IF NOT FOUND OR to_regclass(image_library.stage_table(import)) IS NULL THEN
		RAISE object_not_in_prerequisite_state USING MESSAGE = format('shard %s of import %s is not staged', shard, import),
			HINT = format('Rerun its instance "keys %s" and those that follow.', shard);
	END IF;
END $$;
COMMENT ON FUNCTION image_library.require_staged(bigint, integer) IS 'locks a shard for being written, and fails unless all of it was read';

CREATE FUNCTION image_library.write_assets(import bigint, shard integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	written bigint;
	embeddings text := 's.embedding';
	vectors text := '';
BEGIN
	PERFORM image_library.require_staged(import, shard);
	IF to_regclass(image_library.vector_table(import)) IS NOT NULL THEN
		embeddings := 'coalesce(n.vector, k.vector, s.embedding)';
		vectors := format('LEFT JOIN %1$s AS n ON n.name = s.name LEFT JOIN %1$s AS k ON k.name = s.key::text', image_library.vector_table(import));
	END IF;
	-- In the order of the keys, so that shards that write the same pictures wait for each other and do not deadlock.
	EXECUTE format('INSERT INTO image_library.asset AS a (key, size, width, height, format, uri, phash, dhash, ahash, embedding)
		SELECT DISTINCT ON (s.key) s.key, size, width, height, format, uri, phash, dhash, ahash, %s
		  FROM %s AS s %s WHERE s.shard = $1 ORDER BY s.key, s.entry
		    ON CONFLICT (key) DO UPDATE
		   SET uri = coalesce(a.uri, excluded.uri), phash = coalesce(a.phash, excluded.phash), dhash = coalesce(a.dhash, excluded.dhash),
		       ahash = coalesce(a.ahash, excluded.ahash), embedding = coalesce(a.embedding, excluded.embedding)
		 WHERE (a.uri IS NULL AND excluded.uri IS NOT NULL) OR (a.phash IS NULL AND excluded.phash IS NOT NULL)
		    OR (a.dhash IS NULL AND excluded.dhash IS NOT NULL) OR (a.ahash IS NULL AND excluded.ahash IS NOT NULL)
		    OR (a.embedding IS NULL AND excluded.embedding IS NOT NULL)', embeddings, image_library.stage_table(import), vectors) USING shard;
	GET DIAGNOSTICS written = ROW_COUNT;
	EXECUTE format('INSERT INTO image_library.location (key, import, entry, name)
		SELECT key, $2, entry, name FROM %s WHERE shard = $1 ORDER BY key, entry ON CONFLICT DO NOTHING', image_library.stage_table(import))
		USING shard, import;
	UPDATE image_library.import_shard AS s SET assets_at = now()
	 WHERE s.import = write_assets.import AND s.shard = write_assets.shard;
	RETURN written;
END $$;
COMMENT ON FUNCTION image_library.write_assets(bigint, integer) IS
	'writes the assets of a staged shard and where they were found; a picture that is there keeps what it has and gets what it lacks; returns how many assets are new or completed';

CREATE FUNCTION image_library.imports_begun() RETURNS TABLE (import bigint, shards bigint, staged bigint, with_assets bigint, with_attributes bigint)
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT s.import, count(*), count(*) FILTER (WHERE s.staged = s.past), count(s.assets_at), count(s.attributes_at)
	  FROM image_library.import_shard AS s GROUP BY s.import ORDER BY s.import;
END;
COMMENT ON FUNCTION image_library.imports_begun() IS 'of every import how many shards there are and how many are through each step';

-- By their limits it is bounded how many shards are read and written at once.
INSERT INTO image_library.task_group (name, max_running) VALUES ('library.read', NULL), ('library.write', NULL);
