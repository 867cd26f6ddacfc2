package io.float2.loader;

import io.float2.UserException;
import io.float2.sql.ColumnInfo;
import io.float2.sql.Identifier;
import io.float2.sql.TableInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which column of the files goes into which column of the table: row number, fields, vector, in this order. */
final class ColumnBinding {

    private final LoadPlan plan;
    private final SourceRows rows;

    ColumnBinding(LoadPlan plan, SourceRows rows) {
        this.plan = plan;
        this.rows = rows;
    }

    /** For a table that is there: by name, or as {@code --columns} says. */
    List<BoundColumn> toExisting(TableInfo table) {
        List<BoundColumn> bound = new ArrayList<>();
        if (plan.idColumn() != null) {
            bound.add(new BoundColumn(plan.idColumn(), new ColumnSource.RowNumber()));
        }
        for (int i = 0; i < rows.fields().size(); i++) {
            SourceField field = rows.fields().get(i);
            if (isWanted(field.name())) {
                bound.add(new BoundColumn(existingColumn(table, field), new ColumnSource.Field(i, field)));
            }
        }
        bound.add(new BoundColumn(existingVector(table, mappedVectorName()), new ColumnSource.Vector()));
        return checked(bound);
    }

    /** For a table that is to be made: its columns are named after the files'. */
    List<BoundColumn> toNew() {
        List<BoundColumn> bound = new ArrayList<>();
        for (int i = 0; i < rows.fields().size(); i++) {
            SourceField field = rows.fields().get(i);
            if (isWanted(field.name())) {
                String column = plan.columns().getOrDefault(field.name(), Identifier.forNewColumn(field.name()));
                bound.add(new BoundColumn(column, new ColumnSource.Field(i, field)));
            }
        }
        boolean hasId = bound.stream().anyMatch(b -> b.column().equals(LoadPlan.DEFAULT_ID));
        if (plan.idColumn() != null || plan.keyed() && !hasId) {
            String id = plan.idColumn() != null ? plan.idColumn() : LoadPlan.DEFAULT_ID;
            bound.add(0, new BoundColumn(id, new ColumnSource.RowNumber()));
        }
        String vector = mappedVectorName();
        if (vector == null) {
            vector = rows.vectorName() == null ? LoadPlan.DEFAULT_VECTOR : Identifier.forNewColumn(rows.vectorName());
        }
        bound.add(new BoundColumn(vector, new ColumnSource.Vector()));
        return checked(bound);
    }

    /** The table column that the plan names for the vector, or null. */
    private String mappedVectorName() {
        return plan.vectorColumn() != null || rows.vectorName() == null
                ? plan.vectorColumn()
                : plan.columns().get(rows.vectorName());
    }

    private boolean isWanted(String field) {
        return plan.columns().isEmpty() || plan.columns().containsKey(field);
    }

    private String existingColumn(TableInfo table, SourceField field) {
        String mapped = plan.columns().get(field.name());
        if (mapped != null) {
            return table.requireColumn(mapped).name();
        }
        return Optional.of(field.name()).filter(name -> table.column(name).isPresent())
                .or(() -> Optional.of(Identifier.forNewColumn(field.name())).filter(name -> table.column(name).isPresent()))
                .orElseThrow(() -> new UserException("the column " + Identifier.display(field.name()) + " of " + field.file()
                        + " has no namesake in the table " + table.displayName() + ", which has " + table.columnList()
                        + "; --columns says which ones to load"));
    }

    /** The vector column of a table, before the files are known, if the plan or the table itself leaves no choice. */
    static Optional<ColumnInfo> onlyVector(LoadPlan plan, TableInfo table) {
        if (plan.vectorColumn() != null) {
            return Optional.of(table.requireColumn(plan.vectorColumn()));
        }
        List<ColumnInfo> vectors = table.vectorColumns();
        if (vectors.isEmpty()) {
            throw new UserException("the table " + table.displayName() + " has no column of type float2[], float4[], halfvec or vector; it has "
                    + table.columnList());
        }
        return vectors.size() == 1 ? Optional.of(vectors.get(0)) : Optional.empty();
    }

    private String existingVector(TableInfo table, String named) {
        if (named != null) {
            return named;
        }
        return onlyVector(plan, table).map(ColumnInfo::name)
                .or(() -> table.vectorColumns().stream().map(ColumnInfo::name).filter(n -> n.equals(rows.vectorName())).findFirst())
                .orElseThrow(() -> new UserException("the table " + table.displayName() + " has the vector columns "
                        + table.vectorColumns().stream().map(c -> Identifier.display(c.name())).collect(Collectors.joining(" and "))
                        + ": name one with --vector"));
    }

    private List<BoundColumn> checked(List<BoundColumn> bound) {
        for (Map.Entry<String, String> mapping : plan.columns().entrySet()) {
            String name = mapping.getKey();
            if (!name.equals(rows.vectorName()) && rows.fields().stream().noneMatch(f -> f.name().equals(name))) {
                throw new UserException("--columns names " + Identifier.display(name) + ", but the files have "
                        + (rows.fields().isEmpty() ? "no columns beside the vector" : fieldList()));
            }
        }
        Set<String> taken = new HashSet<>();
        for (BoundColumn column : bound) {
            if (!taken.add(column.column())) {
                throw new UserException("the column " + Identifier.display(column.column()) + " of the table "
                        + plan.table() + " would be filled twice: from " + bound.stream()
                        .filter(b -> b.column().equals(column.column())).map(this::describe).collect(Collectors.joining(" and from ")));
            }
        }
        return List.copyOf(bound);
    }

    private String fieldList() {
        return rows.fields().stream().map(f -> Identifier.display(f.name())).collect(Collectors.joining(", "));
    }

    /** Names a source for people. */
    String describe(BoundColumn column) {
        if (column.source() instanceof ColumnSource.Field field) {
            return field.field().file().getFileName() + ": " + field.field().name();
        }
        if (column.source() instanceof ColumnSource.Vector) {
            return "vector of " + plan.sources().get(0).getFileName() + (plan.sources().size() > 1 ? " and others" : "");
        }
        return "row number";
    }
}
