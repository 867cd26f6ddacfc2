-- How long the history of tasks is kept. Nothing is deleted unless somebody has said how long; then workers do it, now and then and in
-- small transactions.

CREATE TABLE image_library.upkeep (
	one boolean PRIMARY KEY DEFAULT true CHECK (one),
	keep interval CHECK (keep > interval '0'),
	keep_workers interval NOT NULL DEFAULT '30 days' CHECK (keep_workers >= interval '0'),
	every interval NOT NULL DEFAULT '1 hour' CHECK (every > interval '0'),
	next_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE image_library.upkeep IS 'what workers delete, and when: one row';
COMMENT ON COLUMN image_library.upkeep.keep IS 'how long trigger records that have ended are kept, unless task_keep says otherwise; NULL: for ever';
COMMENT ON COLUMN image_library.upkeep.keep_workers IS 'how long rows of workers that have ended are kept; longer while an attempt of theirs is';
COMMENT ON COLUMN image_library.upkeep.every IS 'how often workers look';
COMMENT ON COLUMN image_library.upkeep.next_at IS 'when a worker looks next; the past while there is more to delete';
INSERT INTO image_library.upkeep DEFAULT VALUES;

CREATE TABLE image_library.task_keep (
	task_id bigint PRIMARY KEY REFERENCES image_library.task ON DELETE CASCADE,
	keep interval CHECK (keep > interval '0')
);
COMMENT ON TABLE image_library.task_keep IS 'tasks whose trigger records are kept for a time of their own';
COMMENT ON COLUMN image_library.task_keep.keep IS 'NULL: for ever';

-- What a deletion looks for: without them it would read the tables once for each row.
CREATE INDEX history_of_trigger ON image_library.history (trigger_id, id) WHERE trigger_id IS NOT NULL;
COMMENT ON INDEX image_library.history_of_trigger IS 'what was done to a trigger record';
CREATE INDEX history_of_instance ON image_library.history (instance_id) WHERE instance_id IS NOT NULL;
COMMENT ON INDEX image_library.history_of_instance IS 'what was done to an instance';
CREATE INDEX attempt_of_worker ON image_library.attempt (worker_id);
COMMENT ON INDEX image_library.attempt_of_worker IS 'what a worker has run';

CREATE FUNCTION image_library.forget_lock() RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
	SELECT hashtextextended('image_library.forget', 0);
$$;
COMMENT ON FUNCTION image_library.forget_lock() IS 'key of the advisory lock that keeps trigger records which have ended from beginning again';

CREATE OR REPLACE FUNCTION image_library.lock_trigger(trigger_id bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	task bigint;
BEGIN
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		-- what others did before the lock was free would not be seen
		RAISE feature_not_supported USING MESSAGE = 'trigger records and instances are changed in transactions of the level read committed only, not '
			|| current_setting('transaction_isolation');
	END IF;
	PERFORM pg_advisory_xact_lock_shared(image_library.forget_lock());
	PERFORM pg_advisory_xact_lock(image_library.graph_lock(trigger_id));
	SELECT t.task_id INTO task FROM image_library.trigger_record AS t WHERE t.id = trigger_id;
	IF NOT FOUND THEN
		RAISE no_data_found USING MESSAGE = format('there is no trigger record %s', coalesce(trigger_id::text, 'NULL'));
	END IF;
	RETURN task;
END $$;

CREATE FUNCTION image_library.trigger_ended_at(trigger_id bigint) RETURNS timestamptz LANGUAGE sql STABLE AS $$
	SELECT greatest(r.triggered_at,
	                (SELECT max(a.ended_at) FROM image_library.instance AS i JOIN image_library.attempt AS a ON a.instance_id = i.id WHERE i.trigger_id = r.id),
	                (SELECT max(h.at) FROM image_library.history AS h WHERE h.trigger_id = r.id))
	  FROM image_library.trigger_record AS r
	 WHERE r.id = trigger_ended_at.trigger_id
	   AND NOT EXISTS (SELECT FROM image_library.instance AS i WHERE i.trigger_id = r.id AND i.state IN ('ready', 'running', 'stopping'));
$$;
COMMENT ON FUNCTION image_library.trigger_ended_at(bigint) IS
	'when a trigger record has come to its end, or was last stopped or rerun; NULL while anything of it runs or can run';

CREATE FUNCTION image_library.forget_triggers(before timestamptz, task text, most bigint DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	of_task bigint := CASE WHEN task IS NOT NULL THEN image_library.task_id(task) END;
	old bigint;
	instances bigint := 0;
	forgotten bigint := 0;
BEGIN
	-- whoever reruns one of them waits, and then finds it gone
	PERFORM pg_advisory_xact_lock(image_library.forget_lock());
	FOR old IN
		SELECT r.id FROM image_library.trigger_record AS r
		 WHERE r.triggered_at < before AND (of_task IS NULL OR r.task_id = of_task) ORDER BY r.id
	LOOP
		EXIT WHEN instances >= most;
		CONTINUE WHEN (image_library.trigger_ended_at(old) < before) IS NOT TRUE;
		instances := instances + 1 + (SELECT count(*) FROM image_library.instance AS i WHERE i.trigger_id = old);
		DELETE FROM image_library.trigger_record AS r WHERE r.id = old;
		forgotten := forgotten + 1;
	END LOOP;
	RETURN forgotten;
END $$;
COMMENT ON FUNCTION image_library.forget_triggers(timestamptz, text, bigint) IS
	'deletes trigger records that had ended before that time, of one task or, with NULL, of all, with their instances, attempts and history; never one of which anything runs or can run. The oldest first, until there were so many instances; NULL: all. Returns how many records';

CREATE OR REPLACE FUNCTION image_library.forget_triggers(before timestamptz) RETURNS bigint LANGUAGE sql AS $$
	SELECT image_library.forget_triggers(before, NULL);
$$;
COMMENT ON FUNCTION image_library.forget_triggers(timestamptz) IS
	'deletes all trigger records that had ended before that time, with their instances, attempts and history. Returns how many';

CREATE FUNCTION image_library.forget_workers(before timestamptz, most bigint DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	forgotten bigint;
BEGIN
	DELETE FROM image_library.worker AS w
	 WHERE w.id IN (SELECT o.id FROM image_library.worker AS o
	                 WHERE o.ended_at < before AND NOT EXISTS (SELECT FROM image_library.attempt AS a WHERE a.worker_id = o.id)
	                 ORDER BY o.id LIMIT most);
	GET DIAGNOSTICS forgotten = ROW_COUNT;
	RETURN forgotten;
END $$;
COMMENT ON FUNCTION image_library.forget_workers(timestamptz, bigint) IS
	'deletes workers that had ended before that time and of which no attempt is kept, at most so many. Returns how many';

CREATE FUNCTION image_library.set_keep(task text, keep interval) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	of_task bigint := CASE WHEN task IS NOT NULL THEN image_library.task_id(task) END;
BEGIN
	IF set_keep.keep <= interval '0' THEN
		RAISE invalid_parameter_value USING MESSAGE = format('trigger records are kept for some time, not for %s', set_keep.keep);
	END IF;
	IF of_task IS NULL THEN
		UPDATE image_library.upkeep AS u SET keep = set_keep.keep, next_at = clock_timestamp();
	ELSE
		INSERT INTO image_library.task_keep VALUES (of_task, set_keep.keep) ON CONFLICT (task_id) DO UPDATE SET keep = excluded.keep;
		INSERT INTO image_library.history (action, task_id, detail) VALUES ('kept', of_task, coalesce(set_keep.keep::text, 'for ever'));
		UPDATE image_library.upkeep AS u SET next_at = clock_timestamp();
	END IF;
END $$;
COMMENT ON FUNCTION image_library.set_keep(text, interval) IS
	'says how long trigger records of a task are kept after their end; a task of NULL: those of all tasks for which nothing else was said; a time of NULL: for ever';

CREATE FUNCTION image_library.reset_keep(task text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	of_task bigint := image_library.task_id(task);
BEGIN
	DELETE FROM image_library.task_keep AS k WHERE k.task_id = of_task;
	INSERT INTO image_library.history (action, task_id, detail) VALUES ('kept', of_task, 'as all tasks');
	UPDATE image_library.upkeep AS u SET next_at = clock_timestamp();
END $$;
COMMENT ON FUNCTION image_library.reset_keep(text) IS 'trigger records of the task are kept as long as those of all tasks';

CREATE VIEW image_library.keep_status AS
	SELECT t.id AS task_id, t.name AS task, CASE WHEN k.task_id IS NULL THEN u.keep ELSE k.keep END AS keep, k.task_id IS NOT NULL AS own
	  FROM image_library.upkeep AS u CROSS JOIN image_library.task AS t LEFT JOIN image_library.task_keep AS k ON k.task_id = t.id
	UNION ALL
	SELECT NULL, NULL, u.keep, false FROM image_library.upkeep AS u;
COMMENT ON VIEW image_library.keep_status IS
	'how long trigger records of each task are kept after their end, NULL: for ever; and of tasks for which nothing else was said, in the row without a task';

CREATE FUNCTION image_library.do_upkeep(most bigint) RETURNS TABLE (triggers bigint, workers bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	settings image_library.upkeep;
	kept record;
BEGIN
	triggers := 0;
	workers := 0;
	SELECT * INTO settings FROM image_library.upkeep WHERE next_at <= clock_timestamp() FOR UPDATE SKIP LOCKED;
	IF NOT FOUND THEN
		RETURN;
	END IF;
	FOR kept IN SELECT k.task, clock_timestamp() - k.keep AS before FROM image_library.keep_status AS k WHERE k.task IS NOT NULL AND k.keep IS NOT NULL LOOP
		triggers := image_library.forget_triggers(kept.before, kept.task, most);
		EXIT WHEN triggers > 0;
	END LOOP;
	workers := image_library.forget_workers(clock_timestamp() - settings.keep_workers, most);
	IF triggers + workers = 0 THEN
		UPDATE image_library.upkeep SET next_at = clock_timestamp() + settings.every;
	END IF;
	RETURN NEXT;
END $$;
COMMENT ON FUNCTION image_library.do_upkeep(bigint) IS
	'a worker deletes what is kept no longer, of one task and so many instances at a time; it goes on until nothing was deleted. No row: another one does it, or it is not time yet';

-- As before, and nothing of it begins again meanwhile.
CREATE OR REPLACE FUNCTION image_library.delete_task(task text) RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	gone bigint := image_library.task_id(task);
	busy record;
BEGIN
	PERFORM pg_advisory_xact_lock(image_library.forget_lock());
	PERFORM FROM image_library.task AS t WHERE t.id = gone FOR UPDATE;
	SELECT r.id INTO busy FROM image_library.trigger_record AS r
	 WHERE r.task_id = gone AND image_library.trigger_ended_at(r.id) IS NULL ORDER BY r.id LIMIT 1;
	IF FOUND THEN
		RAISE object_in_use USING MESSAGE = format('task "%s" has a trigger that has not ended: %s', task, busy.id), HINT = 'Stop it first, or let it end.';
	END IF;
	DELETE FROM image_library.trigger_record AS r WHERE r.task_id = gone;
	DELETE FROM image_library.history AS h WHERE h.task_id = gone;
	DELETE FROM image_library.task AS t WHERE t.id = gone;
END $$;

COMMENT ON TABLE image_library.attempt IS 'every run of every instance; rows stay as long as the trigger record';

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA image_library FROM PUBLIC;
