package io.float2.loader.source;

import io.float2.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;

/**
 * The columns of a Parquet file that a table can take: single values, and lists of single values. Columns that are nested any
 * further are passed over.
 */
final class ParquetSchema {

    private static final int MOST_DEPTH = 64;

    /**
     * A column.
     *
     * @param place of the column's chunk within a row group
     * @param element of the single values
     * @param listDepth definition level from which on there is a list with something in it; 0: the column is no list
     */
    record Column(String name, int place, ColumnDescriptor descriptor, SchemaElement element, int listDepth) {

        boolean isList() {
            return listDepth > 0;
        }
    }

    private final Path path;
    private final List<SchemaElement> elements;
    private final List<Column> columns = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int next = 1;
    private int leaves;

    private ParquetSchema(Path path, List<SchemaElement> elements) {
        this.path = path;
        this.elements = elements;
    }

    /** @param elements the root, then every node before its children */
    static List<Column> columns(Path path, List<SchemaElement> elements) {
        ParquetSchema schema = new ParquetSchema(path, elements);
        if (elements.isEmpty()) {
            throw schema.broken();
        }
        for (int i = 0; i < elements.get(0).getNum_children(); i++) {
            schema.walk(new ArrayList<>(), 0, 0, 0);
        }
        return List.copyOf(schema.columns);
    }

    private UserException broken() {
        return new UserException(path + " cannot be read as Parquet: its schema is damaged");
    }

    private void walk(List<String> parents, int definition, int repetition, int listDepth) {
        if (next >= elements.size() || parents.size() > MOST_DEPTH) {
            throw broken();
        }
        SchemaElement element = elements.get(next++);
        FieldRepetitionType kind = element.getRepetition_type();
        int depth = definition + (kind == FieldRepetitionType.REQUIRED ? 0 : 1);
        int repeated = repetition + (kind == FieldRepetitionType.REPEATED ? 1 : 0);
        int list = kind == FieldRepetitionType.REPEATED ? depth : listDepth;
        List<String> names = new ArrayList<>(parents);
        names.add(element.getName());
        if (element.getNum_children() == 0) {
            leaf(element, names, depth, repeated, list);
            return;
        }
        for (int i = 0; i < element.getNum_children(); i++) {
            walk(names, depth, repeated, list);
        }
    }

    private void leaf(SchemaElement element, List<String> names, int depth, int repeated, int listDepth) {
        int place = leaves++;
        boolean single = names.size() == 1 && repeated == 0;
        boolean list = repeated == 1 && names.size() <= 3;
        if (!seen.add(names.get(0))) {
            // Several values under one name: a structure or a map.
            columns.removeIf(c -> c.name.equals(names.get(0)));
        } else if (element.getType() != null && (single || list)) {
            columns.add(new Column(names.get(0), place, new ColumnDescriptor(names.toArray(String[]::new),
                    primitive(element), repeated, depth), element, listDepth));
        }
    }

    private static PrimitiveType primitive(SchemaElement element) {
        PrimitiveTypeName type = PrimitiveTypeName.valueOf(switch (element.getType()) {
            case BYTE_ARRAY -> "BINARY";
            default -> element.getType().name();
        });
        Repetition repetition = Repetition.valueOf(element.getRepetition_type().name());
        return new PrimitiveType(repetition, type, element.getType_length(), element.getName());
    }
}
