-- sets of ids: text, binary, limits
SELECT '{5, 3,3 ,1}'::id_set, ' { } '::id_set, '{}'::id_set, '{-9223372036854775808,9223372036854775807,0}'::id_set;
SELECT id_set(ARRAY[3,1,2,1]::bigint[]), id_set('{}'::bigint[]), '{7,8}'::id_set::bigint[], '{}'::id_set::bigint[];
SELECT id_set_cardinality('{}'), id_set_cardinality('{1}'), id_set_cardinality('{1,1,2}');
SELECT id_set_contains('{}', 0), id_set_contains('{0}', 0), id_set_contains('{1,5,9}', 5), id_set_contains('{1,5,9}', 6),
       id_set_contains('{1,5,9}', 0), id_set_contains('{1,5,9}', 10),
       id_set_contains('{-9223372036854775808,9223372036854775807}', 9223372036854775807),
       id_set_contains('{-9223372036854775808,9223372036854775807}', 0);
SELECT id_set_union('{}', '{}'), id_set_union('{1}', '{}'), id_set_union('{}', '{1}'), id_set_union('{1,3,5}', '{2,3,9}');
SELECT id_set_send('{1,-1}'), id_set_send('{}');

-- what is no set
SELECT '1,2'::id_set;
SELECT '{1,2'::id_set;
SELECT '{1,,2}'::id_set;
SELECT '{1,2,}'::id_set;
SELECT '{1}x'::id_set;
SELECT '{1.5}'::id_set;
SELECT '{NULL}'::id_set;
SELECT ''::id_set;
SELECT '{1,9223372036854775808}'::id_set;
SELECT id_set(ARRAY[1,NULL]::bigint[]);
SELECT id_set(ARRAY[[1,2],[3,4]]::bigint[]);

-- random sets of all sizes and densities: every id comes back in order, is found, and no other is
CREATE FUNCTION check_sets(rounds int) RETURNS TABLE (fault text, size int, span float8) LANGUAGE plpgsql AS $$
DECLARE
	ids bigint[];
	packed id_set;
BEGIN
	FOR i IN 1 .. rounds LOOP
		span := exp(random() * 42);
		ids := ARRAY(SELECT (random() * span - span / 2)::bigint FROM generate_series(1, floor(exp(random() * 8.5))::int));
		IF i % 10 = 0 THEN
			ids := ids || ARRAY[9223372036854775807, -9223372036854775808];
		END IF;
		size := cardinality(ids);
		packed := ids;
		fault := CASE
			WHEN packed::bigint[] <> ARRAY(SELECT DISTINCT id FROM unnest(ids) AS id ORDER BY id) THEN 'list'
			WHEN packed::text::id_set::text <> packed::text THEN 'text'
			WHEN EXISTS (SELECT FROM unnest(ids) AS id WHERE NOT id_set_contains(packed, id)) THEN 'missing'
			WHEN EXISTS (SELECT FROM (SELECT (random() * span * 1.1 - span * 0.55)::bigint FROM generate_series(1, 50)
			                          UNION ALL
			                          SELECT id + d FROM unnest(ids[1:50]) AS id, unnest(ARRAY[-1, 1]) AS d WHERE id BETWEEN -9e18 AND 9e18) AS other (id)
			              WHERE id_set_contains(packed, id) <> (id = ANY (ids))) THEN 'wrong'
			WHEN id_set_union(packed, (SELECT array_agg(id + 1) FROM unnest(ids[1:500]) AS id WHERE id < 9e18)::id_set)::text
			     <> (SELECT array_agg(DISTINCT u ORDER BY u) FROM (SELECT unnest(ids) UNION ALL SELECT id + 1 FROM unnest(ids[1:500]) AS id WHERE id < 9e18) AS s (u))::text
			     THEN 'union'
		END;
		IF fault IS NOT NULL THEN
			RETURN NEXT;
		END IF;
	END LOOP;
END $$;
SELECT setseed(0.5);
SELECT * FROM check_sets(200);
DROP FUNCTION check_sets(int);

-- 1,000 ids of 60,000 take below 1.2 bytes each; those of a sequence below half a byte
SELECT pg_column_size(id_set(array_agg(i * 60 + i % 7))) < 1200 FROM generate_series(1, 1000) AS i;
SELECT pg_column_size(id_set(array_agg(i::bigint))) < 500 FROM generate_series(1, 1000) AS i;

-- in rows: short, in the page and out of line
CREATE TABLE sets (id int, s id_set);
INSERT INTO sets SELECT n, (SELECT id_set(array_agg(i::bigint * i)) FROM generate_series(1, n) AS i) FROM unnest(ARRAY[1, 5, 1000, 20000]) AS n;
SELECT id, id_set_cardinality(s), id_set_contains(s, id::bigint * id), id_set_contains(s, id::bigint * id - 1) FROM sets ORDER BY id;
DROP TABLE sets;
