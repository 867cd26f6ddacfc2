-- The lists of sources in segments, so that a shard's reader goes through its part of a list and not through what is before it.

CREATE TABLE image_library.list_segment (
	import bigint NOT NULL REFERENCES image_library.import ON DELETE CASCADE,
	first bigint NOT NULL CHECK (first >= 0),
	past bigint NOT NULL CHECK (past > first),
	place text,
	digest text NOT NULL,
	PRIMARY KEY (import, first)
);
COMMENT ON TABLE image_library.list_segment IS 'the lists of the sources of imports, cut finer than their shards';
COMMENT ON COLUMN image_library.list_segment.first IS 'its first entry in the list of the source, counted from 0';
COMMENT ON COLUMN image_library.list_segment.past IS 'the entry after its last one';
COMMENT ON COLUMN image_library.list_segment.place IS
	'where the source finds its first entry: the name before it, or an offset in a file with the file''s size and the line; NULL: only by going through the list from its beginning';
COMMENT ON COLUMN image_library.list_segment.digest IS 'changes when its names do, or whether the list ends with them';
