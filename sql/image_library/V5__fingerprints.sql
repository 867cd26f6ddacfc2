-- Near duplicates: pictures whose fingerprints differ in few bits, found exactly.
--
-- A fingerprint is cut into four bands of 16 bits. When two fingerprints differ in at most 4 s + a bits (a below 4), they differ in at most
-- s bits in one of the first a + 1 bands, or in at most s - 1 in one of the others: else there would be more. So it is enough to look up
-- the values of each band that are so near, and to compare whole fingerprints only of what is found (multi-index hashing, Norouzi,
-- Punjani and Fleet 2012). For a distance of 6 that is 52 values, for 10 it is 428, and for each there are 15 pictures in a million,
-- if fingerprints are evenly spread. The bands are the keys of one GIN index for each kind of fingerprint and bucket.

CREATE FUNCTION image_library.hamming_distance(a bigint, b bigint) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT bit_count((a # b)::bit(64))::integer;
END;
COMMENT ON FUNCTION image_library.hamming_distance(bigint, bigint) IS 'number of bits that differ, from 0 to 64';

CREATE FUNCTION image_library.bands(fingerprint bigint) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT ARRAY[(fingerprint & 65535)::integer, (1 << 16) | ((fingerprint >> 16) & 65535)::integer,
	             (2 << 16) | ((fingerprint >> 32) & 65535)::integer, (3 << 16) | ((fingerprint >> 48) & 65535)::integer];
END;
COMMENT ON FUNCTION image_library.bands(bigint) IS 'the four bands of 16 bits of a fingerprint, each with its number before it; what the indexes are on';

CREATE FUNCTION image_library.near_bands(fingerprint bigint, distance integer) RETURNS integer[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	WITH mask AS (
		SELECT 0 AS bits, 0 AS changed
		UNION ALL SELECT 1 << i, 1 FROM generate_series(0, 15) AS i
		UNION ALL SELECT (1 << i) | (1 << j), 2 FROM generate_series(0, 15) AS i, generate_series(0, 15) AS j WHERE i < j)
	SELECT array_agg(band # bits)
	  FROM unnest(image_library.bands(fingerprint)) WITH ORDINALITY AS b (band, place), mask
	 WHERE changed <= CASE WHEN place <= distance % 4 + 1 THEN distance / 4 ELSE distance / 4 - 1 END;
END;
COMMENT ON FUNCTION image_library.near_bands(bigint, integer) IS
	'the bands of which every fingerprint within a distance has one at least; up to a distance of 11';

CREATE INDEX asset_phash ON image_library.asset USING gin (image_library.bands(phash)) WITH (fastupdate = off);
CREATE INDEX asset_dhash ON image_library.asset USING gin (image_library.bands(dhash)) WITH (fastupdate = off);
CREATE INDEX asset_ahash ON image_library.asset USING gin (image_library.bands(ahash)) WITH (fastupdate = off);
COMMENT ON INDEX image_library.asset_phash IS 'near duplicates by perceptual hash';
COMMENT ON INDEX image_library.asset_dhash IS 'near duplicates by difference hash';
COMMENT ON INDEX image_library.asset_ahash IS 'near duplicates by average hash';

-- The planner does not know how few rows share a band, and all of them are wanted from the index whatever it thinks.
CREATE FUNCTION image_library.near(fingerprint bigint, within integer DEFAULT 6, kind text DEFAULT 'phash')
RETURNS TABLE (key uuid, distance integer) LANGUAGE plpgsql STABLE ROWS 10 SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
	wanted integer[];
BEGIN
	IF fingerprint IS NULL THEN
		RAISE null_value_not_allowed USING MESSAGE = 'the fingerprint must not be NULL';
	ELSIF within IS NULL OR within NOT BETWEEN 0 AND 64 THEN
		RAISE invalid_parameter_value USING MESSAGE = format('the distance must be from 0 to 64 bits, not %s', coalesce(within::text, 'NULL'));
	ELSIF kind IS NULL OR kind NOT IN ('phash', 'dhash', 'ahash') THEN
		RAISE invalid_parameter_value USING MESSAGE = format('the kind of fingerprint must be phash, dhash or ahash, not %s', coalesce(kind, 'NULL'));
	END IF;
	IF within > 10 THEN
		RAISE NOTICE 'all fingerprints are compared, as the index is for distances up to 10, not %', within;
		RETURN QUERY
		SELECT a.key, b.bits
		  FROM image_library.asset AS a,
		       image_library.hamming_distance(fingerprint, CASE kind WHEN 'phash' THEN a.phash WHEN 'dhash' THEN a.dhash ELSE a.ahash END) AS b (bits)
		 WHERE b.bits <= within ORDER BY b.bits, a.key;
		RETURN;
	END IF;
	wanted := image_library.near_bands(fingerprint, within);
	-- One statement for each kind, so that its plan is kept.
	IF kind = 'phash' THEN
		RETURN QUERY
		SELECT a.key, image_library.hamming_distance(fingerprint, a.phash) FROM image_library.asset AS a
		 WHERE image_library.bands(a.phash) OPERATOR(pg_catalog.&&) wanted AND image_library.hamming_distance(fingerprint, a.phash) <= within
		 ORDER BY 2, 1;
	ELSIF kind = 'dhash' THEN
		RETURN QUERY
		SELECT a.key, image_library.hamming_distance(fingerprint, a.dhash) FROM image_library.asset AS a
		 WHERE image_library.bands(a.dhash) OPERATOR(pg_catalog.&&) wanted AND image_library.hamming_distance(fingerprint, a.dhash) <= within
		 ORDER BY 2, 1;
	ELSE
		RETURN QUERY
		SELECT a.key, image_library.hamming_distance(fingerprint, a.ahash) FROM image_library.asset AS a
		 WHERE image_library.bands(a.ahash) OPERATOR(pg_catalog.&&) wanted AND image_library.hamming_distance(fingerprint, a.ahash) <= within
		 ORDER BY 2, 1;
	END IF;
END $$;
COMMENT ON FUNCTION image_library.near(bigint, integer, text) IS
	'pictures whose fingerprint (phash, dhash or ahash) differs in so many bits at most, the nearest first; all of them. Up to 10 bits by an index, above that by comparing all fingerprints, which a notice tells';

CREATE FUNCTION image_library.near_key(key uuid, within integer DEFAULT 6, kind text DEFAULT 'phash')
RETURNS TABLE (other uuid, distance integer) LANGUAGE plpgsql STABLE ROWS 10 AS $$
DECLARE
	fingerprint bigint;
BEGIN
	SELECT CASE kind WHEN 'phash' THEN a.phash WHEN 'dhash' THEN a.dhash WHEN 'ahash' THEN a.ahash ELSE 0 END INTO fingerprint
	  FROM image_library.asset AS a WHERE a.key = near_key.key;
	IF NOT FOUND THEN
		RAISE no_data_found USING MESSAGE = format('there is no picture %s', coalesce(key::text, 'NULL'));
	ELSIF fingerprint IS NULL THEN
		RAISE no_data_found USING MESSAGE = format('the picture %s has no %s', key, coalesce(kind, 'NULL'));
	END IF;
	RETURN QUERY SELECT n.key, n.distance FROM image_library.near(fingerprint, within, kind) AS n WHERE n.key <> near_key.key;
END $$;
COMMENT ON FUNCTION image_library.near_key(uuid, integer, text) IS
	'the other pictures that are near to one of the library, as near finds them';

REVOKE ALL ON FUNCTION image_library.hamming_distance(bigint, bigint), image_library.bands(bigint), image_library.near_bands(bigint, integer),
	image_library.near(bigint, integer, text), image_library.near_key(uuid, integer, text) FROM PUBLIC;
