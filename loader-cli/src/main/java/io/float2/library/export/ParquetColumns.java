package io.float2.library.export;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** The columns of a Parquet export, for the writer and in the form that the file has them. */
final class ParquetColumns {

    private static final String TIME = "imported_at";
    private static final String LIST = "embedding";

    /**
     * Types that every reader knows: keys and JSON as text, embeddings as floats. What the values mean is only in {@link #elements()}: the
     * library's own notes of it would need a library of geometries.
     */
    static final MessageType SCHEMA = Types.buildMessage()
            .required(PrimitiveTypeName.BINARY).named("key")
            .required(PrimitiveTypeName.BINARY).named("business")
            .required(PrimitiveTypeName.INT64).named("size")
            .required(PrimitiveTypeName.INT32).named("width")
            .required(PrimitiveTypeName.INT32).named("height")
            .required(PrimitiveTypeName.BINARY).named("format")
            .optional(PrimitiveTypeName.BINARY).named("uri")
            .optional(PrimitiveTypeName.INT64).named("phash")
            .optional(PrimitiveTypeName.INT64).named("dhash")
            .optional(PrimitiveTypeName.INT64).named("ahash")
            .optionalGroup().repeatedGroup().required(PrimitiveTypeName.FLOAT).named("element").named("list").named(LIST)
            .required(PrimitiveTypeName.INT64).named(TIME)
            .required(PrimitiveTypeName.BINARY).named("attributes")
            .named("picture");

    private ParquetColumns() {}

    /** The root, then every node before its children. */
    static List<SchemaElement> elements() {
        List<SchemaElement> elements = new ArrayList<>();
        add(elements, SCHEMA);
        elements.get(0).unsetRepetition_type();
        return elements;
    }

    private static void add(List<SchemaElement> elements, org.apache.parquet.schema.Type type) {
        SchemaElement element = new SchemaElement(type.getName());
        element.setRepetition_type(FieldRepetitionType.valueOf(type.getRepetition().name()));
        elements.add(element);
        if (type.isPrimitive()) {
            element.setType(switch (type.asPrimitiveType().getPrimitiveTypeName()) {
                case BINARY -> Type.BYTE_ARRAY;
                case INT64 -> Type.INT64;
                case INT32 -> Type.INT32;
                default -> Type.FLOAT;
            });
        } else {
            element.setNum_children(type.asGroupType().getFieldCount());
            type.asGroupType().getFields().forEach(field -> add(elements, field));
        }
        annotate(element);
    }

    /** With the older names beside the newer ones, for older readers. */
    private static void annotate(SchemaElement element) {
        if (element.getType() == Type.BYTE_ARRAY) {
            element.setLogicalType(LogicalType.STRING(new StringType()));
            element.setConverted_type(ConvertedType.UTF8);
        } else if (element.getName().equals(LIST)) {
            element.setLogicalType(LogicalType.LIST(new ListType()));
            element.setConverted_type(ConvertedType.LIST);
        } else if (element.getName().equals(TIME)) {
            element.setLogicalType(LogicalType.TIMESTAMP(new TimestampType(true, TimeUnit.MICROS(new MicroSeconds()))));
            element.setConverted_type(ConvertedType.TIMESTAMP_MICROS);
        }
    }
}
