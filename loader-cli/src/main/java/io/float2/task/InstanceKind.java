package io.float2.task;

import java.util.Locale;

/** What runs an instance. */
public enum InstanceKind {
    /** A statement, in one transaction with the note that it has succeeded. */
    SQL,
    /** A registered {@link Action}. */
    JAVA,
    /** A program with its arguments. */
    SHELL;

    /** As the database has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static InstanceKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
