-- What a user has seen: a set of ids for each part. Only pack, merge and the view seen know what the sets are stored as.

CREATE FUNCTION recommend.pack(vids bigint[]) RETURNS id_set
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT id_set(vids);
END;
COMMENT ON FUNCTION recommend.pack(bigint[]) IS 'a set as read lists are stored';

CREATE FUNCTION recommend.merge(a id_set, b id_set) RETURNS id_set
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT id_set_union(a, b);
END;
COMMENT ON FUNCTION recommend.merge(id_set, id_set) IS 'the ids of both sets';

CREATE FUNCTION recommend.unpack(vids id_set) RETURNS bigint[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT id_set_to_array(vids);
END;
COMMENT ON FUNCTION recommend.unpack(id_set) IS 'the ids of a set, ascending';

CREATE FUNCTION recommend.is_in(vid bigint, vids id_set) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT id_set_contains(vids, vid);
END;
COMMENT ON FUNCTION recommend.is_in(bigint, id_set) IS 'is the id in the set?';

-- Rows are merged with the newest version of what is there, so concurrent calls lose nothing; parts are locked in ascending order,
-- so they do not deadlock.
CREATE FUNCTION recommend.store_reads(uid bigint, vids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
	INSERT INTO recommend.read_lists AS r (uid, part, vids)
	SELECT store_reads.uid, part, recommend.pack(array_agg(vid))
	  FROM (SELECT recommend.part_of(vid, parts) AS part, vid FROM recommend.settings, unnest(store_reads.vids) AS vid) AS v
	 GROUP BY part ORDER BY part
	ON CONFLICT (uid, part) DO UPDATE SET vids = recommend.merge(r.vids, excluded.vids);
END $$;
COMMENT ON FUNCTION recommend.store_reads(bigint, bigint[]) IS 'adds videos to a read list; mark_read is what applications call';

CREATE FUNCTION recommend.mark_read(uid bigint, vids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	counts_reach boolean;
BEGIN
	IF vids IS NULL OR array_position(vids, NULL) IS NOT NULL THEN
		RAISE null_value_not_allowed USING MESSAGE = 'the videos read must not be or contain NULL';
	END IF;
	SELECT s.counts_reach INTO counts_reach FROM recommend.settings AS s, recommend.users AS u WHERE u.uid = mark_read.uid;
	IF NOT FOUND THEN
		RAISE no_data_found USING MESSAGE = format('there is no user %s', coalesce(mark_read.uid::text, 'NULL'));
	END IF;
	PERFORM recommend.store_reads(mark_read.uid, mark_read.vids);
	IF counts_reach THEN
		INSERT INTO recommend.read_log (uid, vids) VALUES (mark_read.uid, mark_read.vids);
	END IF;
END $$;
COMMENT ON FUNCTION recommend.mark_read(bigint, bigint[]) IS
	'notes that a user has seen videos. A video seen before, or in no pool (retired, or not added yet), is noted all the same; concurrent calls lose nothing; an unknown user and NULL are errors';

-- Not in SQL: Citus has no parameters of such a function in the places that say where a row is.
CREATE FUNCTION recommend.is_read(uid bigint, vid bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
DECLARE
	wanted integer := (SELECT recommend.part_of(is_read.vid, parts) FROM recommend.settings);
BEGIN
	RETURN EXISTS (SELECT FROM recommend.seen AS s
	                WHERE s.uid = is_read.uid AND s.part = wanted AND recommend.is_in(is_read.vid, s.vids));
END $$;
COMMENT ON FUNCTION recommend.is_read(bigint, bigint) IS 'has the user seen the video?';

-- Another type of set in the place of id_set, or id_set again.
CREATE PROCEDURE recommend.set_read_list_type(type text) LANGUAGE plpgsql AS $$
DECLARE
	roaring text := (SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'roaringbitmap');
	ours text := (SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'float2');
	column_type text;
	pack text;
	merge text;
	unpack text;
BEGIN
	IF type = (SELECT read_list_type FROM recommend.settings) THEN
		RETURN;
	ELSIF type = 'id_set' THEN
		column_type := ours || '.id_set';
		pack := ours || '.id_set(vids)';
		merge := ours || '.id_set_union(a, b)';
		unpack := format('%s.id_set(%s.rb64_to_array(vids))', ours, roaring);
	ELSIF type = 'roaringbitmap64' THEN
		IF roaring IS NULL THEN
			RAISE undefined_object USING MESSAGE = 'the extension roaringbitmap is not there; CREATE EXTENSION roaringbitmap makes it';
		END IF;
		column_type := roaring || '.roaringbitmap64';
		pack := roaring || '.rb64_build(vids)';
		merge := roaring || '.rb64_or(a, b)';
		unpack := format('%s.rb64_build(%s.id_set_to_array(vids))', roaring, ours);
	ELSE
		RAISE invalid_parameter_value USING MESSAGE = format('read lists can be of type id_set or roaringbitmap64, not %s', coalesce(type, 'NULL'));
	END IF;
	LOCK TABLE recommend.read_lists;
	-- the type of a column that a view shows cannot be changed
	EXECUTE format('CREATE OR REPLACE VIEW recommend.seen AS SELECT uid, part, NULL::%s.id_set AS vids FROM recommend.read_lists', ours);
	EXECUTE format('ALTER TABLE recommend.read_lists ALTER vids TYPE %s USING %s', column_type, unpack);
	ALTER TABLE recommend.read_lists ALTER vids SET STORAGE EXTERNAL;
	DROP FUNCTION recommend.pack, recommend.merge;
	EXECUTE format('CREATE FUNCTION recommend.pack(vids bigint[]) RETURNS %s LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE BEGIN ATOMIC SELECT %s; END',
		column_type, pack);
	COMMENT ON FUNCTION recommend.pack IS 'a set as read lists are stored';
	EXECUTE format('CREATE FUNCTION recommend.merge(a %s, b %1$s) RETURNS %1$s LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE BEGIN ATOMIC SELECT %s; END',
		column_type, merge);
	COMMENT ON FUNCTION recommend.merge IS 'the ids of both sets';
	EXECUTE format('CREATE OR REPLACE VIEW recommend.seen AS SELECT uid, part, %s AS vids FROM recommend.read_lists',
		CASE type WHEN 'id_set' THEN 'vids' ELSE format('%s.id_set(%s.rb64_to_array(vids))', ours, roaring) END);
	UPDATE recommend.settings SET read_list_type = type;
END $$;
COMMENT ON PROCEDURE recommend.set_read_list_type(text) IS 'stores the read lists as id_set or as roaringbitmap64, of the extension roaringbitmap';
