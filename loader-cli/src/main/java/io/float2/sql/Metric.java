package io.float2.sql;

import java.util.Arrays;
import java.util.Optional;

/** The distances of the extension. */
public enum Metric {
    L2("<->", "l2_ops"),
    /** The inner product, negative so that the smallest is the nearest. */
    IP("<#>", "ip_ops"),
    COSINE("<=>", "cosine_ops"),
    L1("<+>", "l1_ops");

    private final String operator;
    private final String classSuffix;

    Metric(String operator, String classSuffix) {
        this.operator = operator;
        this.classSuffix = classSuffix;
    }

    /** The operator between two vectors, found whatever the search path is. */
    public String operator(String extensionSchema) {
        return "OPERATOR(" + Identifier.quote(extensionSchema) + "." + operator + ")";
    }

    /** The one of an operator class, by the class' name; empty when it is none of these. */
    public static Optional<Metric> ofOperatorClass(String name) {
        return Arrays.stream(values()).filter(metric -> name.endsWith("_" + metric.classSuffix)).findFirst();
    }

    /** The name of the operator class for vectors of {@code elementName}. */
    public String operatorClass(String elementName) {
        return elementName + "_" + classSuffix;
    }
}
