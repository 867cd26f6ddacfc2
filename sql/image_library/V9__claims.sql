-- Claims and ends take the same way through the indexes, whatever the planner's statistics say. These are of some moment of a run, and the
-- next moment all is different: of 10,000 instances all are ready, then none; all dependencies are satisfied, then 10,000 more come that
-- are not. Plans of such a moment read a whole table for each claim or end, until the next automatic ANALYZE.

-- Most instances depend on few others, however many depend on one.
ALTER TABLE image_library.dependency ALTER COLUMN depends_on SET (n_distinct = -0.5);
ANALYZE image_library.dependency;

ALTER FUNCTION image_library.count_down(bigint[]) SET enable_seqscan = off;
ALTER FUNCTION image_library.finish(bigint, image_library.attempt_end[]) SET enable_seqscan = off;
ALTER FUNCTION image_library.heartbeat(bigint, bigint[], bigint[], bigint[]) SET enable_seqscan = off;
ALTER FUNCTION image_library.take_over() SET enable_seqscan = off;

CREATE OR REPLACE FUNCTION image_library.claim(worker_id bigint, most integer, kinds text[] DEFAULT NULL, groups text[] DEFAULT NULL)
RETURNS TABLE (instance_id bigint, trigger_id bigint, name text, kind text, command text[], parameters jsonb, attempt integer)
LANGUAGE plpgsql SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
	task_group record;
	free integer[];
	surplus bigint;
	claimed bigint[];
	took bigint[];
BEGIN
	IF (SELECT i.id FROM image_library.instance AS i WHERE i.state = 'ready' ORDER BY i.group_name, i.id LIMIT 1) IS NULL
	   AND EXISTS (SELECT FROM image_library.worker AS w WHERE w.id = claim.worker_id AND w.ended_at IS NULL) THEN
		-- who only looks writes nothing
		RETURN;
	END IF;
	PERFORM image_library.lock_worker(claim.worker_id);
	-- one step into the index for each group that has anything; the group of the oldest first
	FOR task_group IN
		WITH RECURSIVE oldest AS (
			(SELECT i.group_name, i.id FROM image_library.instance AS i WHERE i.state = 'ready' ORDER BY i.group_name, i.id LIMIT 1)
			UNION ALL
			SELECT n.group_name, n.id
			  FROM oldest, LATERAL (SELECT i.group_name, i.id FROM image_library.instance AS i
			                         WHERE i.state = 'ready' AND i.group_name > oldest.group_name ORDER BY i.group_name, i.id LIMIT 1) AS n
		)
		SELECT g.name, g.max_running FROM oldest JOIN image_library.task_group AS g ON g.name = oldest.group_name
		 WHERE groups IS NULL OR g.name = ANY (groups) ORDER BY oldest.id
	LOOP
		EXIT WHEN most <= 0;
		free := NULL;
		IF task_group.max_running IS NOT NULL THEN
			-- each that still runs above a limit that was lowered takes a free slot's place
			surplus := (SELECT count(*) FROM image_library.group_slot AS s WHERE s.group_name = task_group.name AND s.slot > task_group.max_running);
			free := ARRAY(SELECT s.slot FROM image_library.group_slot AS s
			               WHERE s.group_name = task_group.name AND s.instance_id IS NULL
			               ORDER BY s.slot LIMIT most + surplus FOR UPDATE SKIP LOCKED);
			free := free[:cardinality(free) - surplus];
			CONTINUE WHEN cardinality(free) = 0;
		END IF;
		-- a range of one name: where the name is equal, the planner may as well walk through all ids
		claimed := ARRAY(SELECT i.id FROM image_library.instance AS i
		                  WHERE i.state = 'ready' AND i.group_name >= task_group.name AND i.group_name <= task_group.name
		                    AND (kinds IS NULL OR i.kind = ANY (kinds)) AND (i.not_before IS NULL OR i.not_before <= clock_timestamp())
		                  ORDER BY i.group_name, i.id LIMIT least(most, cardinality(free)) FOR NO KEY UPDATE SKIP LOCKED);
		CONTINUE WHEN cardinality(claimed) = 0;
		IF free IS NOT NULL THEN
			UPDATE image_library.group_slot AS s SET instance_id = u.instance_id
			  FROM unnest(free, claimed) AS u (slot, instance_id)
			 WHERE s.group_name = task_group.name AND s.slot = u.slot AND u.instance_id IS NOT NULL;
		END IF;
		took := took || claimed;
		most := most - cardinality(claimed);
	END LOOP;
	IF took IS NULL THEN
		RETURN;
	END IF;
	RETURN QUERY
		WITH i AS (
			UPDATE image_library.instance AS i
			   SET state = 'running', worker_id = claim.worker_id, attempt = attempt + 1, not_before = NULL
			 WHERE i.id = ANY (took)
			RETURNING i.id, i.trigger_id, i.name, i.kind, i.command, i.parameters, i.attempt
		), a AS (
			INSERT INTO image_library.attempt (instance_id, attempt, worker_id, started_at)
			SELECT i.id, i.attempt, claim.worker_id, clock_timestamp() FROM i
		)
		SELECT i.id, i.trigger_id, i.name, i.kind, i.command, t.parameters || i.parameters, i.attempt
		  FROM i JOIN image_library.trigger_record AS t ON t.id = i.trigger_id ORDER BY i.id;
END $$;

CREATE OR REPLACE FUNCTION image_library.end_attempts(ends image_library.attempt_end[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
	instances bigint[] := ARRAY(SELECT e.instance_id FROM unnest(ends) AS e);
	succeeded bigint[] := ARRAY(SELECT e.instance_id FROM unnest(ends) AS e WHERE e.outcome = 'succeeded');
	ready integer;
BEGIN
	UPDATE image_library.attempt AS a
	   SET ended_at = clock_timestamp(), outcome = CASE e.outcome WHEN 'transient' THEN 'failed' ELSE e.outcome END, error = e.error, output = e.output
	  FROM unnest(ends) AS e WHERE a.instance_id = e.instance_id AND a.attempt = e.attempt;
	DELETE FROM image_library.group_slot AS s USING image_library.task_group AS g
	 WHERE s.instance_id = ANY (instances) AND g.name = s.group_name AND s.slot > g.max_running;
	UPDATE image_library.group_slot AS s SET instance_id = NULL WHERE s.instance_id = ANY (instances);
	UPDATE image_library.instance AS i
	   SET worker_id = NULL,
	       failures = i.failures + (e.outcome = 'transient')::integer,
	       losses = i.losses + (e.outcome = 'lost')::integer,
	       not_before = CASE e.outcome WHEN 'transient' THEN clock_timestamp() + least(interval '5 min', interval '1 s' * 2 ^ least(i.failures, 10)) END,
	       state = CASE
	           WHEN e.outcome IN ('succeeded', 'failed', 'stopped') THEN e.outcome
	           WHEN i.state = 'stopping' THEN 'stopped'
	           WHEN e.outcome = 'transient' AND i.failures + 1 >= i.max_attempts THEN 'failed'
	           -- it may be the instance that kills them
	           WHEN e.outcome = 'lost' AND i.losses + 1 >= 10 THEN 'failed'
	           ELSE 'ready' END
	  FROM unnest(ends) AS e WHERE i.id = e.instance_id;
	WITH d AS (
		UPDATE image_library.dependency AS d SET satisfied = true
		 WHERE d.depends_on = ANY (succeeded) AND NOT d.satisfied
		RETURNING d.instance_id
	)
	SELECT array_agg(d.instance_id) INTO instances FROM d;
	IF instances IS NOT NULL THEN
		ready := image_library.count_down(instances);
	END IF;
	-- who ends attempts takes as many new ones; the others are woken for what is more than that
	IF ready > cardinality(ends) OR EXISTS (SELECT FROM unnest(ends) AS e WHERE e.outcome IN ('interrupted', 'lost')) THEN
		PERFORM image_library.wake_workers('ready');
	END IF;
END $$;
