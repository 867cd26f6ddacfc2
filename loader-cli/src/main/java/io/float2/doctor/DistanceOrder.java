package io.float2.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sort key that has a distance in it, taken apart.
 *
 * @param shape what surrounds the distance
 * @param operator the operator that an index would have to serve, such as {@code <->}
 * @param column the column compared, null when it is not a bare one
 * @param alias of the column's table, null when the key does not say
 * @param other what stands on the other side of the operator, null when the shape is not {@link Shape#OPERATOR}
 * @param descending whether the farthest come first
 */
record DistanceOrder(Shape shape, String operator, String column, String alias, String other, boolean descending) {

    /** How the distance stands in the sort key. */
    enum Shape {
        /** The key is the distance: the only shape that an index serves. */
        OPERATOR,
        /** The key calls the function behind the operator. */
        FUNCTION,
        /** The key computes something from the distance. */
        EXPRESSION
    }

    private static final Pattern QUALIFIED_OPERATOR = Pattern.compile("OPERATOR\\([^()]*?([<>#=+-]+)\\)");
    private static final Pattern DIRECTION = Pattern.compile("( DESC| ASC)?( NULLS (FIRST|LAST))?$");
    private static final Pattern OPERATORS = Pattern.compile(" (<->|<#>|<=>|<\\+>) ");
    private static final Pattern NAME = Pattern.compile("(?:(\"[^\"]+\"|[\\w$]+)\\.)?(\"[^\"]+\"|[\\w$]+)");
    private static final Map<String, String> FUNCTIONS = functions();

    private static Map<String, String> functions() {
        Map<String, String> functions = new LinkedHashMap<>();
        functions.put("l2_squared_distance", "<->");
        functions.put("l2_distance", "<->");
        functions.put("negative_inner_product_distance", "<#>");
        functions.put("inner_product_distance", "<#>");
        functions.put("inner_product", "<#>");
        functions.put("cosine_distance", "<=>");
        functions.put("cosine_similarity", "<=>");
        functions.put("l1_distance", "<+>");
        return functions;
    }

    /** Takes apart a key as EXPLAIN prints it; null when there is no distance in it. */
    static DistanceOrder parse(String sortKey) {
        String key = QUALIFIED_OPERATOR.matcher(sortKey.strip()).replaceAll("$1");
        Matcher direction = DIRECTION.matcher(key);
        boolean descending = direction.find() && " DESC".equals(direction.group(1));
        key = stripped(key.substring(0, direction.start()));
        String bare = withoutLiterals(key);

        Matcher operator = OPERATORS.matcher(bare);
        if (operator.find()) {
            if (depthAt(bare, operator.start()) > 0) {
                return new DistanceOrder(Shape.EXPRESSION, operator.group(1), null, null, null, descending);
            }
            return compared(key.substring(0, operator.start()), operator.group(1), key.substring(operator.end()), descending);
        }
        for (Map.Entry<String, String> function : FUNCTIONS.entrySet()) {
            if (bare.matches("(?s)(.*[^\\w])?" + function.getKey() + "\\(.*")) {
                return new DistanceOrder(Shape.FUNCTION, function.getValue(), null, null, null, descending);
            }
        }
        return null;
    }

    private static DistanceOrder compared(String left, String operator, String right, boolean descending) {
        String[] sides = {stripped(left), stripped(right)};
        for (int side = 0; side < 2; side++) {
            Matcher name = NAME.matcher(sides[side]);
            if (name.matches()) {
                return new DistanceOrder(Shape.OPERATOR, operator, unquoted(name.group(2)), unquoted(name.group(1)), sides[1 - side],
                        descending);
            }
        }
        return new DistanceOrder(Shape.OPERATOR, operator, null, null, sides[1], descending);
    }

    /** How many elements the other side has when it is a literal, else -1. */
    int otherDimension() {
        if (other == null) {
            return -1;
        }
        Matcher literal = Pattern.compile("'\\{([^{}']+)\\}'::.*").matcher(other);
        return literal.matches() ? literal.group(1).split(",").length : -1;
    }

    /** The key with blanks in the place of text between quotes, all positions kept. */
    private static String withoutLiterals(String key) {
        StringBuilder text = new StringBuilder(key);
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            boolean quote = text.charAt(i) == '\'';
            if (inside && !quote) {
                text.setCharAt(i, '.');
            }
            inside ^= quote;
        }
        return text.toString();
    }

    private static int depthAt(String text, int end) {
        int depth = 0;
        for (int i = 0; i < end; i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
        }
        return depth;
    }

    /** Without the parentheses around all of it. */
    private static String stripped(String text) {
        String inner = text.strip();
        while (inner.startsWith("(") && closes(inner) == inner.length() - 1) {
            inner = inner.substring(1, inner.length() - 1).strip();
        }
        return inner;
    }

    /** Where the parenthesis at the start is closed. */
    private static int closes(String text) {
        String bare = withoutLiterals(text);
        for (int i = 0, depth = 0; i < bare.length(); i++) {
            depth += bare.charAt(i) == '(' ? 1 : bare.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static String unquoted(String name) {
        return name != null && name.startsWith("\"") ? name.substring(1, name.length() - 1) : name;
    }
}
