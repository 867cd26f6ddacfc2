-- Our functions against pgvector's halfvec on the same values, in turn; see the script beside this file.
-- Wants: -v rounds=N, an empty database with the extension.

\set QUIET on
\pset footer off
SET jit = off;
SET max_parallel_workers_per_gather = 0;
SET client_min_messages = warning;

CREATE TABLE result (
	operation text, dim int, cap text, other text, round int, ours float8, theirs float8, place serial
);

-- Processor time of this session in milliseconds: what waiting for the processor takes does not count. The kernel adds it up
-- every few milliseconds, so that what is timed has to take many of them: each round repeats its statements.
CREATE FUNCTION processor_time() RETURNS float8 LANGUAGE sql VOLATILE AS
	$$ SELECT split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)::float8 / 1e6 $$;

-- Rounds of both statements, the order changing from one to the next; the first, uncounted, warms up.
CREATE PROCEDURE compare(operation text, dim int, cap text, ours text, other text, theirs text, rounds int, repeats int DEFAULT 12) LANGUAGE plpgsql AS $$
DECLARE
	started float8;
	times float8[2];
	turn int;
BEGIN
	PERFORM set_config('float2.kernel_cap', cap, false);
	FOR round IN 0 .. rounds LOOP
		FOR half IN 0 .. 1 LOOP
			turn := (round + half) % 2;
			started := processor_time();
			FOR repeat IN 1 .. repeats LOOP
				EXECUTE CASE turn WHEN 0 THEN ours ELSE theirs END;
			END LOOP;
			times[turn + 1] := (processor_time() - started) / repeats;
		END LOOP;
		IF round > 0 THEN
			INSERT INTO result VALUES (operation, dim, cap, other, round, times[1], times[2]);
		END IF;
	END LOOP;
	PERFORM set_config('float2.kernel_cap', 'auto', false);
END $$;

-- The same vectors in every type, all in the page (pgvector's default is out of line).
CREATE PROCEDURE make_tables(dim int, n int) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE TABLE single_%1$s (v float4[]); CREATE TABLE half_%1$s (v float2[]); CREATE TABLE theirs_%1$s (v halfvec(%1$s))', dim);
	PERFORM float2_set_storage(format('half_%s', dim)::regclass, 'v', dim);
	PERFORM float2_set_storage(format('single_%s', dim)::regclass, 'v', dim);
	EXECUTE format('ALTER TABLE theirs_%s ALTER v SET STORAGE PLAIN', dim);
	PERFORM setseed(0.5);
	EXECUTE format('INSERT INTO half_%1$s SELECT gen_rand_f2_arr(1, %1$s) FROM generate_series(1, %2$s)', dim, n);
	EXECUTE format('INSERT INTO single_%1$s SELECT v FROM half_%1$s', dim);
	EXECUTE format('INSERT INTO theirs_%1$s SELECT v FROM half_%1$s', dim);
END $$;

CALL make_tables(128, 80000);
CALL make_tables(512, 20000);
CALL make_tables(1024, 10000);
CALL make_tables(2048, 5000);
VACUUM ANALYZE;

CALL compare('array_f32_to_f16', 1024, 'auto', 'SELECT count(array_f32_to_f16(v)) FROM single_1024',
             'real[]::halfvec', 'SELECT count(v::halfvec) FROM single_1024', :rounds, 3);
CALL compare('array_f16_to_f32', 1024, 'auto', 'SELECT count(array_f16_to_f32(v)) FROM half_1024',
             'halfvec::real[]', 'SELECT count(v::real[]) FROM theirs_1024', :rounds, 3);

SELECT format('CALL compare(%L, %s, %L, %L, %L, %L, %s)', operation || ' over all rows', dim, cap,
              format('SELECT sum(v %s q) FROM half_%s, (SELECT v AS q FROM half_%2$s LIMIT 1) AS s', operation, dim),
              'halfvec ' || operation,
              format('SELECT sum(v %s q) FROM theirs_%s, (SELECT v AS q FROM theirs_%2$s LIMIT 1) AS s', operation, dim), :rounds)
  FROM unnest(ARRAY['auto', 'f16c']) WITH ORDINALITY AS c (cap, i), unnest(ARRAY['<->', '<#>', '<=>', '<+>']) WITH ORDINALITY AS o (operation, j),
       unnest(ARRAY[128, 512, 1024, 2048]) AS dim
 ORDER BY i, j, dim
\gexec

SELECT format('CALL compare(%L, %s, %L, %L, %L, %L, %s)', 'ORDER BY v <-> q LIMIT 10, exact', dim, 'auto',
              format('SELECT v FROM half_%s ORDER BY v <-> (SELECT v FROM half_%1$s LIMIT 1) LIMIT 10', dim),
              'halfvec', format('SELECT v FROM theirs_%s ORDER BY v <-> (SELECT v FROM theirs_%1$s LIMIT 1) LIMIT 10', dim), :rounds)
  FROM unnest(ARRAY[128, 512, 1024, 2048]) AS dim
\gexec

\echo '## Processor time'
\echo
\pset format unaligned
\echo '| operation | dim | cap | ours, ms | other, ms | other | ours / other, median | 10 % to 90 % |'
\echo '| --- | ---: | --- | ---: | ---: | --- | ---: | --- |'
\pset tuples_only on
SELECT '| ' || concat_ws(' | ', operation, dim, cap,
                         round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ours)::numeric, 2),
                         round(percentile_cont(0.5) WITHIN GROUP (ORDER BY theirs)::numeric, 2), other,
                         round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ours / theirs)::numeric, 2),
                         format('%s to %s', round(percentile_cont(0.1) WITHIN GROUP (ORDER BY ours / theirs)::numeric, 2),
                                round(percentile_cont(0.9) WITHIN GROUP (ORDER BY ours / theirs)::numeric, 2))) || ' |'
  FROM result GROUP BY operation, dim, cap, other ORDER BY min(place);
\echo
\echo '## Size, all in the page'
\echo
\echo '| dim | rows | float2[], MB | float4[], MB | halfvec, MB | float2[] / float4[] |'
\echo '| ---: | ---: | ---: | ---: | ---: | ---: |'
SELECT '| ' || concat_ws(' | ', dim, n, round(half / 1e6, 1), CASE WHEN single_inside THEN round(single / 1e6, 1)::text ELSE 'does not fit' END,
                         round(theirs / 1e6, 1), CASE WHEN single_inside THEN round(half / single, 3)::text ELSE '-' END) || ' |'
  FROM (VALUES (128, 80000), (512, 20000), (1024, 10000), (2048, 5000)) AS t (dim, n),
       LATERAL (SELECT pg_relation_size(format('half_%s', dim)::regclass)::numeric AS half,
                       pg_relation_size(format('single_%s', dim)::regclass)::numeric AS single,
                       pg_relation_size(format('theirs_%s', dim)::regclass)::numeric AS theirs,
                       4 * dim + 152 <= 8160 AS single_inside) AS s
 ORDER BY dim;
