-- From the weights of tags to quotas.

-- The largest remainder's method: everyone gets the whole part of what is due, and what is left goes one by one to the largest
-- fractions, so that the sum is kept.
CREATE FUNCTION recommend.apportion(weights double precision[], total integer) RETURNS integer[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	WITH due AS (
		SELECT n, w / sum(w) OVER () * total AS exact FROM unnest(weights) WITH ORDINALITY AS u (w, n)
	), ranked AS (
		SELECT n, floor(exact)::integer AS whole, row_number() OVER (ORDER BY exact - floor(exact) DESC, n) AS rank,
		       (total - sum(floor(exact)) OVER ())::integer AS remaining
		  FROM due
	)
	SELECT array_agg(whole + (rank <= remaining)::integer ORDER BY n) FROM ranked;
END;
COMMENT ON FUNCTION recommend.apportion(double precision[], integer) IS
	'whole numbers in proportion to the weights that add up to the total, by largest remainders';

CREATE FUNCTION recommend.with_quotas(tags recommend.tag_score[], most integer) RETURNS recommend.tag_score[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	WITH ranked AS (
		SELECT t.tag, t.score, row_number() OVER (ORDER BY t.score DESC, t.tag) AS rank FROM unnest(tags) AS t
	), best AS (
		SELECT recommend.apportion(array_agg(score::double precision ORDER BY rank), 100) AS quotas FROM ranked WHERE rank <= most AND score > 0
	)
	SELECT array_agg((tag, score, coalesce(quotas[rank], 0))::recommend.tag_score ORDER BY rank) FROM ranked, best;
END;
COMMENT ON FUNCTION recommend.with_quotas(recommend.tag_score[], integer) IS
	'the tags, highest score first; so many of them with quotas in proportion to the scores';

CREATE FUNCTION recommend.check_tags(tags recommend.tag_score[]) RETURNS void LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
	tag recommend.tag_score;
	tag_seen integer[] := '{}';
BEGIN
	IF tags IS NULL THEN
		RAISE null_value_not_allowed USING MESSAGE = 'the tags must not be NULL; a user without tags has an empty list';
	END IF;
	FOREACH tag IN ARRAY tags LOOP
		IF tag.tag IS NULL OR tag.tag < 0 THEN
			RAISE invalid_parameter_value USING MESSAGE = format('a tag must be a number from 0 on, not %s', coalesce(tag.tag::text, 'NULL'));
		ELSIF tag.tag = ANY (tag_seen) THEN
			RAISE invalid_parameter_value USING MESSAGE = format('tag %s is there more than once', tag.tag);
		ELSIF tag.score IS NULL OR NOT (tag.score >= 0 AND tag.score < 'Infinity') THEN
			RAISE invalid_parameter_value USING MESSAGE = format('the score of tag %s must be a number from 0 on, not %s',
				tag.tag, coalesce(tag.score::text, 'NULL'));
		ELSIF tag.limits < 0 THEN
			RAISE invalid_parameter_value USING MESSAGE = format('the quota of tag %s must not be negative: %s', tag.tag, tag.limits);
		END IF;
		tag_seen := tag_seen || tag.tag;
	END LOOP;
	IF (SELECT sum(t.limits) FROM unnest(tags) AS t) <> 100 THEN
		RAISE invalid_parameter_value USING MESSAGE = format('the quotas of a user''s tags must add up to 100, but add up to %s',
			(SELECT sum(t.limits) FROM unnest(tags) AS t));
	END IF;
END $$;
COMMENT ON FUNCTION recommend.check_tags(recommend.tag_score[]) IS
	'fails unless the tags are different, with scores from 0 on, and with no quotas or such that add up to 100';

CREATE FUNCTION recommend.set_tags(uid bigint, tags recommend.tag_score[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	quota_tags integer := (SELECT cardinality(quotas) FROM recommend.settings);
BEGIN
	PERFORM recommend.check_tags(tags);
	IF cardinality(tags) > 0 AND NOT EXISTS (SELECT FROM unnest(tags) AS t WHERE t.limits IS NOT NULL) THEN
		IF NOT EXISTS (SELECT FROM unnest(tags) AS t WHERE t.score > 0) THEN
			RAISE invalid_parameter_value USING MESSAGE = 'to make quotas of the scores, at least one has to be above 0';
		END IF;
		tags := recommend.with_quotas(tags, quota_tags);
	END IF;
	UPDATE recommend.users AS u
	   SET tag_scores1 = ARRAY(SELECT (t.tag, t.score, t.limits)::recommend.tag_score
	                             FROM unnest(tags) WITH ORDINALITY AS t (tag, score, limits, n) WHERE t.limits > 0 ORDER BY n),
	       tag_scores2 = ARRAY(SELECT (t.tag, t.score, 0)::recommend.tag_score
	                             FROM unnest(tags) WITH ORDINALITY AS t (tag, score, limits, n) WHERE coalesce(t.limits, 0) = 0 ORDER BY n)
	 WHERE u.uid = set_tags.uid;
	IF NOT FOUND THEN
		RAISE no_data_found USING MESSAGE = format('there is no user %s', coalesce(set_tags.uid::text, 'NULL'));
	END IF;
END $$;
COMMENT ON FUNCTION recommend.set_tags(bigint, recommend.tag_score[]) IS
	'sets the tags of a user. Without quotas (limits NULL in all) the tags with the highest scores, as many as settings.quotas has, get quotas in proportion to their scores, adding up to 100. With quotas they have to add up to 100. A negative, NaN or infinite score, a tag twice and an unknown user are errors; an empty list leaves the user without tags';

CREATE FUNCTION recommend.refresh_popular_tags() RETURNS void LANGUAGE sql
BEGIN ATOMIC
	DELETE FROM recommend.popular_tags;
	WITH wanted AS (
		SELECT t.tag, sum(t.limits)::double precision AS score FROM recommend.users AS u, unnest(u.tag_scores1) AS t GROUP BY t.tag
	), weighed AS (
		SELECT tag, score FROM wanted
		UNION ALL
		-- nobody has tags yet: what the videos have most of
		SELECT tag, sum(score)::double precision FROM recommend.pool_global WHERE NOT EXISTS (SELECT FROM wanted) GROUP BY tag
	), ranked AS (
		SELECT tag, score, row_number() OVER (ORDER BY score DESC, tag) AS rank FROM weighed
	), best AS (
		SELECT r.rank::integer AS rank, r.tag, r.score, s.quotas[r.rank]::double precision AS quota
		  FROM ranked AS r, recommend.settings AS s WHERE r.rank <= cardinality(s.quotas)
	)
	INSERT INTO recommend.popular_tags (rank, tag, score, limits)
	SELECT rank, tag, score, (recommend.apportion((SELECT array_agg(quota ORDER BY rank) FROM best), 100))[rank] FROM best;
END;
COMMENT ON FUNCTION recommend.refresh_popular_tags() IS
	'finds the tags with the largest quotas among all users, or where nobody has tags those with the highest scores in the global pool; users without tags are served by them';
