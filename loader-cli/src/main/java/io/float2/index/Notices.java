package io.float2.index;

import io.float2.progress.Progress;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

/** Passes on what the server has to say while a statement still runs, such as that the memory is full. Used by one thread. */
final class Notices {

    private final Statement statement;
    private final Progress progress;
    private SQLWarning last;

    Notices(Statement statement, Progress progress) {
        this.statement = statement;
        this.progress = progress;
    }

    /** Looks for news. */
    void look() throws SQLException {
        SQLWarning next = last == null ? statement.getWarnings() : last.getNextWarning();
        for (; next != null; next = next.getNextWarning()) {
            progress.note(next.getMessage());
            last = next;
        }
    }
}
