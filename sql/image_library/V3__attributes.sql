-- The cube table: attributes of any name that a business gives to pictures, without a column for each. In the same buckets as the assets.

CREATE TABLE image_library.attribute (
	key uuid NOT NULL,
	business text NOT NULL CHECK (business <> ''),
	attribute text NOT NULL CHECK (attribute <> '' AND length(attribute) <= 200),
	value text NOT NULL,
	import bigint NOT NULL DEFAULT 0,
	entry bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (key, business, attribute)
) PARTITION BY HASH (key);
COMMENT ON TABLE image_library.attribute IS 'what a business knows of pictures; a picture belongs to the businesses that have an attribute of it';
COMMENT ON COLUMN image_library.attribute.key IS 'the picture';
COMMENT ON COLUMN image_library.attribute.business IS 'whose attribute it is; nobody else sees it';
COMMENT ON COLUMN image_library.attribute.attribute IS 'its name; imported_as has what the source calls the picture';
COMMENT ON COLUMN image_library.attribute.value IS 'its value, as text';
COMMENT ON COLUMN image_library.attribute.import IS 'the import that brought it; 0: no import';
COMMENT ON COLUMN image_library.attribute.entry IS 'the number in the list of its source';

SELECT image_library.create_buckets('image_library.attribute', image_library.bucket_count());

-- For finding pictures by an attribute. Values may be longer than an index takes, so it has how they begin.
CREATE INDEX attribute_value ON image_library.attribute (business, attribute, left(value, 100), key);
COMMENT ON INDEX image_library.attribute_value IS 'pictures by the beginning of an attribute''s value';

CREATE FUNCTION image_library.set_attribute(key uuid, business text, attribute text, value text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM image_library.asset AS a WHERE a.key = set_attribute.key) THEN
		RAISE foreign_key_violation USING MESSAGE = format('there is no picture %s', key);
	END IF;
	INSERT INTO image_library.attribute AS a (key, business, attribute, value, import, entry)
	VALUES (key, business, attribute, value, DEFAULT, DEFAULT)
	    ON CONFLICT ON CONSTRAINT attribute_pkey DO UPDATE SET value = excluded.value, import = excluded.import, entry = excluded.entry;
END $$;
COMMENT ON FUNCTION image_library.set_attribute(uuid, text, text, text) IS 'gives a picture an attribute, or another value of it';

CREATE FUNCTION image_library.write_attributes(import bigint, shard integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	written bigint;
BEGIN
	PERFORM image_library.require_staged(import, shard);
	-- Where one picture is listed twice the later entry counts, and the later import, in whatever order the shards are written.
	EXECUTE format('INSERT INTO image_library.attribute AS a (key, business, attribute, value, import, entry)
		SELECT DISTINCT ON (s.key, v.attribute) s.key, i.business, v.attribute, v.value, i.id, s.entry
		  FROM %s AS s
		  JOIN image_library.import AS i ON i.id = $2
		 CROSS JOIN LATERAL jsonb_each_text(s.attributes || jsonb_build_object(''imported_as'', s.name)) AS v (attribute, value)
		 WHERE s.shard = $1 AND v.value IS NOT NULL
		 ORDER BY s.key, v.attribute, s.entry DESC
		    ON CONFLICT (key, business, attribute) DO UPDATE SET value = excluded.value, import = excluded.import, entry = excluded.entry
		 WHERE (a.import, a.entry) < (excluded.import, excluded.entry)', image_library.stage_table(import)) USING shard, import;
	GET DIAGNOSTICS written = ROW_COUNT;
	UPDATE image_library.import_shard AS s SET attributes_at = now()
	 WHERE s.import = write_attributes.import AND s.shard = write_attributes.shard;
	RETURN written;
END $$;
COMMENT ON FUNCTION image_library.write_attributes(bigint, integer) IS
	'writes the business attributes of a staged shard, and the attribute imported_as, by which every picture of the import belongs to its business; returns how many are new or changed';

CREATE FUNCTION image_library.index_embeddings() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	length integer := (SELECT cardinality(a.embedding) FROM image_library.asset AS a WHERE a.embedding IS NOT NULL LIMIT 1);
	extension text := (SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'float2');
BEGIN
	IF length IS NULL OR EXISTS (SELECT FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_am AS m ON m.oid = c.relam
			WHERE i.indrelid = 'image_library.asset'::regclass AND m.amname IN ('ann', 'ann_ivfflat', 'hnsw', 'ivfflat')) THEN
		RETURN false;
	END IF;
	EXECUTE format('CREATE INDEX asset_embedding ON image_library.asset USING ann (embedding %s.float2_cosine_ops) WITH (dim = %s)', extension, length);
	COMMENT ON INDEX image_library.asset_embedding IS 'pictures by what they show';
	RETURN true;
END $$;
COMMENT ON FUNCTION image_library.index_embeddings() IS
	'makes the index for search by embedding, of the cosine distance, when there are embeddings and no index on them; returns whether it did';

CREATE FUNCTION image_library.finish_import(import bigint) RETURNS void LANGUAGE plpgsql SET client_min_messages = warning AS $$
BEGIN
	IF EXISTS (SELECT FROM image_library.import_shard AS s WHERE s.import = finish_import.import AND s.attributes_at IS NULL) THEN
		RAISE object_not_in_prerequisite_state USING MESSAGE = format('import %s has shards that are not written yet', import);
	END IF;
	EXECUTE format('DROP TABLE IF EXISTS %s, %s', image_library.stage_table(import), image_library.vector_table(import));
	PERFORM image_library.index_embeddings();
	UPDATE image_library.import AS i SET finished_at = clock_timestamp() WHERE i.id = finish_import.import;
	ANALYZE image_library.asset, image_library.attribute;
END $$;
COMMENT ON FUNCTION image_library.finish_import(bigint) IS
	'ends an import whose shards are all written: drops what was kept between the steps, indexes embeddings that have no index yet, renews the planner''s statistics';
