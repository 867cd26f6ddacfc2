package io.float2.sql;

import io.float2.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads and writes SQL identifiers: unquoted ones are folded to lower case as the server does, quoted ones are kept. */
public final class Identifier {

    /** The server cuts longer names off; here they are refused. */
    public static final int MAX_BYTES = 63;

    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");
    private static final Pattern FOLDABLE = Pattern.compile("[A-Za-z_\\u0080-\\uffff][A-Za-z0-9_$\\u0080-\\uffff]*");

    private Identifier() {}

    /** The identifier as it stands in a statement: in double quotes, so that no name is a keyword. */
    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The identifier as a person would write it: quoted only where it must be. */
    public static String display(String name) {
        return PLAIN.matcher(name).matches() ? name : quote(name);
    }

    /**
     * Splits {@code a.b."C d"} at its dots.
     *
     * @throws UsageException when a part is empty, too long, or neither a name nor quoted
     */
    public static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (true) {
            int end = partEnd(text, at);
            parts.add(read(text, text.substring(at, end)));
            if (end == text.length()) {
                return parts;
            }
            at = end + 1;
        }
    }

    /** Reads one identifier, folded or unquoted; dots in it are part of the name only inside quotes. */
    public static String parse(String text) {
        List<String> parts = split(text);
        if (parts.size() != 1) {
            throw new UsageException("\"" + text + "\" is not the name of one column: put a name with a dot in double quotes");
        }
        return parts.get(0);
    }

    /** The name a new column gets for {@code header}: a plain word in lower case, anything else as it is. */
    public static String forNewColumn(String header) {
        return FOLDABLE.matcher(header).matches() ? header.toLowerCase(Locale.ROOT) : header;
    }

    private static int partEnd(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '.' && !quoted) {
                return i;
            }
        }
        if (quoted) {
            throw new UsageException("the name " + text + " has no closing double quote");
        }
        return text.length();
    }

    private static String read(String whole, String part) {
        String name;
        if (part.length() >= 2 && part.startsWith("\"") && part.endsWith("\"")) {
            name = part.substring(1, part.length() - 1).replace("\"\"", "\"");
        } else if (FOLDABLE.matcher(part).matches()) {
            name = part.toLowerCase(Locale.ROOT);
        } else if (part.isEmpty()) {
            throw new UsageException("the name \"" + whole + "\" has an empty part");
        } else {
            throw new UsageException("the name " + whole + " must be written in double quotes, as it is not a plain word");
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (name.isEmpty() || name.indexOf('\0') >= 0 || bytes > MAX_BYTES) {
            throw new UsageException("the name " + whole + " has a part of " + bytes + " bytes; PostgreSQL takes 1 to " + MAX_BYTES);
        }
        return name;
    }
}
