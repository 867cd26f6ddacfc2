-- What to show next.

-- pool_rows, found when this is installed; the planner puts it in the place of the call.
CREATE FUNCTION recommend.rows_for(part integer, pid integer, cid integer, shares integer[], tags integer[], quotas integer[], vids id_set)
RETURNS TABLE (pool text, tag integer, vid bigint, score real, instead_of text)
LANGUAGE sql STABLE ROWS 100
BEGIN ATOMIC
	SELECT * FROM pool_rows('{city,province,global}',
		ARRAY[recommend.stored_as(recommend.part_index('pool_city', part)), recommend.stored_as(recommend.part_index('pool_province', part)),
		      recommend.stored_as(recommend.part_index('pool_global', part))]::regclass[],
		ARRAY[coalesce(cid, 0), coalesce(pid, 0), NULL], shares, tags, quotas, coalesce(vids, '{}'));
END;
COMMENT ON FUNCTION recommend.rows_for(integer, integer, integer, integer[], integer[], integer[], id_set) IS
	'rows of a part of the pools for such a user; regions are numbered from 1, so an unknown one finds nothing';

CREATE FUNCTION recommend.recommend(uid bigint, part integer, fill boolean DEFAULT false)
RETURNS TABLE (pool text, tag integer, vid bigint, score real, instead_of text)
LANGUAGE plpgsql STABLE ROWS 100 AS $$
#variable_conflict use_column
DECLARE
	request record;
	row_count integer;
BEGIN
	SELECT s.parts, s.shares, u.uid, u.pid, u.cid, u.quota_tags AS tags, u.quota_limits AS quotas, l.vids
	  INTO request
	  FROM recommend.settings AS s
	  LEFT JOIN recommend.users AS u ON u.uid = recommend.uid
	  LEFT JOIN recommend.seen AS l ON l.uid = recommend.uid AND l.part = recommend.part;
	IF request.uid IS NULL THEN
		RAISE no_data_found USING MESSAGE = format('there is no user %s', coalesce(recommend.uid::text, 'NULL'));
	ELSIF recommend.part IS NULL OR recommend.part NOT BETWEEN 0 AND request.parts - 1 THEN
		RAISE invalid_parameter_value USING MESSAGE = format('the part must be from 0 to %s, not %s', request.parts - 1,
			coalesce(recommend.part::text, 'NULL'));
	END IF;
	IF request.tags = '{}' THEN
		SELECT array_agg(t.tag ORDER BY rank) AS tags, array_agg(t.limits ORDER BY rank) AS quotas
		  INTO request.tags, request.quotas FROM recommend.popular_tags AS t;
	END IF;
	RETURN QUERY SELECT * FROM recommend.rows_for(recommend.part, request.pid, request.cid, request.shares, request.tags, request.quotas, request.vids);
	IF fill THEN
		GET DIAGNOSTICS row_count = ROW_COUNT;
		IF row_count < 100 THEN
			-- none of those above a second time
			RETURN QUERY SELECT r.* FROM recommend.recommend_random(recommend.uid, 200) AS r
			              WHERE r.vid NOT IN (SELECT vid FROM recommend.rows_for(recommend.part, request.pid, request.cid, request.shares,
			                                                                     request.tags, request.quotas, request.vids))
			              LIMIT 100 - row_count;
		END IF;
	END IF;
END $$;
COMMENT ON FUNCTION recommend.recommend(bigint, integer, boolean) IS
	'videos for a user from one part of the pools, none that the user has seen. For each tag with a quota: its share from the global pool, from that of the user''s province and of the city, best score first, the smaller vid first among equal scores. Where a pool runs short, the province''s and then the global pool stands in: instead_of names the pool that was short. A user without tags gets the popular ones. With fill, random videos make up what is missing to 100. An unknown user and a part that does not exist are errors';

-- Rows of random pages; as a video has several rows side by side, one of them counts.
CREATE FUNCTION recommend.sample(uid bigint, parts integer, sample_rows bigint, n integer)
RETURNS TABLE (tag integer, vid bigint, score real)
LANGUAGE plpgsql STABLE ROWS 100 AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT p.tag, p.vid, p.score
	  FROM (SELECT DISTINCT ON (g.vid) g.tag, g.vid, g.score
	          FROM recommend.pool_global AS g TABLESAMPLE system_rows (sample.sample_rows) ORDER BY g.vid, g.score DESC, g.tag) AS p
	  LEFT JOIN recommend.seen AS l ON l.uid = sample.uid AND l.part = recommend.part_of(p.vid, sample.parts)
	 WHERE NOT coalesce(recommend.is_in(p.vid, l.vids), false)
	 ORDER BY random() LIMIT sample.n;
END $$;
COMMENT ON FUNCTION recommend.sample(bigint, integer, bigint, integer) IS 'videos of a random sample of the global pool that the user has not seen';

CREATE FUNCTION recommend.recommend_random(uid bigint, n integer)
RETURNS TABLE (pool text, tag integer, vid bigint, score real, instead_of text)
LANGUAGE plpgsql VOLATILE ROWS 100 AS $$
#variable_conflict use_column
DECLARE
	parts integer;
	-- not fewer than there are
	pool_rows bigint := 1000 * pg_relation_size(recommend.stored_as('pool_global')::regclass) / 8192;
	sample_rows bigint := 20 * recommend_random.n::bigint + 200;
	chosen record;
BEGIN
	SELECT s.parts INTO parts FROM recommend.settings AS s, recommend.users AS u WHERE u.uid = recommend_random.uid;
	IF NOT FOUND THEN
		RAISE no_data_found USING MESSAGE = format('there is no user %s', coalesce(recommend_random.uid::text, 'NULL'));
	ELSIF recommend_random.n IS NULL THEN
		RAISE null_value_not_allowed USING MESSAGE = 'the number of videos must not be NULL';
	ELSIF recommend_random.n <= 0 THEN
		RETURN;
	END IF;
	LOOP
		SELECT array_agg(tag) AS tags, array_agg(vid) AS vids, array_agg(score) AS scores
		  INTO chosen FROM recommend.sample(recommend_random.uid, parts, sample_rows, recommend_random.n);
		EXIT WHEN cardinality(chosen.vids) >= recommend_random.n OR sample_rows >= pool_rows;
		-- the user has seen most of it: a larger sample, in the end all of it
		sample_rows := sample_rows * 10;
	END LOOP;
	RETURN QUERY SELECT 'random', r.tag, r.vid, r.score, NULL FROM unnest(chosen.tags, chosen.vids, chosen.scores) AS r (tag, vid, score);
END $$;
COMMENT ON FUNCTION recommend.recommend_random(bigint, integer) IS
	'random videos of the global pool that the user has not seen: what to show when the pools run dry or the load is high. Fewer than asked for when the user has seen the rest; an unknown user is an error';
