-- The scheduler. A task cannot run by itself: a trigger makes a trigger record, which turns the task's steps into instances; workers
-- claim instances and run them. Every change of state is a function here, so that psql, the command and workers do the same.

CREATE SCHEMA IF NOT EXISTS image_library;
COMMENT ON SCHEMA image_library IS 'pictures: assets, attributes, views of businesses, and the scheduler of what is done to them';

CREATE TABLE image_library.task_group (
	name text PRIMARY KEY CHECK (name <> ''),
	max_running integer CHECK (max_running >= 0)
);
COMMENT ON TABLE image_library.task_group IS 'groups of instances, which bound how many run at once; set_group_limit writes it';
COMMENT ON COLUMN image_library.task_group.max_running IS 'most instances that run at once, on all workers together; NULL: no bound';

INSERT INTO image_library.task_group VALUES ('default', NULL);

CREATE TABLE image_library.task (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	name text NOT NULL UNIQUE CHECK (name <> ''),
	type text NOT NULL CHECK (type <> ''),
	schedule text NOT NULL CHECK (schedule IN ('once', 'cron')),
	cron text,
	time_zone text NOT NULL,
	next_due timestamptz,
	parameters jsonb NOT NULL CHECK (jsonb_typeof(parameters) = 'object'),
	steps jsonb NOT NULL,
	state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused')),
	schedule_error text,
	created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	created_by text NOT NULL DEFAULT session_user,
	CHECK ((schedule = 'cron') = (cron IS NOT NULL))
);
COMMENT ON TABLE image_library.task IS 'what can be triggered, by hand or by a schedule';
COMMENT ON COLUMN image_library.task.type IS 'what kind of work it is, for people and filters';
COMMENT ON COLUMN image_library.task.schedule IS 'once: by hand, or at next_due; cron: again and again';
COMMENT ON COLUMN image_library.task.cron IS 'minute, hour, day of month, month, day of week';
COMMENT ON COLUMN image_library.task.time_zone IS 'where cron''s hours are read';
COMMENT ON COLUMN image_library.task.next_due IS 'when the schedule triggers it next; NULL for a cron schedule that no worker has looked at yet';
COMMENT ON COLUMN image_library.task.parameters IS 'source, filter and whatever else its instances need';
COMMENT ON COLUMN image_library.task.steps IS 'the instances that a trigger makes; see parse_instances';
COMMENT ON COLUMN image_library.task.state IS 'paused: the schedule does not trigger it; by hand it can be';
COMMENT ON COLUMN image_library.task.schedule_error IS 'why the schedule paused the task';

CREATE TABLE image_library.trigger_record (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	task_id bigint NOT NULL REFERENCES image_library.task,
	due_at timestamptz,
	triggered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	triggered_by text NOT NULL DEFAULT session_user,
	parameters jsonb NOT NULL CHECK (jsonb_typeof(parameters) = 'object'),
	stopping boolean NOT NULL DEFAULT false,
	UNIQUE (task_id, due_at)
);
COMMENT ON TABLE image_library.trigger_record IS 'a task that was triggered; its instances are what runs';
COMMENT ON COLUMN image_library.trigger_record.due_at IS 'the time in the schedule that it is for, one record each; NULL when triggered by hand';
COMMENT ON COLUMN image_library.trigger_record.parameters IS 'those of the task as they were, and those given to the trigger, which win';
COMMENT ON COLUMN image_library.trigger_record.stopping IS 'stopped as a whole, and not rerun since: instances that are added do not run';
CREATE INDEX trigger_record_of_task ON image_library.trigger_record (task_id, id);
COMMENT ON INDEX image_library.trigger_record_of_task IS 'the latest triggers of a task';

CREATE TABLE image_library.worker (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	host text NOT NULL,
	process bigint NOT NULL,
	slots integer NOT NULL CHECK (slots > 0),
	heartbeat_timeout interval NOT NULL CHECK (heartbeat_timeout > interval '0'),
	started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	heartbeat_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	ended_at timestamptz,
	lost boolean NOT NULL DEFAULT false
) WITH (fillfactor = 50);
COMMENT ON TABLE image_library.worker IS 'processes that run instances; one that starts again is a new row';
COMMENT ON COLUMN image_library.worker.process IS 'process id on its host';
COMMENT ON COLUMN image_library.worker.slots IS 'most instances that it runs at once';
COMMENT ON COLUMN image_library.worker.heartbeat_timeout IS 'without a heartbeat for so long it is lost, and its instances go to others';
COMMENT ON COLUMN image_library.worker.lost IS 'it did not end by itself: others have taken over from it';
CREATE INDEX worker_alive ON image_library.worker (id) WHERE ended_at IS NULL;
COMMENT ON INDEX image_library.worker_alive IS 'the workers that have not ended';

CREATE TABLE image_library.instance (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	trigger_id bigint NOT NULL REFERENCES image_library.trigger_record ON DELETE CASCADE,
	name text NOT NULL CHECK (name <> ''),
	kind text NOT NULL CHECK (kind IN ('sql', 'java', 'shell')),
	command text[] NOT NULL CHECK (cardinality(command) > 0),
	group_name text NOT NULL REFERENCES image_library.task_group,
	parameters jsonb NOT NULL CHECK (jsonb_typeof(parameters) = 'object'),
	max_attempts integer NOT NULL CHECK (max_attempts > 0),
	state text NOT NULL CHECK (state IN ('waiting', 'ready', 'running', 'stopping', 'succeeded', 'failed', 'stopped')),
	waiting_for integer NOT NULL CHECK (waiting_for >= 0),
	not_before timestamptz,
	attempt integer NOT NULL DEFAULT 0,
	failures integer NOT NULL DEFAULT 0,
	losses integer NOT NULL DEFAULT 0,
	worker_id bigint REFERENCES image_library.worker,
	UNIQUE (trigger_id, name) INCLUDE (state),
	CHECK ((state IN ('running', 'stopping')) = (worker_id IS NOT NULL)),
	CHECK (state <> 'ready' OR waiting_for = 0)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
COMMENT ON TABLE image_library.instance IS 'the smallest thing that is run, stopped and rerun';
COMMENT ON COLUMN image_library.instance.command IS 'the statement, the name of the action, or the program with its arguments';
COMMENT ON COLUMN image_library.instance.parameters IS 'its own; those of the trigger record count where it has none of that name';
COMMENT ON COLUMN image_library.instance.max_attempts IS 'how often it is tried when it fails for a reason that may pass';
COMMENT ON COLUMN image_library.instance.state IS
	'waiting for others, ready to be claimed, running, stopping: asked to stop; and the ends succeeded, failed, stopped';
COMMENT ON COLUMN image_library.instance.waiting_for IS 'how many of those it depends on have not succeeded';
COMMENT ON COLUMN image_library.instance.not_before IS 'when it may be tried again';
COMMENT ON COLUMN image_library.instance.attempt IS 'number of the last attempt; only that one can end the instance';
COMMENT ON COLUMN image_library.instance.failures IS 'passing failures since it was last made ready by hand';
COMMENT ON COLUMN image_library.instance.losses IS 'lost workers since then';
COMMENT ON COLUMN image_library.instance.worker_id IS 'who runs it';
CREATE INDEX instance_ready ON image_library.instance (group_name, id) WHERE state = 'ready';
COMMENT ON INDEX image_library.instance_ready IS 'what can be claimed, the oldest first';
CREATE INDEX instance_running ON image_library.instance (worker_id) WHERE worker_id IS NOT NULL;
COMMENT ON INDEX image_library.instance_running IS 'what a worker holds';

CREATE TABLE image_library.dependency (
	instance_id bigint NOT NULL REFERENCES image_library.instance ON DELETE CASCADE,
	depends_on bigint NOT NULL REFERENCES image_library.instance ON DELETE CASCADE,
	satisfied boolean NOT NULL,
	PRIMARY KEY (instance_id, depends_on),
	CHECK (depends_on < instance_id)
);
COMMENT ON TABLE image_library.dependency IS 'what has to succeed before an instance runs; always an older instance, so there are no circles';
COMMENT ON COLUMN image_library.dependency.satisfied IS 'it has succeeded, and is counted in waiting_for no more';
CREATE INDEX dependency_of ON image_library.dependency (depends_on);
COMMENT ON INDEX image_library.dependency_of IS 'who depends on an instance';

-- A bounded group has as many slots as may run. Whoever runs holds one, alone: that keeps the bound, and claims lock different slots
-- instead of waiting for one counter.
CREATE TABLE image_library.group_slot (
	group_name text NOT NULL REFERENCES image_library.task_group ON DELETE CASCADE,
	slot integer NOT NULL CHECK (slot > 0),
	instance_id bigint UNIQUE REFERENCES image_library.instance ON DELETE SET NULL,
	PRIMARY KEY (group_name, slot)
) WITH (fillfactor = 50);
COMMENT ON TABLE image_library.group_slot IS 'places of the groups that have a bound';
COMMENT ON COLUMN image_library.group_slot.instance_id IS 'who runs in it; NULL: free';
CREATE INDEX group_slot_free ON image_library.group_slot (group_name, slot) WHERE instance_id IS NULL;
COMMENT ON INDEX image_library.group_slot_free IS 'free slots';

CREATE TABLE image_library.attempt (
	instance_id bigint NOT NULL REFERENCES image_library.instance ON DELETE CASCADE,
	attempt integer NOT NULL CHECK (attempt > 0),
	worker_id bigint NOT NULL REFERENCES image_library.worker,
	started_at timestamptz NOT NULL,
	ended_at timestamptz,
	outcome text CHECK (outcome IN ('succeeded', 'failed', 'stopped', 'interrupted', 'lost')),
	error text,
	output text,
	done bigint,
	total bigint,
	PRIMARY KEY (instance_id, attempt),
	CHECK ((ended_at IS NULL) = (outcome IS NULL)),
	CHECK (ended_at >= started_at)
) WITH (fillfactor = 80);
COMMENT ON TABLE image_library.attempt IS 'every run of every instance; rows stay';
COMMENT ON COLUMN image_library.attempt.outcome IS 'NULL while it runs; interrupted: its worker ended and gave it back; lost: its worker was lost';
COMMENT ON COLUMN image_library.attempt.error IS 'why it failed, in a sentence';
COMMENT ON COLUMN image_library.attempt.output IS 'the end of what a program printed';
COMMENT ON COLUMN image_library.attempt.done IS 'how far it says it is, of total';
CREATE UNIQUE INDEX attempt_running ON image_library.attempt (instance_id) WHERE ended_at IS NULL;
COMMENT ON INDEX image_library.attempt_running IS 'an instance has one attempt at a time';

CREATE TABLE image_library.history (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	by text NOT NULL DEFAULT session_user,
	action text NOT NULL,
	task_id bigint REFERENCES image_library.task,
	trigger_id bigint REFERENCES image_library.trigger_record ON DELETE CASCADE,
	instance_id bigint REFERENCES image_library.instance ON DELETE CASCADE,
	detail text
);
COMMENT ON TABLE image_library.history IS 'what people and schedules have done to tasks, triggers and instances';
CREATE INDEX history_of_task ON image_library.history (task_id, id);
COMMENT ON INDEX image_library.history_of_task IS 'the latest of a task';

-- What others wait for while the graph of a trigger record is changed. Whoever ends attempts or adds instances shares it.
CREATE FUNCTION image_library.graph_lock(trigger_id bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
	SELECT hashtextextended('image_library.trigger_record', trigger_id);
$$;
COMMENT ON FUNCTION image_library.graph_lock(bigint) IS 'key of the advisory lock on the graph of a trigger record';

CREATE FUNCTION image_library.group_lock() RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
	SELECT hashtextextended('image_library.task_group', 0);
$$;
COMMENT ON FUNCTION image_library.group_lock() IS 'key of the advisory lock on the bounds of groups';

-- One notification wakes all workers, however often it is asked for in a transaction.
CREATE FUNCTION image_library.wake_workers(reason text) RETURNS void LANGUAGE sql AS $$
	SELECT pg_notify('image_library', reason);
$$;
COMMENT ON FUNCTION image_library.wake_workers(text) IS 'tells workers that instances are ready, or to be stopped';

CREATE FUNCTION image_library.set_group_limit(group_name text, max_running integer) RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
	IF set_group_limit.max_running < 0 THEN
		RAISE invalid_parameter_value USING MESSAGE = format('the limit of group "%s" must be from 0 on, or NULL for none: %s',
			set_group_limit.group_name, set_group_limit.max_running);
	END IF;
	PERFORM pg_advisory_xact_lock(image_library.group_lock());
	INSERT INTO image_library.task_group VALUES (set_group_limit.group_name, set_group_limit.max_running)
	ON CONFLICT (name) DO UPDATE SET max_running = excluded.max_running;
	-- what runs keeps its slot until it ends, also one above the new limit
	DELETE FROM image_library.group_slot AS s
	 WHERE s.group_name = set_group_limit.group_name AND s.instance_id IS NULL AND s.slot > coalesce(set_group_limit.max_running, 0);
	IF set_group_limit.max_running IS NULL THEN
		DELETE FROM image_library.group_slot AS s WHERE s.group_name = set_group_limit.group_name;
	ELSE
		-- what was begun without a limit gets the first free numbers
		WITH without AS (
			SELECT i.id, row_number() OVER (ORDER BY i.id) AS n FROM image_library.instance AS i
			 WHERE i.group_name = set_group_limit.group_name AND i.worker_id IS NOT NULL
			   AND NOT EXISTS (SELECT FROM image_library.group_slot AS s WHERE s.instance_id = i.id)
		), numbers AS (
			SELECT slot, row_number() OVER (ORDER BY slot) AS n
			  FROM generate_series(1, set_group_limit.max_running + (SELECT count(*)::integer FROM image_library.instance WHERE worker_id IS NOT NULL)) AS slot
			 WHERE NOT EXISTS (SELECT FROM image_library.group_slot AS s WHERE s.group_name = set_group_limit.group_name AND s.slot = slot.slot)
		)
		INSERT INTO image_library.group_slot
		SELECT set_group_limit.group_name, slot, id FROM numbers LEFT JOIN without USING (n)
		 WHERE id IS NOT NULL OR slot <= set_group_limit.max_running;
	END IF;
	PERFORM image_library.wake_workers('ready');
END $$;
COMMENT ON FUNCTION image_library.set_group_limit(text, integer) IS
	'makes a group, or changes how many of its instances run at once; NULL: no limit. A lower limit stops nothing: no further instance begins until enough have ended';

CREATE TYPE image_library.new_instance AS (
	n bigint, name text, kind text, command text[], group_name text, parameters jsonb, max_attempts integer, depends_on text[]
);
COMMENT ON TYPE image_library.new_instance IS 'an instance that is wanted, n-th of several';

CREATE FUNCTION image_library.parse_instances(instances jsonb) RETURNS SETOF image_library.new_instance LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
DECLARE
	item jsonb;
	what text;
	key text;
	wanted image_library.new_instance;
	groups text[] := ARRAY(SELECT g.name FROM image_library.task_group AS g);
BEGIN
	IF instances IS NULL OR jsonb_typeof(instances) <> 'array' OR jsonb_array_length(instances) = 0 THEN
		RAISE invalid_parameter_value USING MESSAGE = 'instances are described by a JSON array of at least one object';
	END IF;
	FOR wanted.n, item IN SELECT e.n, e.value FROM jsonb_array_elements(instances) WITH ORDINALITY AS e (value, n) LOOP
		IF jsonb_typeof(item) <> 'object' THEN
			RAISE invalid_parameter_value USING MESSAGE = format('instance %s is not a JSON object: %s', wanted.n, item);
		ELSIF jsonb_typeof(item -> 'name') IS DISTINCT FROM 'string' OR item ->> 'name' = '' THEN
			RAISE invalid_parameter_value USING MESSAGE = format('instance %s has no name', wanted.n);
		END IF;
		wanted.name := item ->> 'name';
		what := 'instance "' || wanted.name || '"';
		wanted.kind := NULL;
		wanted.command := NULL;
		wanted.group_name := 'default';
		wanted.parameters := '{}';
		wanted.max_attempts := 3;
		wanted.depends_on := '{}';
		FOR key IN SELECT jsonb_object_keys(item) LOOP
			CASE
				WHEN key IN ('sql', 'java', 'shell') THEN
					IF wanted.kind IS NOT NULL THEN
						RAISE invalid_parameter_value USING MESSAGE = format('%s has both %s and %s', what, wanted.kind, key);
					ELSIF jsonb_typeof(item -> key) <> (CASE key WHEN 'shell' THEN 'array' ELSE 'string' END) THEN
						RAISE invalid_parameter_value USING MESSAGE = format(CASE key
							WHEN 'shell' THEN 'shell of %s must be an array of a program and its arguments, not %s'
							WHEN 'sql' THEN 'sql of %s must be a statement, not %s'
							ELSE 'java of %s must be the name of an action, not %s' END, what, item -> key);
					END IF;
					wanted.kind := key;
					wanted.command := CASE key WHEN 'shell' THEN ARRAY(SELECT jsonb_array_elements_text(item -> 'shell')) ELSE ARRAY[item ->> key] END;
				WHEN key = 'group' THEN
					wanted.group_name := coalesce(item ->> 'group', 'default');
				WHEN key = 'parameters' THEN
					wanted.parameters := item -> 'parameters';
				WHEN key = 'max_attempts' THEN
					IF (item ->> 'max_attempts') !~ '^[1-9][0-9]{0,3}$' THEN
						RAISE invalid_parameter_value USING MESSAGE = format('max_attempts of %s must be a whole number from 1 to 9999, not %s',
							what, item -> 'max_attempts');
					END IF;
					wanted.max_attempts := item ->> 'max_attempts';
				WHEN key = 'depends_on' THEN
					IF jsonb_typeof(item -> 'depends_on') <> 'array' OR jsonb_path_exists(item -> 'depends_on', '$[*] ? (@.type() != "string")') THEN
						RAISE invalid_parameter_value USING MESSAGE = format('depends_on of %s must be an array of names, not %s', what, item -> 'depends_on');
					END IF;
					wanted.depends_on := ARRAY(SELECT DISTINCT jsonb_array_elements_text(item -> 'depends_on'));
				WHEN key <> 'name' THEN
					RAISE invalid_parameter_value USING MESSAGE = format('%s has a property that is not known: %s', what, key),
						HINT = 'Known are name, sql, java, shell, group, parameters, max_attempts and depends_on.';
				ELSE
			END CASE;
		END LOOP;
		IF wanted.command IS NULL OR cardinality(wanted.command) = 0 OR wanted.command[1] = '' OR array_position(wanted.command, NULL) IS NOT NULL THEN
			RAISE invalid_parameter_value USING MESSAGE = format('%s has nothing to run: sql, java or shell', what);
		ELSIF wanted.group_name <> ALL (groups) THEN
			RAISE no_data_found USING MESSAGE = format('%s is in the group "%s", which is not there', what, wanted.group_name),
				HINT = format('SELECT image_library.set_group_limit(%L, 4) makes it.', wanted.group_name);
		ELSIF jsonb_typeof(wanted.parameters) <> 'object' THEN
			RAISE invalid_parameter_value USING MESSAGE = format('the parameters of %s are not a JSON object: %s', what, wanted.parameters);
		END IF;
		RETURN NEXT wanted;
	END LOOP;
END $$;
COMMENT ON FUNCTION image_library.parse_instances(jsonb) IS
	'instances as described by a JSON array such as [{"name": "count", "sql": "SELECT 1"}, {"name": "tell", "shell": ["mail", "me"], "depends_on": ["count"]}]: one of sql, java and shell; optional group, parameters, max_attempts (3), and depends_on, names that stand before';

CREATE FUNCTION image_library.insert_instances(trigger_id bigint, instances jsonb) RETURNS bigint[] LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	stopped boolean;
	wanted image_library.new_instance[] := ARRAY(SELECT p FROM image_library.parse_instances(instances) AS p);
	names text[] := ARRAY(SELECT name FROM unnest(wanted));
	needed text[];
	added record;
	before record;
	missing record;
BEGIN
	PERFORM pg_advisory_xact_lock_shared(image_library.graph_lock(insert_instances.trigger_id));
	SELECT stopping INTO stopped FROM image_library.trigger_record WHERE id = insert_instances.trigger_id;
	WITH i AS (
		INSERT INTO image_library.instance (trigger_id, name, kind, command, group_name, parameters, max_attempts, state, waiting_for)
		SELECT insert_instances.trigger_id, name, kind, command, group_name, parameters, max_attempts,
		       CASE WHEN stopped THEN 'stopped' WHEN cardinality(depends_on) > 0 THEN 'waiting' ELSE 'ready' END, cardinality(depends_on)
		  FROM unnest(wanted) ORDER BY n
		ON CONFLICT (trigger_id, name) DO NOTHING
		RETURNING id, name
	)
	SELECT array_agg(id) AS ids, array_agg(name) AS names INTO added FROM i;
	needed := ARRAY(SELECT DISTINCT unnest(depends_on) FROM unnest(wanted) WHERE name = ANY (added.names));
	IF cardinality(needed) > 0 THEN
		-- a predecessor that is about to succeed either sees the new dependency, or is seen to have succeeded
		SELECT array_agg(id) AS ids, array_agg(name) AS names, array_agg(state = 'succeeded') AS succeeded INTO before
		  FROM (SELECT d.id, d.name, d.state FROM image_library.instance AS d
		         WHERE d.trigger_id = insert_instances.trigger_id AND d.name = ANY (needed) ORDER BY d.id FOR SHARE) AS d;
		-- joins arrays only: the tables' statistics know nothing of a new trigger record
		WITH edges AS MATERIALIZED (
			SELECT w.name, needs, a.id, b.id AS depends_on, b.succeeded
			  FROM unnest(wanted) AS w CROSS JOIN unnest(w.depends_on) AS needs
			  JOIN unnest(added.names, added.ids) AS a (name, id) ON a.name = w.name
			  LEFT JOIN unnest(before.names, before.ids, before.succeeded) AS b (name, id, succeeded) ON b.name = needs AND b.id < a.id
		), i AS (
			INSERT INTO image_library.dependency SELECT id, depends_on, succeeded FROM edges WHERE depends_on IS NOT NULL
		)
		SELECT name, needs INTO missing FROM edges WHERE depends_on IS NULL LIMIT 1;
		IF FOUND THEN
			RAISE undefined_object USING MESSAGE = format('instance "%s" depends on "%s", which is not there before it', missing.name, missing.needs);
		END IF;
		IF true = ANY (before.succeeded) THEN
			PERFORM image_library.count_down(ARRAY(SELECT d.instance_id FROM image_library.dependency AS d WHERE d.instance_id = ANY (added.ids) AND d.satisfied));
		END IF;
	END IF;
	IF added.ids IS NOT NULL AND NOT stopped THEN
		PERFORM image_library.wake_workers('ready');
	END IF;
	RETURN ARRAY(SELECT i.id FROM unnest(wanted) AS w
	               JOIN (SELECT d.id, d.name FROM image_library.instance AS d
	                      WHERE d.trigger_id = insert_instances.trigger_id AND d.name = ANY (names)) AS i
	                 ON i.name = w.name ORDER BY w.n);
END $$;
COMMENT ON FUNCTION image_library.insert_instances(bigint, jsonb) IS
	'adds instances to a trigger record, except those whose name is there already; returns the ids of all that were named, in their order';

CREATE FUNCTION image_library.count_down(instances bigint[]) RETURNS integer LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	ready integer;
BEGIN
	-- everybody locks in the same order
	PERFORM FROM image_library.instance AS i WHERE i.id = ANY (instances) ORDER BY i.id FOR NO KEY UPDATE;
	WITH fewer AS (
		SELECT id, count(*)::integer AS n FROM unnest(instances) AS id GROUP BY id
	), updated AS (
		UPDATE image_library.instance AS i
		   SET waiting_for = waiting_for - n, state = CASE WHEN state = 'waiting' AND waiting_for = n THEN 'ready' ELSE state END
		  FROM fewer WHERE i.id = fewer.id RETURNING state
	)
	SELECT count(*) FILTER (WHERE state = 'ready') INTO ready FROM updated;
	RETURN ready;
END $$;
COMMENT ON FUNCTION image_library.count_down(bigint[]) IS
	'takes one from what an instance is waiting for, as often as the instance is named; returns how many are ready now';

CREATE FUNCTION image_library.check_schedule(cron text, time_zone text, at timestamptz) RETURNS void LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_variable
BEGIN
	IF cron IS NOT NULL AND at IS NOT NULL THEN
		RAISE invalid_parameter_value USING MESSAGE = 'a task is due once at a time or by cron, not both';
	ELSIF cron !~ '^\s*[-0-9A-Za-z*,/?#]+(\s+[-0-9A-Za-z*,/?#]+){4}\s*$' THEN
		RAISE invalid_parameter_value USING MESSAGE = format('a cron schedule has five fields, minute, hour, day of month, month and day of week, unlike "%s"', cron);
	ELSIF NOT EXISTS (SELECT FROM pg_timezone_names AS z WHERE z.name = time_zone) THEN
		RAISE invalid_parameter_value USING MESSAGE = format('there is no time zone "%s"', time_zone);
	END IF;
END $$;
COMMENT ON FUNCTION image_library.check_schedule(text, text, timestamptz) IS 'fails unless the schedule may be one; workers know the last word on cron';

CREATE FUNCTION image_library.create_task(name text, steps jsonb, type text DEFAULT 'task', parameters jsonb DEFAULT '{}',
	cron text DEFAULT NULL, time_zone text DEFAULT 'UTC', at timestamptz DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	created bigint;
	bad record;
BEGIN
	IF coalesce(create_task.name, '') = '' OR create_task.name ~ '^[0-9]+$' THEN
		RAISE invalid_parameter_value USING MESSAGE = format('a task needs a name that is not a number: "%s"', create_task.name);
	ELSIF create_task.parameters IS NULL OR jsonb_typeof(create_task.parameters) <> 'object' THEN
		RAISE invalid_parameter_value USING MESSAGE = format('the parameters of task "%s" are not a JSON object', create_task.name);
	END IF;
	PERFORM image_library.check_schedule(create_task.cron, create_task.time_zone, create_task.at);
	SELECT s.name, u.name AS needs INTO bad
	  FROM image_library.parse_instances(create_task.steps) AS s CROSS JOIN unnest(s.depends_on) AS u (name)
	 WHERE NOT EXISTS (SELECT FROM image_library.parse_instances(create_task.steps) AS b WHERE b.name = u.name AND b.n < s.n) LIMIT 1;
	IF FOUND THEN
		RAISE undefined_object USING MESSAGE = format('instance "%s" depends on "%s", which is not there before it', bad.name, bad.needs);
	END IF;
	SELECT s.name INTO bad FROM image_library.parse_instances(create_task.steps) AS s GROUP BY s.name HAVING count(*) > 1 LIMIT 1;
	IF FOUND THEN
		RAISE duplicate_object USING MESSAGE = format('there are two instances "%s"', bad.name);
	END IF;
	INSERT INTO image_library.task (name, type, schedule, cron, time_zone, next_due, parameters, steps)
	VALUES (create_task.name, create_task.type, CASE WHEN create_task.cron IS NULL THEN 'once' ELSE 'cron' END, create_task.cron,
	        create_task.time_zone, create_task.at, create_task.parameters, create_task.steps)
	ON CONFLICT (name) DO NOTHING RETURNING id INTO created;
	IF created IS NULL THEN
		RAISE duplicate_object USING MESSAGE = format('there is a task "%s" already', create_task.name);
	END IF;
	INSERT INTO image_library.history (action, task_id) VALUES ('created', created);
	RETURN created;
END $$;
COMMENT ON FUNCTION image_library.create_task(text, jsonb, text, jsonb, text, text, timestamptz) IS
	'makes a task of steps as parse_instances reads them; returns its id. It is triggered by hand, at a time, or by cron: five fields, read in the time zone';

CREATE FUNCTION image_library.task_id(task text) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
	found_id bigint := (SELECT t.id FROM image_library.task AS t WHERE t.name = task);
BEGIN
	IF found_id IS NULL THEN
		RAISE no_data_found USING MESSAGE = format('there is no task "%s"', task);
	END IF;
	RETURN found_id;
END $$;
COMMENT ON FUNCTION image_library.task_id(text) IS 'the id of a task; an unknown name is an error';

CREATE FUNCTION image_library.make_trigger_record(of_task bigint, parameters jsonb, due timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	triggered bigint;
BEGIN
	INSERT INTO image_library.trigger_record (task_id, due_at, parameters)
	SELECT t.id, due, t.parameters || make_trigger_record.parameters FROM image_library.task AS t WHERE t.id = of_task
	ON CONFLICT (task_id, due_at) DO NOTHING RETURNING id INTO triggered;
	IF triggered IS NOT NULL THEN
		PERFORM image_library.insert_instances(triggered, (SELECT t.steps FROM image_library.task AS t WHERE t.id = of_task));
		INSERT INTO image_library.history (action, task_id, trigger_id, detail) VALUES ('triggered', of_task, triggered, 'for ' || due);
	END IF;
	RETURN triggered;
END $$;
COMMENT ON FUNCTION image_library.make_trigger_record(bigint, jsonb, timestamptz) IS
	'triggers a task for a time in its schedule, NULL: by hand; returns NULL when there was a trigger for that time';

CREATE FUNCTION image_library.trigger_task(task text, parameters jsonb DEFAULT '{}') RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF parameters IS NULL OR jsonb_typeof(parameters) <> 'object' THEN
		RAISE invalid_parameter_value USING MESSAGE = format('the parameters of a trigger of task "%s" are not a JSON object', task);
	END IF;
	RETURN image_library.make_trigger_record(image_library.task_id(task), parameters, NULL);
END $$;
COMMENT ON FUNCTION image_library.trigger_task(text, jsonb) IS
	'triggers a task now, paused or not; the parameters win over those of the task. Returns the id of the trigger record';

CREATE FUNCTION image_library.pause_task(task text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	UPDATE image_library.task AS t SET state = 'paused' WHERE t.id = image_library.task_id(task);
	INSERT INTO image_library.history (action, task_id) VALUES ('paused', image_library.task_id(task));
END $$;
COMMENT ON FUNCTION image_library.pause_task(text) IS 'the schedule triggers the task no more; what runs goes on';

CREATE FUNCTION image_library.resume_task(task text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	-- times that passed in the pause are not made up for
	UPDATE image_library.task AS t
	   SET state = 'active', schedule_error = NULL, next_due = CASE t.schedule WHEN 'once' THEN t.next_due END
	 WHERE t.id = image_library.task_id(task);
	INSERT INTO image_library.history (action, task_id) VALUES ('resumed', image_library.task_id(task));
END $$;
COMMENT ON FUNCTION image_library.resume_task(text) IS 'the schedule goes on, from now';

CREATE FUNCTION image_library.set_schedule(task text, cron text DEFAULT NULL, time_zone text DEFAULT 'UTC', at timestamptz DEFAULT NULL)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM image_library.check_schedule(cron, time_zone, at);
	UPDATE image_library.task AS t
	   SET schedule = CASE WHEN set_schedule.cron IS NULL THEN 'once' ELSE 'cron' END, cron = set_schedule.cron,
	       time_zone = set_schedule.time_zone, next_due = set_schedule.at, schedule_error = NULL
	 WHERE t.id = image_library.task_id(task);
	INSERT INTO image_library.history (action, task_id, detail)
	VALUES ('scheduled', image_library.task_id(task), coalesce(cron || ' ' || time_zone, at::text, 'by hand'));
END $$;
COMMENT ON FUNCTION image_library.set_schedule(text, text, text, timestamptz) IS 'changes when a task is triggered: by cron, once at a time, or by hand';

CREATE FUNCTION image_library.lock_trigger(trigger_id bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	task bigint;
BEGIN
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		-- what others did before the lock was free would not be seen
		RAISE feature_not_supported USING MESSAGE = 'trigger records and instances are changed in transactions of the level read committed only, not '
			|| current_setting('transaction_isolation');
	END IF;
	PERFORM pg_advisory_xact_lock(image_library.graph_lock(trigger_id));
	SELECT t.task_id INTO task FROM image_library.trigger_record AS t WHERE t.id = trigger_id;
	IF NOT FOUND THEN
		RAISE no_data_found USING MESSAGE = format('there is no trigger record %s', coalesce(trigger_id::text, 'NULL'));
	END IF;
	RETURN task;
END $$;
COMMENT ON FUNCTION image_library.lock_trigger(bigint) IS 'keeps the graph of a trigger record as it is for this transaction; returns the task';

CREATE FUNCTION image_library.stop_trigger(trigger_id bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
	task bigint := image_library.lock_trigger(stop_trigger.trigger_id);
	stopped bigint;
	stopping bigint;
BEGIN
	UPDATE image_library.trigger_record SET stopping = true WHERE id = stop_trigger.trigger_id;
	UPDATE image_library.instance SET state = 'stopped' WHERE trigger_id = stop_trigger.trigger_id AND state IN ('waiting', 'ready');
	GET DIAGNOSTICS stopped = ROW_COUNT;
	-- those, too, that were claimed while the statement before waited for them
	UPDATE image_library.instance SET state = 'stopping' WHERE trigger_id = stop_trigger.trigger_id AND state = 'running';
	GET DIAGNOSTICS stopping = ROW_COUNT;
	INSERT INTO image_library.history (action, task_id, trigger_id, detail)
	VALUES ('stopped', task, stop_trigger.trigger_id, format('%s instances, %s of them running', stopped + stopping, stopping));
	PERFORM image_library.wake_workers('stop');
	RETURN stopped + stopping;
END $$;
COMMENT ON FUNCTION image_library.stop_trigger(bigint) IS
	'stops all instances of a trigger record that have not ended; running ones as soon as their worker hears of it. Returns how many';

CREATE FUNCTION image_library.lock_instance(instance_id bigint) RETURNS image_library.instance LANGUAGE plpgsql AS $$
DECLARE
	found_one image_library.instance;
BEGIN
	PERFORM image_library.lock_trigger(i.trigger_id) FROM image_library.instance AS i WHERE i.id = instance_id;
	SELECT * INTO found_one FROM image_library.instance AS i WHERE i.id = instance_id FOR NO KEY UPDATE;
	IF found_one.id IS NULL THEN
		RAISE no_data_found USING MESSAGE = format('there is no instance %s', coalesce(instance_id::text, 'NULL'));
	END IF;
	RETURN found_one;
END $$;
COMMENT ON FUNCTION image_library.lock_instance(bigint) IS 'an instance that stays as it is in this transaction, like the graph it is in';

CREATE FUNCTION image_library.stop_instance(instance_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	it image_library.instance := image_library.lock_instance(instance_id);
BEGIN
	IF it.state IN ('succeeded', 'failed', 'stopped') THEN
		RAISE object_not_in_prerequisite_state USING MESSAGE = format('instance %s (%s) has ended already: %s', it.id, it.name, it.state);
	END IF;
	UPDATE image_library.instance AS i SET state = CASE WHEN it.worker_id IS NULL THEN 'stopped' ELSE 'stopping' END WHERE i.id = it.id;
	INSERT INTO image_library.history (action, task_id, trigger_id, instance_id)
	SELECT 'stopped', t.task_id, t.id, it.id FROM image_library.trigger_record AS t WHERE t.id = it.trigger_id;
	PERFORM image_library.wake_workers('stop');
END $$;
COMMENT ON FUNCTION image_library.stop_instance(bigint) IS 'stops one instance; those that depend on it wait';

-- The dependencies of what begins again, and of what has not run yet and depends on it, follow the states of now.
CREATE FUNCTION image_library.reset_instances(instances bigint[]) RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	running record;
	affected bigint[];
BEGIN
	SELECT i.id, i.name INTO running FROM image_library.instance AS i WHERE i.id = ANY (instances) AND i.worker_id IS NOT NULL ORDER BY i.id LIMIT 1;
	IF FOUND THEN
		RAISE object_in_use USING MESSAGE = format('instance %s (%s) is running', running.id, running.name),
			HINT = 'Stop it first, or let it end.';
	END IF;
	PERFORM FROM image_library.instance AS i WHERE i.id = ANY (instances) ORDER BY i.id FOR NO KEY UPDATE;
	UPDATE image_library.instance AS i SET state = 'waiting', failures = 0, losses = 0, not_before = NULL WHERE i.id = ANY (instances);
	affected := instances || ARRAY(
		SELECT DISTINCT d.instance_id FROM image_library.dependency AS d JOIN image_library.instance AS i ON i.id = d.instance_id
		 WHERE d.depends_on = ANY (instances) AND i.id <> ALL (instances) AND i.state IN ('waiting', 'ready', 'failed', 'stopped'));
	UPDATE image_library.dependency AS d SET satisfied = p.state = 'succeeded'
	  FROM image_library.instance AS p
	 WHERE d.instance_id = ANY (affected) AND p.id = d.depends_on AND d.satisfied <> (p.state = 'succeeded');
	UPDATE image_library.instance AS i
	   SET waiting_for = n, state = CASE WHEN i.state IN ('waiting', 'ready') THEN CASE n WHEN 0 THEN 'ready' ELSE 'waiting' END ELSE i.state END
	  FROM (SELECT a.id, count(d.instance_id)::integer AS n
	          FROM unnest(affected) AS a (id) LEFT JOIN image_library.dependency AS d ON d.instance_id = a.id AND NOT d.satisfied
	         GROUP BY a.id) AS c
	 WHERE i.id = c.id;
	PERFORM image_library.wake_workers('ready');
END $$;
COMMENT ON FUNCTION image_library.reset_instances(bigint[]) IS 'lets instances begin again, in the order of their dependencies; one that runs is an error';

CREATE FUNCTION image_library.rerun_trigger(trigger_id bigint, only_failed boolean DEFAULT true) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
	task bigint := image_library.lock_trigger(rerun_trigger.trigger_id);
	again bigint[];
BEGIN
	again := ARRAY(SELECT i.id FROM image_library.instance AS i
	                WHERE i.trigger_id = rerun_trigger.trigger_id AND (NOT only_failed OR i.state IN ('failed', 'stopped')) ORDER BY i.id);
	UPDATE image_library.trigger_record SET stopping = false WHERE id = rerun_trigger.trigger_id;
	PERFORM image_library.reset_instances(again);
	INSERT INTO image_library.history (action, task_id, trigger_id, detail)
	VALUES ('rerun', task, rerun_trigger.trigger_id, format(CASE WHEN only_failed THEN '%s failed or stopped instances' ELSE 'all %s instances' END, cardinality(again)));
	RETURN QUERY SELECT unnest(again);
END $$;
COMMENT ON FUNCTION image_library.rerun_trigger(bigint, boolean) IS
	'runs instances of a trigger record again, as new attempts: those that failed or were stopped, or all. Returns their ids';

CREATE FUNCTION image_library.rerun_instance(instance_id bigint, downstream boolean DEFAULT false) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
	it image_library.instance := image_library.lock_instance(rerun_instance.instance_id);
	again bigint[];
BEGIN
	IF it.state IN ('waiting', 'ready') THEN
		RAISE object_not_in_prerequisite_state USING MESSAGE = format('instance %s (%s) has not run yet: %s', it.id, it.name, it.state);
	END IF;
	IF downstream THEN
		WITH RECURSIVE below AS (
			SELECT it.id
			UNION
			SELECT d.instance_id FROM below JOIN image_library.dependency AS d ON d.depends_on = below.id
		)
		SELECT array_agg(id ORDER BY id) INTO again FROM below;
	ELSE
		again := ARRAY[it.id];
	END IF;
	UPDATE image_library.trigger_record SET stopping = false WHERE id = it.trigger_id;
	PERFORM image_library.reset_instances(again);
	INSERT INTO image_library.history (action, task_id, trigger_id, instance_id, detail)
	SELECT 'rerun', t.task_id, t.id, it.id, CASE WHEN downstream THEN format('with what depends on it: %s instances', cardinality(again)) END
	  FROM image_library.trigger_record AS t WHERE t.id = it.trigger_id;
	RETURN QUERY SELECT unnest(again);
END $$;
COMMENT ON FUNCTION image_library.rerun_instance(bigint, boolean) IS
	'runs one instance again, as a new attempt, alone or with all that depends on it. Returns the ids of what is run again';

-- What workers call.

CREATE FUNCTION image_library.begin_worker(host text, process bigint, slots integer, heartbeat_timeout interval) RETURNS bigint LANGUAGE sql AS $$
	INSERT INTO image_library.worker (host, process, slots, heartbeat_timeout) VALUES (host, process, slots, heartbeat_timeout) RETURNING id;
$$;
COMMENT ON FUNCTION image_library.begin_worker(text, bigint, integer, interval) IS 'a worker begins; returns its id';

CREATE FUNCTION image_library.end_worker(worker_id bigint) RETURNS void LANGUAGE sql AS $$
	UPDATE image_library.worker AS w SET ended_at = clock_timestamp() WHERE w.id = end_worker.worker_id AND w.ended_at IS NULL;
$$;
COMMENT ON FUNCTION image_library.end_worker(bigint) IS 'a worker that holds nothing any more ends';

-- Whoever ends attempts and claims in one transaction calls this first: everybody locks workers, then groups, then instances.
CREATE FUNCTION image_library.lock_worker(worker_id bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	-- keeps the worker from being found lost before its claim is there for others to see
	PERFORM FROM image_library.worker AS w WHERE w.id = lock_worker.worker_id AND w.ended_at IS NULL FOR SHARE;
	IF NOT FOUND THEN
		RAISE object_not_in_prerequisite_state USING MESSAGE = format('worker %s has ended or was found lost', worker_id);
	END IF;
	PERFORM pg_advisory_xact_lock_shared(image_library.group_lock());
END $$;
COMMENT ON FUNCTION image_library.lock_worker(bigint) IS
	'keeps a worker alive, and the groups'' limits as they are, for this transaction. A worker that was found lost gets an error (55000)';

CREATE FUNCTION image_library.claim(worker_id bigint, most integer, kinds text[] DEFAULT NULL, groups text[] DEFAULT NULL)
RETURNS TABLE (instance_id bigint, trigger_id bigint, name text, kind text, command text[], parameters jsonb, attempt integer)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	task_group record;
	free integer[];
	surplus bigint;
	claimed bigint[];
	took bigint[];
BEGIN
	IF NOT EXISTS (SELECT FROM image_library.instance AS i WHERE i.state = 'ready')
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
		claimed := ARRAY(SELECT i.id FROM image_library.instance AS i
		                  WHERE i.state = 'ready' AND i.group_name = task_group.name AND (kinds IS NULL OR i.kind = ANY (kinds))
		                    AND (i.not_before IS NULL OR i.not_before <= clock_timestamp())
		                  ORDER BY i.id LIMIT least(most, cardinality(free)) FOR NO KEY UPDATE SKIP LOCKED);
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
COMMENT ON FUNCTION image_library.claim(bigint, integer, text[], text[]) IS
	'gives a worker up to so many instances that are ready, and begins an attempt at each; at most as many as the groups'' limits allow. A worker that was found lost gets an error (55000)';

CREATE TYPE image_library.attempt_end AS (instance_id bigint, attempt integer, outcome text, error text, output text);
COMMENT ON TYPE image_library.attempt_end IS
	'how an attempt ended: succeeded, failed, transient (failed for a reason that may pass), stopped, interrupted or lost';

-- Only for instances whose rows are locked, and whose attempts are the last.
CREATE FUNCTION image_library.end_attempts(ends image_library.attempt_end[]) RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	instances bigint[] := ARRAY(SELECT e.instance_id FROM unnest(ends) AS e);
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
		 WHERE d.depends_on IN (SELECT e.instance_id FROM unnest(ends) AS e WHERE e.outcome = 'succeeded') AND NOT d.satisfied
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
COMMENT ON FUNCTION image_library.end_attempts(image_library.attempt_end[]) IS
	'ends attempts and their instances, frees their slots, and makes ready what waited for them';

CREATE FUNCTION image_library.finish(worker_id bigint, ends image_library.attempt_end[]) RETURNS bigint[] LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	accepted bigint[];
BEGIN
	PERFORM pg_advisory_xact_lock_shared(image_library.graph_lock(t.trigger_id))
	   FROM (SELECT DISTINCT i.trigger_id FROM image_library.instance AS i
	          WHERE i.id IN (SELECT e.instance_id FROM unnest(ends) AS e) ORDER BY 1) AS t;
	accepted := ARRAY(
		SELECT i.id FROM image_library.instance AS i JOIN unnest(ends) AS e ON i.id = e.instance_id AND i.attempt = e.attempt
		 WHERE i.worker_id = finish.worker_id ORDER BY i.id FOR NO KEY UPDATE OF i);
	IF cardinality(accepted) > 0 THEN
		PERFORM image_library.end_attempts(ARRAY(SELECT e FROM unnest(ends) AS e WHERE e.instance_id = ANY (accepted)));
	END IF;
	RETURN accepted;
END $$;
COMMENT ON FUNCTION image_library.finish(bigint, image_library.attempt_end[]) IS
	'a worker ends attempts; returns the instances that were still its own. For the others nothing happens: another worker has them';

CREATE FUNCTION image_library.heartbeat(worker_id bigint, instances bigint[], done bigint[], total bigint[])
RETURNS TABLE (instance_id bigint, attempt integer, stop boolean) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
	UPDATE image_library.worker AS w SET heartbeat_at = clock_timestamp() WHERE w.id = heartbeat.worker_id AND w.ended_at IS NULL;
	IF NOT FOUND THEN
		RAISE object_not_in_prerequisite_state USING MESSAGE = format('worker %s has ended or was found lost', heartbeat.worker_id);
	END IF;
	IF cardinality(instances) > 0 THEN
		WITH a AS (
			-- never waits for an attempt that is just being ended
			SELECT a.instance_id, a.attempt, p.done, p.total
			  FROM unnest(instances, heartbeat.done, heartbeat.total) AS p (instance_id, done, total)
			  JOIN image_library.attempt AS a ON a.instance_id = p.instance_id AND a.worker_id = heartbeat.worker_id AND a.ended_at IS NULL
			   AND (a.done, a.total) IS DISTINCT FROM (p.done, p.total)
			   FOR NO KEY UPDATE OF a SKIP LOCKED
		)
		UPDATE image_library.attempt AS t SET done = a.done, total = a.total FROM a WHERE t.instance_id = a.instance_id AND t.attempt = a.attempt;
	END IF;
	RETURN QUERY SELECT i.id, i.attempt, i.state = 'stopping' FROM image_library.instance AS i WHERE i.worker_id = heartbeat.worker_id;
END $$;
COMMENT ON FUNCTION image_library.heartbeat(bigint, bigint[], bigint[], bigint[]) IS
	'a worker is alive, and so far are its instances; returns what it holds, and what of it is to stop. A worker that was found lost gets an error (55000)';

-- A server that was away has had no heartbeats: right after its start nobody is lost.
CREATE FUNCTION image_library.take_over() RETURNS integer LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	lost record;
	ends image_library.attempt_end[];
	workers integer := 0;
BEGIN
	FOR lost IN
		SELECT w.id, w.host, w.process FROM image_library.worker AS w
		 WHERE w.ended_at IS NULL AND clock_timestamp() > greatest(w.heartbeat_at, pg_postmaster_start_time()) + w.heartbeat_timeout
		 ORDER BY w.id FOR UPDATE SKIP LOCKED
	LOOP
		UPDATE image_library.worker AS w SET ended_at = clock_timestamp(), lost = true WHERE w.id = lost.id;
		PERFORM pg_advisory_xact_lock_shared(image_library.graph_lock(t.trigger_id))
		   FROM (SELECT DISTINCT i.trigger_id FROM image_library.instance AS i WHERE i.worker_id = lost.id ORDER BY 1) AS t;
		ends := ARRAY(
			SELECT (i.id, i.attempt, 'lost', format('worker %s (process %s on %s) was lost', lost.id, lost.process, lost.host), NULL)::image_library.attempt_end
			  FROM image_library.instance AS i WHERE i.worker_id = lost.id ORDER BY i.id FOR NO KEY UPDATE);
		IF cardinality(ends) > 0 THEN
			PERFORM image_library.end_attempts(ends);
		END IF;
		workers := workers + 1;
	END LOOP;
	RETURN workers;
END $$;
COMMENT ON FUNCTION image_library.take_over() IS
	'finds workers whose heartbeat is overdue by the server''s clock, and makes what they held ready for others; returns how many';

CREATE FUNCTION image_library.add_instances(by_instance bigint, by_attempt integer, instances jsonb) RETURNS bigint[] LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	of_trigger bigint;
BEGIN
	SELECT i.trigger_id INTO of_trigger FROM image_library.instance AS i
	 WHERE i.id = by_instance AND i.attempt = by_attempt AND i.worker_id IS NOT NULL FOR SHARE;
	IF NOT FOUND THEN
		RAISE object_not_in_prerequisite_state USING MESSAGE = format('attempt %s is not what runs instance %s', by_attempt, by_instance);
	END IF;
	RETURN image_library.insert_instances(of_trigger, instances);
END $$;
COMMENT ON FUNCTION image_library.add_instances(bigint, integer, jsonb) IS
	'what an instance that runs adds to its trigger record; see insert_instances. An attempt that was lost adds nothing (55000)';

CREATE FUNCTION image_library.due_tasks() RETURNS TABLE (task_id bigint, schedule text, cron text, time_zone text, next_due timestamptz, at timestamptz)
LANGUAGE sql AS $$
	SELECT t.id, t.schedule, t.cron, t.time_zone, t.next_due, clock_timestamp() FROM image_library.task AS t
	 WHERE t.state = 'active' AND (t.next_due <= clock_timestamp() OR (t.schedule = 'cron' AND t.next_due IS NULL))
	   FOR NO KEY UPDATE SKIP LOCKED;
$$;
COMMENT ON FUNCTION image_library.due_tasks() IS 'tasks that a schedule has something to do with, for this transaction alone; at is the server''s clock';

CREATE FUNCTION image_library.trigger_due(task_id bigint, due_at timestamptz, next_due timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
	UPDATE image_library.task SET next_due = trigger_due.next_due WHERE id = trigger_due.task_id;
	RETURN CASE WHEN trigger_due.due_at IS NOT NULL THEN image_library.make_trigger_record(trigger_due.task_id, '{}', trigger_due.due_at) END;
END $$;
COMMENT ON FUNCTION image_library.trigger_due(bigint, timestamptz, timestamptz) IS
	'triggers a task for a time in its schedule, once, and notes the next; a due time of NULL only notes the next';

CREATE FUNCTION image_library.fail_schedule(task_id bigint, error text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	UPDATE image_library.task AS t SET state = 'paused', schedule_error = error WHERE t.id = fail_schedule.task_id;
	INSERT INTO image_library.history (action, task_id, detail) VALUES ('paused', fail_schedule.task_id, error);
END $$;
COMMENT ON FUNCTION image_library.fail_schedule(bigint, text) IS 'pauses a task whose schedule cannot be followed';

-- What people look at.

CREATE VIEW image_library.trigger_status AS
	SELECT r.id, t.name AS task, t.type, r.due_at, r.triggered_at, r.triggered_by,
	       CASE
	           WHEN c.running + c.stopping > 0 THEN CASE WHEN r.stopping THEN 'stopping' ELSE 'running' END
	           WHEN c.ready > 0 THEN 'ready'
	           WHEN c.failed > 0 THEN 'failed'
	           WHEN c.stopped > 0 THEN 'stopped'
	           WHEN c.waiting > 0 THEN 'waiting'
	           ELSE 'succeeded' END AS state,
	       c.instances, c.waiting, c.ready, c.running + c.stopping AS running, c.succeeded, c.failed, c.stopped, r.parameters
	  FROM image_library.trigger_record AS r JOIN image_library.task AS t ON t.id = r.task_id,
	       LATERAL (SELECT count(*) AS instances,
	                       count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'ready') AS ready,
	                       count(*) FILTER (WHERE state = 'running') AS running, count(*) FILTER (WHERE state = 'stopping') AS stopping,
	                       count(*) FILTER (WHERE state = 'succeeded') AS succeeded, count(*) FILTER (WHERE state = 'failed') AS failed,
	                       count(*) FILTER (WHERE state = 'stopped') AS stopped
	                  FROM image_library.instance AS i WHERE i.trigger_id = r.id) AS c;
COMMENT ON VIEW image_library.trigger_status IS
	'trigger records and their instances by state. The record is running while anything runs, else ready while anything can; then failed, stopped or succeeded';

CREATE VIEW image_library.instance_status AS
	SELECT i.id, i.trigger_id, i.name, i.kind, i.group_name, i.state, i.waiting_for, i.not_before, i.attempt AS attempts,
	       a.started_at, a.ended_at, a.outcome, a.error, a.output, a.done, a.total, w.host, w.process
	  FROM image_library.instance AS i
	  LEFT JOIN image_library.attempt AS a ON a.instance_id = i.id AND a.attempt = i.attempt
	  LEFT JOIN image_library.worker AS w ON w.id = a.worker_id;
COMMENT ON VIEW image_library.instance_status IS 'instances with their last attempts';

CREATE VIEW image_library.worker_status AS
	SELECT w.id, w.host, w.process, w.slots, w.started_at, w.heartbeat_at, w.ended_at,
	       CASE WHEN w.lost THEN 'lost' WHEN w.ended_at IS NOT NULL THEN 'ended'
	            WHEN clock_timestamp() > w.heartbeat_at + w.heartbeat_timeout THEN 'overdue' ELSE 'alive' END AS state,
	       (SELECT count(*) FROM image_library.instance AS i WHERE i.worker_id = w.id) AS running
	  FROM image_library.worker AS w;
COMMENT ON VIEW image_library.worker_status IS 'workers and whether they live';

CREATE VIEW image_library.group_status AS
	SELECT g.name, g.max_running,
	       (SELECT count(*) FROM image_library.instance AS i WHERE i.worker_id IS NOT NULL AND i.group_name = g.name) AS running,
	       (SELECT count(*) FROM image_library.instance AS i WHERE i.state = 'ready' AND i.group_name = g.name) AS ready
	  FROM image_library.task_group AS g;
COMMENT ON VIEW image_library.group_status IS 'groups, their limits, and what runs and waits in them';

CREATE FUNCTION image_library.forget_triggers(before timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	forgotten bigint;
BEGIN
	DELETE FROM image_library.trigger_record AS r
	 WHERE r.triggered_at < before
	   AND NOT EXISTS (SELECT FROM image_library.instance AS i WHERE i.trigger_id = r.id AND i.state IN ('ready', 'running', 'stopping'));
	GET DIAGNOSTICS forgotten = ROW_COUNT;
	RETURN forgotten;
END $$;
COMMENT ON FUNCTION image_library.forget_triggers(timestamptz) IS
	'deletes trigger records from before that time which have come to an end, with their instances and attempts; nothing else ever deletes any. Returns how many';

CREATE FUNCTION image_library.delete_task(task text) RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	gone bigint := image_library.task_id(task);
	busy record;
BEGIN
	SELECT r.id INTO busy FROM image_library.trigger_record AS r
	 WHERE r.task_id = gone AND EXISTS (SELECT FROM image_library.instance AS i WHERE i.trigger_id = r.id AND i.state IN ('ready', 'running', 'stopping')) LIMIT 1;
	IF FOUND THEN
		RAISE object_in_use USING MESSAGE = format('task "%s" has a trigger that has not ended: %s', task, busy.id), HINT = 'Stop it first, or let it end.';
	END IF;
	DELETE FROM image_library.trigger_record AS r WHERE r.task_id = gone;
	DELETE FROM image_library.history AS h WHERE h.task_id = gone;
	DELETE FROM image_library.task AS t WHERE t.id = gone;
END $$;
COMMENT ON FUNCTION image_library.delete_task(text) IS 'deletes a task with all its trigger records, instances, attempts and history';

-- A task is a program for the workers: whoever may make one may do what their role and their account on the machine may do.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA image_library FROM PUBLIC;
