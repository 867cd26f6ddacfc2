-- Users, their tags and what they have seen.

CREATE TYPE recommend.tag_score AS (
	tag integer,
	score real,
	limits integer
);
COMMENT ON TYPE recommend.tag_score IS 'a tag of a user, its weight, and its quota: how many of 100 videos it brings';

CREATE FUNCTION recommend.is_quota_list(tags recommend.tag_score[]) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT cardinality(tags) = 0
	       OR (sum(t.limits) = 100 AND bool_and(t.limits IS NOT NULL AND t.limits >= 0) AND bool_and(t.tag IS NOT NULL)
	           AND count(DISTINCT t.tag) = count(*) AND bool_and(t.score >= 0 AND t.score < 'Infinity'))
	  FROM unnest(tags) AS t;
END;
COMMENT ON FUNCTION recommend.is_quota_list(recommend.tag_score[]) IS
	'is this an empty list, or one of different tags with scores from 0 on and quotas that add up to 100?';

CREATE FUNCTION recommend.tags_of(tags recommend.tag_score[]) RETURNS integer[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce(array_agg(t.tag ORDER BY n), '{}') FROM unnest(tags) WITH ORDINALITY AS t (tag, score, limits, n);
END;
COMMENT ON FUNCTION recommend.tags_of(recommend.tag_score[]) IS 'the tags alone';

CREATE FUNCTION recommend.limits_of(tags recommend.tag_score[]) RETURNS integer[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce(array_agg(t.limits ORDER BY n), '{}') FROM unnest(tags) WITH ORDINALITY AS t (tag, score, limits, n);
END;
COMMENT ON FUNCTION recommend.limits_of(recommend.tag_score[]) IS 'the quotas alone';

CREATE TABLE recommend.users (
	uid bigint PRIMARY KEY,
	pid integer CHECK (pid > 0),
	cid integer CHECK (cid > 0),
	tag_scores1 recommend.tag_score[] NOT NULL DEFAULT '{}' CONSTRAINT users_quotas_add_up_to_100 CHECK (recommend.is_quota_list(tag_scores1)),
	tag_scores2 recommend.tag_score[] NOT NULL DEFAULT '{}',
	-- as a request needs them
	quota_tags integer[] GENERATED ALWAYS AS (recommend.tags_of(tag_scores1)) STORED,
	quota_limits integer[] GENERATED ALWAYS AS (recommend.limits_of(tag_scores1)) STORED
);
COMMENT ON TABLE recommend.users IS 'users; pid is the province and cid the city, NULL where unknown';
COMMENT ON COLUMN recommend.users.tag_scores1 IS 'tags with a quota, quotas adding up to 100; empty: the popular tags count';
COMMENT ON COLUMN recommend.users.tag_scores2 IS 'tags with a weight but no quota';
COMMENT ON COLUMN recommend.users.quota_tags IS 'the tags of tag_scores1';
COMMENT ON COLUMN recommend.users.quota_limits IS 'the quotas of tag_scores1';

-- A row of a list of 50,000 ids in 50 parts is 1.8 kB: kept in the page, where a request reads it without a detour. Each call of
-- mark_read writes the rows of its parts anew, so the table is vacuumed often.
CREATE TABLE recommend.read_lists (
	uid bigint NOT NULL REFERENCES recommend.users ON DELETE CASCADE,
	part integer NOT NULL,
	vids id_set NOT NULL,
	PRIMARY KEY (uid, part)
) WITH (toast_tuple_target = 8160, autovacuum_vacuum_scale_factor = 0.05);
COMMENT ON TABLE recommend.read_lists IS 'videos a user has seen, by part';

CREATE VIEW recommend.seen AS SELECT uid, part, vids FROM recommend.read_lists;
COMMENT ON VIEW recommend.seen IS 'read lists as id_set, whatever they are stored as';

CREATE TABLE recommend.popular_tags (
	rank integer PRIMARY KEY,
	tag integer NOT NULL,
	score double precision NOT NULL,
	limits integer NOT NULL
);
COMMENT ON TABLE recommend.popular_tags IS 'tags for users without any, made by refresh_popular_tags()';
