-- For each distance: searches, then median, 95th percentile and most of their milliseconds.
CREATE TEMPORARY TABLE timed (distance integer, ms float8);
CREATE TEMPORARY TABLE wanted AS SELECT row_number() OVER () AS number, phash FROM (SELECT phash FROM image_library.asset ORDER BY key LIMIT :searches + 10) AS a;

CREATE FUNCTION pg_temp.measure(distances integer[], searches integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	within integer;
	fingerprint bigint;
	place bigint;
	begun timestamptz;
BEGIN
	FOREACH within IN ARRAY distances LOOP
		FOR place, fingerprint IN SELECT number, phash FROM wanted ORDER BY number LIMIT searches + 10 LOOP
			begun := clock_timestamp();
			PERFORM * FROM image_library.near(fingerprint, within);
			-- Before, plans are made.
			IF place > 10 THEN
				INSERT INTO timed VALUES (within, extract(epoch FROM clock_timestamp() - begun) * 1000);
			END IF;
		END LOOP;
	END LOOP;
END $$;

SELECT pg_temp.measure('{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}', :searches), pg_temp.measure('{12}', greatest(1, :searches / 10)) \g /dev/null
SELECT distance, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY ms), percentile_cont(0.95) WITHIN GROUP (ORDER BY ms), max(ms)
  FROM timed GROUP BY distance ORDER BY distance;
