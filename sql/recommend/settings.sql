-- The parameters: one row.

CREATE TABLE recommend.settings (
	only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
	parts integer NOT NULL DEFAULT 50 CHECK (parts BETWEEN 1 AND 1000),
	shares integer[] NOT NULL DEFAULT '{20,30,50}',
	quotas integer[] NOT NULL DEFAULT '{40,20,15,15,10}',
	read_list_type text NOT NULL DEFAULT 'id_set',
	counts_reach boolean NOT NULL DEFAULT false
);
INSERT INTO recommend.settings DEFAULT VALUES;
ANALYZE recommend.settings;
COMMENT ON TABLE recommend.settings IS 'parameters of the recommender; set them with the functions set_…';
COMMENT ON COLUMN recommend.settings.parts IS 'partial indexes a pool, and rows a read list';
COMMENT ON COLUMN recommend.settings.shares IS 'percentages of a quota from the pools of city, province and all';
COMMENT ON COLUMN recommend.settings.quotas IS 'quotas by rank: as many tags of a user get one';
COMMENT ON COLUMN recommend.settings.read_list_type IS 'type of read_lists.vids: id_set or roaringbitmap64';
COMMENT ON COLUMN recommend.settings.counts_reach IS 'whether mark_read notes who has seen what, for reach counts';

CREATE FUNCTION recommend.check_percentages(what text, percentages integer[]) RETURNS void LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
	IF array_position(percentages, NULL) IS NOT NULL OR coalesce(cardinality(percentages), 0) = 0 THEN
		RAISE invalid_parameter_value USING MESSAGE = format('%s must not be empty or NULL', what);
	ELSIF EXISTS (SELECT FROM unnest(percentages) AS p WHERE p < 0) THEN
		RAISE invalid_parameter_value USING MESSAGE = format('%s must not be negative: %s', what, percentages);
	ELSIF (SELECT sum(p) FROM unnest(percentages) AS p) <> 100 THEN
		RAISE invalid_parameter_value USING MESSAGE = format('%s must add up to 100, but %s add up to %s', what, percentages,
			(SELECT sum(p) FROM unnest(percentages) AS p));
	END IF;
END $$;
COMMENT ON FUNCTION recommend.check_percentages(text, integer[]) IS 'fails unless the numbers are from 0 on and add up to 100';

CREATE FUNCTION recommend.set_shares(global integer, province integer, city integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM recommend.check_percentages('the shares of the pools', ARRAY[city, province, global]);
	UPDATE recommend.settings SET shares = ARRAY[city, province, global];
END $$;
COMMENT ON FUNCTION recommend.set_shares(integer, integer, integer) IS
	'sets how many percent of a quota come from each pool; they have to add up to 100';

CREATE FUNCTION recommend.set_quotas(quotas integer[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM recommend.check_percentages('quotas', set_quotas.quotas);
	IF 0 = ANY (set_quotas.quotas) THEN
		RAISE invalid_parameter_value USING MESSAGE = format('quotas must be above 0: %s', set_quotas.quotas);
	END IF;
	UPDATE recommend.settings AS s SET quotas = set_quotas.quotas;
END $$;
COMMENT ON FUNCTION recommend.set_quotas(integer[]) IS
	'sets the quotas by rank, which have to add up to 100: how many tags set_tags gives a quota to, and the quotas of popular tags';
