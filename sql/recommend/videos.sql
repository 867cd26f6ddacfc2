-- Videos come and go.

CREATE FUNCTION recommend.add_videos(pool text, region integer, vids bigint[], tags integer[], scores real[]) RETURNS integer LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	region_column text := CASE add_videos.pool WHEN 'province' THEN 'pid' WHEN 'city' THEN 'cid' END;
	wrong record;
	row_count integer;
BEGIN
	IF add_videos.pool IS NULL OR add_videos.pool NOT IN ('global', 'province', 'city') THEN
		RAISE invalid_parameter_value USING MESSAGE = format('the pool must be global, province or city, not %s', coalesce(add_videos.pool, 'NULL'));
	ELSIF (region_column IS NULL) <> (add_videos.region IS NULL) OR add_videos.region <= 0 THEN
		RAISE invalid_parameter_value USING MESSAGE = format('the region of the pool %s must be %s, not %s', add_videos.pool,
			CASE WHEN region_column IS NULL THEN 'NULL' ELSE 'a number from 1 on' END, coalesce(add_videos.region::text, 'NULL'));
	ELSIF cardinality(add_videos.vids) IS DISTINCT FROM cardinality(add_videos.tags) OR cardinality(add_videos.vids) IS DISTINCT FROM cardinality(add_videos.scores) THEN
		RAISE array_subscript_error USING MESSAGE = format('%s videos, %s tags and %s scores do not go together',
			coalesce(cardinality(add_videos.vids), 0), coalesce(cardinality(add_videos.tags), 0), coalesce(cardinality(add_videos.scores), 0));
	END IF;
	SELECT * INTO wrong FROM unnest(add_videos.vids, add_videos.tags, add_videos.scores) WITH ORDINALITY AS v (vid, tag, score, n)
	 WHERE vid IS NULL OR tag IS NULL OR tag < 0 OR score IS NULL OR NOT (score >= 0 AND score < 'Infinity') ORDER BY n LIMIT 1;
	IF FOUND THEN
		RAISE invalid_parameter_value USING MESSAGE = format('row %s (video %s, tag %s, score %s): a video has a number, a tag from 0 on and a score from 0 on',
			wrong.n, coalesce(wrong.vid::text, 'NULL'), coalesce(wrong.tag::text, 'NULL'), coalesce(wrong.score::text, 'NULL'));
	END IF;
	SELECT vid, tag INTO wrong FROM unnest(add_videos.vids, add_videos.tags) AS v (vid, tag) GROUP BY vid, tag HAVING count(*) > 1 ORDER BY vid, tag LIMIT 1;
	IF FOUND THEN
		RAISE invalid_parameter_value USING MESSAGE = format('video %s has tag %s more than once', wrong.vid, wrong.tag);
	END IF;
	EXECUTE format('INSERT INTO recommend.%I (%s vid, tag, score) SELECT %s vid, tag, score FROM unnest($2, $3, $4) AS v (vid, tag, score) ORDER BY vid, tag
	                ON CONFLICT (vid, tag %s) DO UPDATE SET score = excluded.score',
	               'pool_' || add_videos.pool, region_column || ',', CASE WHEN region_column IS NOT NULL THEN '$1,' END, ', ' || region_column)
	  USING add_videos.region, add_videos.vids, add_videos.tags, add_videos.scores;
	GET DIAGNOSTICS row_count = ROW_COUNT;
	RETURN row_count;
END $$;
COMMENT ON FUNCTION recommend.add_videos(text, integer, bigint[], integer[], real[]) IS
	'adds videos with their tags and scores to the pool global (region NULL), province or city, or gives them new scores; returns how many rows. Lists of different lengths, a score that is negative, NaN or infinite, and a tag twice are errors';

CREATE FUNCTION recommend.retire_video(vid bigint) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
	row_count integer;
	total integer := 0;
BEGIN
	DELETE FROM recommend.pool_global AS p WHERE p.vid = retire_video.vid;
	GET DIAGNOSTICS row_count = ROW_COUNT;
	total := total + row_count;
	DELETE FROM recommend.pool_province AS p WHERE p.vid = retire_video.vid;
	GET DIAGNOSTICS row_count = ROW_COUNT;
	total := total + row_count;
	DELETE FROM recommend.pool_city AS p WHERE p.vid = retire_video.vid;
	GET DIAGNOSTICS row_count = ROW_COUNT;
	RETURN total + row_count;
END $$;
COMMENT ON FUNCTION recommend.retire_video(bigint) IS
	'takes a video out of all pools, so that nobody gets it any more; returns how many rows it had, 0 for a video in no pool. Read lists keep it';
