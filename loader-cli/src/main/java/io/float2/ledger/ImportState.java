package io.float2.ledger;

import java.util.Locale;

/** How far an import is. */
public enum ImportState {
    /** A command is at work on it, or was killed. */
    RUNNING,
    /** It was interrupted and can go on. */
    STOPPED,
    /** Some of its shards are not in the table; it can go on. */
    FAILED,
    /** All rows are in the table. */
    FINISHED,
    /** Its unfinished table was dropped for the sake of another import. */
    DROPPED;

    static ImportState parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** As the ledger writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
