-- Parts: a request looks at one part of each pool, by its partial indexes, and at the same part of the user's read list.

-- Written out in the indexes' conditions too, where a function of ours would have to be found by name.
CREATE FUNCTION recommend.part_of(vid bigint, parts integer) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT abs(mod(hashint8(vid), parts));
END;
COMMENT ON FUNCTION recommend.part_of(bigint, integer) IS 'the part that a video is in, from 0 on';

CREATE FUNCTION recommend.part_index(pool text, part integer) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	-- the cast makes it immutable, so that the planner can put it in the place of the call
	SELECT pool || '_part_' || part::text;
END;
COMMENT ON FUNCTION recommend.part_index(text, integer) IS 'name of a pool''s partial index for a part';

-- Another one in the place of this, once the pools are on several servers.
CREATE FUNCTION recommend.stored_as(relation text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT 'recommend.' || relation;
END;
COMMENT ON FUNCTION recommend.stored_as(text) IS 'what a pool, or an index of one, is called on this server';

CREATE VIEW recommend.part_indexes AS
SELECT pool, part, recommend.part_index(pool, part) AS name,
       format('CREATE INDEX %I ON recommend.%I (%stag, score DESC) INCLUDE (vid) WHERE abs(mod(hashint8(vid), %s)) = %s',
              recommend.part_index(pool, part), pool, region, parts, part) AS definition,
       to_regclass('recommend.' || quote_ident(recommend.part_index(pool, part))) IS NOT NULL AS is_there
  FROM recommend.settings,
       (VALUES ('pool_global', ''), ('pool_province', 'pid, '), ('pool_city', 'cid, ')) AS pools (pool, region),
       generate_series(0, parts - 1) AS part;
COMMENT ON VIEW recommend.part_indexes IS 'the partial indexes that the pools need; float2 index --hash-parts makes the same';

CREATE PROCEDURE recommend.create_part_indexes() LANGUAGE plpgsql AS $$
DECLARE
	command text;
BEGIN
	FOR command IN SELECT definition FROM recommend.part_indexes WHERE NOT is_there ORDER BY pool, part LOOP
		EXECUTE command;
	END LOOP;
END $$;
COMMENT ON PROCEDURE recommend.create_part_indexes() IS 'makes the partial indexes that are missing';

CREATE PROCEDURE recommend.drop_part_indexes() LANGUAGE plpgsql AS $$
DECLARE
	name text;
BEGIN
	FOR name IN SELECT i.name FROM recommend.part_indexes AS i WHERE is_there LOOP
		EXECUTE format('DROP INDEX recommend.%I', name);
	END LOOP;
END $$;
COMMENT ON PROCEDURE recommend.drop_part_indexes() IS 'drops the partial indexes, before a bulk load';

-- The read lists are in parts too, so they are all written anew.
CREATE PROCEDURE recommend.set_parts(parts integer) LANGUAGE plpgsql AS $$
DECLARE
	had_indexes boolean := EXISTS (SELECT FROM recommend.part_indexes WHERE is_there);
BEGIN
	IF set_parts.parts IS NULL OR set_parts.parts NOT BETWEEN 1 AND 1000 THEN
		RAISE invalid_parameter_value USING MESSAGE = format('there can be 1 to 1000 parts, not %s', coalesce(set_parts.parts::text, 'NULL'));
	END IF;
	LOCK TABLE recommend.read_lists;
	CREATE TEMPORARY TABLE reads ON COMMIT DROP AS
		SELECT s.uid, vid FROM recommend.seen AS s, unnest(recommend.unpack(s.vids)) AS vid;
	TRUNCATE recommend.read_lists;
	CALL recommend.drop_part_indexes();
	UPDATE recommend.settings AS s SET parts = set_parts.parts;
	PERFORM recommend.store_reads(uid, array_agg(vid)) FROM pg_temp.reads GROUP BY uid;
	DROP TABLE pg_temp.reads;
	IF had_indexes THEN
		CALL recommend.create_part_indexes();
	END IF;
END $$;
COMMENT ON PROCEDURE recommend.set_parts(integer) IS 'sets the number of parts: makes the partial indexes anew and moves the read lists';
