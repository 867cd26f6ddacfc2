-- A user, what is recommended and why, and what changes after ten videos. On an installed recommender without data:
--
--   float2 psql -f sql/recommend/example.sql
--
-- It takes everything back at the end.

\set ON_ERROR_STOP on
\pset footer off
BEGIN;
-- few videos, so one part
CALL recommend.set_parts(1);

CREATE SCHEMA example;
CREATE TABLE example.tags (tag int PRIMARY KEY, name text, subjects text[]);
INSERT INTO example.tags VALUES
	(1, 'baking', '{sourdough,croissants,apple pie,pretzels,cheesecake,focaccia,rye bread,macarons}'),
	(2, 'climbing', '{bouldering,rope work,ice axes,free solo,finger strength,alpine starts,belaying,crack climbing}'),
	(3, 'astronomy', '{Saturn''s rings,black holes,the Orion nebula,meteor showers,dark matter,red giants,eclipses,pulsars}'),
	(4, 'jazz', '{bebop,the walking bass,Blue Note records,brushes on a snare,modal jazz,big bands,scat singing,the Hammond organ}'),
	(5, 'gardening', '{tomatoes,compost,pruning roses,raised beds,slugs,herb spirals,apple trees,wild meadows}'),
	(6, 'football', '{the offside trap,free kicks,pressing,goalkeeping,the false nine,throw-ins,penalties,the back four}');
CREATE TABLE example.videos (vid bigint PRIMARY KEY, title text);

-- Every subject in eight forms. The score is how well a video does: by chance here, but the same each time.
CREATE TABLE example.forms (n int, pool text, region int, text text);
INSERT INTO example.forms VALUES
	(1, 'global', NULL, 'A beginner''s guide to %s'), (2, 'global', NULL, '%s in ten minutes'), (3, 'global', NULL, 'Five mistakes with %s'),
	(4, 'global', NULL, 'The story behind %s'), (5, 'global', NULL, '%s, explained by a master'),
	(6, 'province', 3, '%s: an evening class on the coast'), (7, 'province', 3, 'What the coast knows about %s'),
	(8, 'city', 21, 'Meet the neighbours: %s in the harbour quarter');
CREATE TABLE example.made AS
SELECT row_number() OVER (ORDER BY f.n, t.tag, subject) AS vid, f.pool, f.region, t.tag,
       round((abs(hashtext(subject || f.n)) % 1000 / 100.0)::numeric, 2)::real AS score,
       upper(left(format(f.text, subject), 1)) || substr(format(f.text, subject), 2) AS title
  FROM example.tags AS t, unnest(t.subjects) AS subject, example.forms AS f;
INSERT INTO example.videos SELECT vid, title FROM example.made;
DO $$ BEGIN
	PERFORM recommend.add_videos(pool, region, array_agg(vid), array_agg(tag), array_agg(score)) FROM example.made GROUP BY pool, region;
END $$;

-- Ada lives in the harbour quarter (21) on the coast (3), bakes, looks at the stars and hears some jazz.
INSERT INTO recommend.users (uid, pid, cid) VALUES (1, 3, 21);
DO $$ BEGIN PERFORM recommend.set_tags(1, '{"(1,6,)","(3,3,)","(4,1,)"}'); END $$;

\echo
\echo Her tags: weights have become quotas out of 100 videos.
SELECT name, score AS weight, limits AS quota FROM recommend.users, unnest(tag_scores1) JOIN example.tags USING (tag) WHERE uid = 1;

\echo What she gets, the best two of each tag and pool. Baking has 60 of 100 videos: 30 from all, 18 from her province, 12 from her city.
CREATE VIEW example.shown AS
SELECT t.name AS tag, r.pool, r.score, v.title, r.instead_of, r.vid, r.n, row_number() OVER (PARTITION BY r.tag, r.pool ORDER BY r.n) AS rank
  FROM recommend.recommend(1, 0) WITH ORDINALITY AS r (pool, tag, vid, score, instead_of, n)
  JOIN example.videos AS v USING (vid) JOIN example.tags AS t USING (tag);
SELECT tag, pool, score, title FROM example.shown WHERE rank <= 2 ORDER BY n;

\echo Where the numbers come from: the city has 8 videos on baking, not 12, and the province 16, not 18; all stand in for them.
SELECT tag, pool, instead_of, count(*) FROM example.shown GROUP BY tag, pool, instead_of ORDER BY min(n);

\echo She watches the first ten of all on baking.
CREATE TABLE example.watched AS SELECT vid, title FROM example.shown WHERE tag = 'baking' AND pool = 'global' ORDER BY n LIMIT 10;
SELECT title FROM example.watched;
DO $$ BEGIN PERFORM recommend.mark_read(1, array_agg(vid)) FROM example.watched; END $$;

\echo Now the list on baking begins where it went on before, and none of the ten is in it.
SELECT pool, score, title, recommend.is_read(1, vid) AS read FROM example.shown WHERE tag = 'baking' AND rank <= 2 ORDER BY n;
SELECT count(*) AS watched_and_shown_again FROM example.shown JOIN example.watched USING (vid);

\echo One of the videos that she has not seen is withdrawn.
SELECT title, recommend.retire_video(vid) AS rows_removed FROM example.shown WHERE tag = 'baking' AND pool = 'global' ORDER BY n LIMIT 1;
SELECT pool, score, title FROM example.shown WHERE tag = 'baking' AND pool = 'global' AND rank <= 2 ORDER BY n;

\echo A newcomer without tags gets what others like; here Ada is all the others.
INSERT INTO recommend.users (uid) VALUES (2);
DO $$ BEGIN PERFORM recommend.refresh_popular_tags(); END $$;
SELECT t.name AS tag, count(*) FROM recommend.recommend(2, 0) AS r JOIN example.tags AS t USING (tag) GROUP BY t.name ORDER BY 2 DESC;
ROLLBACK;
