-- How many users have seen a video, estimated with the extension hll. mark_read only adds to a log; fold_reach counts.

CREATE TABLE recommend.read_log (
	uid bigint NOT NULL,
	vids bigint[] NOT NULL
);
COMMENT ON TABLE recommend.read_log IS 'reads that are not counted yet, when settings.counts_reach is true';

CREATE PROCEDURE recommend.count_reach() LANGUAGE plpgsql AS $$
DECLARE
	hll text := (SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'hll');
BEGIN
	IF hll IS NULL THEN
		RAISE undefined_object USING MESSAGE = 'the extension hll is not there; CREATE EXTENSION hll makes it (package postgresql-NN-hll)';
	END IF;
	DROP TABLE IF EXISTS recommend.reach CASCADE;
	EXECUTE format('CREATE TABLE recommend.reach (vid bigint PRIMARY KEY, users %s.hll NOT NULL)', hll);
	COMMENT ON TABLE recommend.reach IS 'who has seen a video, as a sketch that can only be counted';
	EXECUTE format($function$
		CREATE OR REPLACE FUNCTION recommend.fold_reach() RETURNS bigint LANGUAGE sql
		BEGIN ATOMIC
			WITH folded AS (
				DELETE FROM recommend.read_log RETURNING uid, vids
			), sketches AS (
				SELECT vid, %1$s.hll_add_agg(%1$s.hll_hash_bigint(uid)) AS users FROM folded, unnest(vids) AS vid GROUP BY vid
			), stored AS (
				INSERT INTO recommend.reach AS r (vid, users) SELECT vid, users FROM sketches ORDER BY vid
				ON CONFLICT (vid) DO UPDATE SET users = %1$s.hll_union(r.users, excluded.users)
			)
			SELECT count(*) FROM folded;
		END $function$, hll);
	COMMENT ON FUNCTION recommend.fold_reach() IS 'counts the reads since the last call; returns how many calls of mark_read they were';
	EXECUTE format($function$
		CREATE OR REPLACE FUNCTION recommend.reach_of(vid bigint) RETURNS bigint LANGUAGE sql STABLE
		BEGIN ATOMIC
			SELECT coalesce((SELECT round(%1$s.hll_cardinality(r.users))::bigint FROM recommend.reach AS r WHERE r.vid = reach_of.vid), 0);
		END $function$, hll);
	COMMENT ON FUNCTION recommend.reach_of(bigint) IS 'about how many users have seen the video, by the last fold_reach(); 0 for a video nobody has seen';
	-- what has been read so far
	EXECUTE format('INSERT INTO recommend.reach SELECT vid, %1$s.hll_add_agg(%1$s.hll_hash_bigint(s.uid))
	                  FROM recommend.seen AS s, unnest(recommend.unpack(s.vids)) AS vid GROUP BY vid', hll);
	UPDATE recommend.settings SET counts_reach = true;
END $$;
COMMENT ON PROCEDURE recommend.count_reach() IS
	'begins to count how many users have seen each video: makes the table reach and the functions fold_reach() and reach_of(vid)';
