package io.float2.index;

import io.float2.UserException;
import io.float2.sql.ColumnInfo;
import io.float2.sql.Identifier;
import io.float2.sql.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A partial vector index for each value of a column. */
final class PerValue {

    /** More would cost every insert and every plan dearly, and are likely a mistake. */
    private static final int MOST_INDEXES = 1000;

    private final IndexDesign design;
    private final List<IndexTask> tasks = new ArrayList<>();
    private final List<IndexOutcome> skipped = new ArrayList<>();
    private final Set<TableName> names = new HashSet<>();
    private IndexStatement largest;

    private PerValue(IndexDesign design) {
        this.design = design;
    }

    /** Counts the rows of each value, those without a vector not. */
    static PerValue read(Connection connection, IndexDesign design) throws SQLException {
        IndexPlan plan = design.plan();
        ColumnInfo column = design.column().table().requireColumn(plan.perValue());
        String quoted = Identifier.quote(column.name());
        // Finds out first whether the condition can be understood at all.
        Tables.rows(connection, design.column().table(), plan.where());
        String sql = "SELECT quote_literal(" + quoted + "), " + quoted + "::text, count(*) FROM " + design.column().table().name().quoted()
                + " WHERE " + design.column().quoted() + " IS NOT NULL" + (plan.where() == null ? "" : " AND (" + plan.where() + "\n)")
                + " GROUP BY " + quoted + " ORDER BY 3 DESC, " + quoted;
        PerValue values = new PerValue(design);
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                values.add(column, row.getString(1), row.getString(2), row.getLong(3));
            }
        }
        return values;
    }

    /** @param literal null for SQL's NULL */
    private void add(ColumnInfo column, String literal, String text, long rows) {
        IndexPlan plan = design.plan();
        String value = Identifier.display(column.name()) + (literal == null ? " IS NULL" : " = " + text);
        if (rows < plan.minRows()) {
            skipped.add(new IndexOutcome(value, IndexOutcome.State.SKIPPED, rows, 0, 0, "fewer than " + plan.minRows() + " rows"));
            return;
        }
        if (tasks.size() == MOST_INDEXES) {
            throw new UserException(Identifier.display(column.name()) + " has more than " + MOST_INDEXES + " values of " + plan.minRows()
                    + " rows or more: a higher --min-rows leaves some out");
        }
        String predicate = Identifier.quote(column.name())
                + (literal == null ? " IS NULL" : " = " + literal + "::" + column.typeName())
                + (plan.where() == null ? "" : " AND (" + plan.where() + ")");
        IndexStatement statement = design.statement(rows);
        if (largest == null) {
            largest = statement;
        }
        tasks.add(design.task(name(column, literal == null ? "null" : text), statement, predicate));
    }

    /** From table, column and value, the value in letters and digits; a number tells those apart that come out the same. */
    private TableName name(ColumnInfo column, String text) {
        TableName table = design.column().table().name();
        String base = design.plan().name() != null ? design.plan().name()
                : table.name() + "_" + design.column().column().name() + "_" + column.name();
        String value = text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_");
        String suffix = "_" + (value.length() <= 20 ? value : value.substring(0, 20));
        for (int number = 1; ; number++) {
            TableName name = table.withName(base).withSuffix(suffix + (number == 1 ? "" : "_" + number) + "_idx");
            if (names.add(name)) {
                return name;
            }
        }
    }

    List<IndexTask> tasks() {
        return tasks;
    }

    List<IndexOutcome> skipped() {
        return skipped;
    }

    /** Of the index with the most rows; empty when there is none to build. */
    Optional<IndexStatement> largest() {
        return Optional.ofNullable(largest);
    }
}
