-- Users as the statement in statement.sql expects them, with the read list as jsonb, made of ours: to compare answers and speed.

CREATE SCHEMA recommend_reference;
COMMENT ON SCHEMA recommend_reference IS 'users with read lists as jsonb, for comparisons; see float2 recommend bench';

CREATE TABLE recommend_reference.users (
	uid int8 PRIMARY KEY,
	pid int,
	cid int,
	tag_scores1 recommend.tag_score[],
	tag_scores2 recommend.tag_score[],
	readlist jsonb
);
COMMENT ON TABLE recommend_reference.users IS 'a copy of recommend.users with the read lists; filled by recommend_reference.fill()';

CREATE PROCEDURE recommend_reference.fill() LANGUAGE plpgsql AS $$
BEGIN
	TRUNCATE recommend_reference.users;
	INSERT INTO recommend_reference.users
	SELECT u.uid, u.pid, u.cid, u.tag_scores1, u.tag_scores2,
	       -- in the order of reading, that is in no order
	       (SELECT jsonb_agg(coalesce((SELECT jsonb_agg(vid ORDER BY random()) FROM unnest(recommend.unpack(l.vids)) AS vid), '[]') ORDER BY n)
	          FROM recommend.settings, generate_series(0, parts - 1) AS n LEFT JOIN recommend.seen AS l ON l.uid = u.uid AND l.part = n)
	  FROM recommend.users AS u;
END $$;
COMMENT ON PROCEDURE recommend_reference.fill() IS 'copies users and read lists as they are now';
