-- The pools: which videos have which tag, and how well they do.

CREATE TABLE recommend.pool_global (
	vid bigint NOT NULL,
	tag integer NOT NULL CHECK (tag >= 0),
	score real NOT NULL CHECK (score >= 0 AND score < 'Infinity')
);
COMMENT ON TABLE recommend.pool_global IS 'videos for everybody, a row for each tag of a video';

CREATE TABLE recommend.pool_province (
	pid integer NOT NULL CHECK (pid > 0),
	vid bigint NOT NULL,
	tag integer NOT NULL CHECK (tag >= 0),
	score real NOT NULL CHECK (score >= 0 AND score < 'Infinity')
);
COMMENT ON TABLE recommend.pool_province IS 'videos for the users of a province';

CREATE TABLE recommend.pool_city (
	cid integer NOT NULL CHECK (cid > 0),
	vid bigint NOT NULL,
	tag integer NOT NULL CHECK (tag >= 0),
	score real NOT NULL CHECK (score >= 0 AND score < 'Infinity')
);
COMMENT ON TABLE recommend.pool_city IS 'videos for the users of a city';

-- Each video has a tag once in a region. Made here and not in the tables, because a bulk load goes without them.
CREATE PROCEDURE recommend.create_keys() LANGUAGE plpgsql AS $$
BEGIN
	CREATE UNIQUE INDEX IF NOT EXISTS pool_global_key ON recommend.pool_global (vid, tag);
	CREATE UNIQUE INDEX IF NOT EXISTS pool_province_key ON recommend.pool_province (vid, tag, pid);
	CREATE UNIQUE INDEX IF NOT EXISTS pool_city_key ON recommend.pool_city (vid, tag, cid);
END $$;
COMMENT ON PROCEDURE recommend.create_keys() IS 'makes the indexes by which videos are changed and retired, where they are missing';

CREATE PROCEDURE recommend.drop_keys() LANGUAGE plpgsql AS $$
BEGIN
	DROP INDEX IF EXISTS recommend.pool_global_key, recommend.pool_province_key, recommend.pool_city_key;
END $$;
COMMENT ON PROCEDURE recommend.drop_keys() IS 'drops what create_keys makes, before a bulk load';
