package io.float2.loader.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.float2.UserException;
import io.float2.sql.Identifier;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * JSON objects, one after the other; their members are the columns. A member that is an object or an array comes as its JSON text.
 * Not thread safe.
 */
final class JsonLinesTable extends TextTable {

    /** Rows that are looked at for the names of members; a row need not have all of them, but none later has more. */
    private static final int ROWS_FOR_NAMES = 1000;

    /** Characters of one text; one that is longer is no field of a table. */
    private static final int MOST_CHARACTERS = 1 << 23;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(MOST_CHARACTERS).build())
            .build();

    private JsonParser parser;
    private final List<String> header;
    private final Map<String, Integer> places = new HashMap<>();
    private final String[] values;
    private boolean vectorSeen;
    private long line = 1;
    /** Where the current row begins. */
    private long rowBegin;
    private long bytesPassed;

    private JsonLinesTable(SourceBytes bytes, List<String> header) throws IOException {
        super(bytes);
        this.header = header;
        parser = FACTORY.createParser(bytes.stream());
        for (String name : header) {
            places.put(name, places.size());
        }
        values = new String[header.size()];
    }

    /** Opens a file and reads its first rows for their members' names. */
    static JsonLinesTable open(Path path) {
        SourceBytes bytes = SourceBytes.open(path);
        try {
            return new JsonLinesTable(bytes, names(bytes));
        } catch (IOException e) {
            bytes.close();
            throw bytes.broken(e);
        } catch (RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private static List<String> names(SourceBytes bytes) {
        long row = 0;
        Set<String> names = new LinkedHashSet<>();
        try (JsonParser parser = FACTORY.createParser(bytes.stream()).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
            while (row < ROWS_FOR_NAMES && parser.nextToken() != null) {
                row++;
                requireObject(parser, bytes.path() + ", row " + row);
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    names.add(parser.currentName());
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw broken(bytes, Math.max(1, row), e);
        }
        if (row == 0) {
            throw new UserException(bytes.path() + " holds no vectors: there is no row");
        }
        return List.copyOf(names);
    }

    private static void requireObject(JsonParser parser, String where) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new UserException(where + ": begins with " + parser.currentToken().name().toLowerCase(Locale.ROOT)
                    + ", but every row is a JSON object");
        }
    }

    private static UserException broken(SourceBytes bytes, long row, IOException failure) {
        if (failure instanceof StreamConstraintsException) {
            return new UserException(bytes.path() + ", row " + row + ": has a text, a number or a nesting that is too long", failure);
        }
        if (failure instanceof JsonProcessingException json) {
            return new UserException(bytes.path() + ", row " + row + ": cannot be read as JSON (" + json.getOriginalMessage() + ")",
                    failure);
        }
        return bytes.broken(failure);
    }

    @Override
    public List<String> header() {
        return header;
    }

    @Override
    long line() {
        return line;
    }

    @Override
    int linesBefore() {
        return 0;
    }

    @Override
    public RowPlace place() {
        return bytes.isPacked() || rowBegin < bytesPassed ? null : new RowPlace(row, line, rowBegin);
    }

    @Override
    public void goTo(RowPlace place) {
        try {
            parser = FACTORY.createParser(bytes.streamFrom(place.offset()));
        } catch (IOException e) {
            throw bytes.broken(e);
        }
        row = place.row() - 1;
        linesPassed = place.line() - 1;
        bytesPassed = place.offset();
    }

    @Override
    public boolean next(String[] target, int offset) {
        row++;
        try {
            if (parser.nextToken() == null) {
                row--;
                return false;
            }
            line = linesPassed + parser.currentTokenLocation().getLineNr();
            rowBegin = bytesPassed + parser.currentTokenLocation().getByteOffset();
            requireObject(parser, whereIs());
            readRow();
        } catch (IOException e) {
            throw broken(bytes, row, e);
        } catch (OutOfMemoryError e) {
            throw new UserException(whereIs() + ": its members are too large for the memory of this process", e);
        }
        int to = offset;
        for (int i = 0; i < values.length; i++) {
            if (!isDiverted(i)) {
                target[to++] = values[i];
            }
        }
        return true;
    }

    private void readRow() throws IOException {
        Arrays.fill(values, null);
        characters = 0;
        vectorSeen = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Integer place = places.get(name);
            if (place == null) {
                throw new UserException(whereIs() + ": has a member " + Identifier.display(name) + ", but none of the first "
                        + ROWS_FOR_NAMES + " rows has; they have " + columnList());
            }
            JsonToken token = parser.nextToken();
            if (isDiverted(place)) {
                readVector(name, token);
            } else {
                values[place] = text(token);
                characters += values[place] == null ? 0 : values[place].length();
            }
        }
        if (slot != null && !vectorSeen) {
            slot.fail(header.get(diverted.from()), "holds no vector");
        }
    }

    private void readVector(String name, JsonToken token) throws IOException {
        if (slot == null) {
            parser.skipChildren();
        } else if (diverted.spread()) {
            vectorSeen = true;
            readNumber(name, token);
        } else if (token == JsonToken.START_ARRAY) {
            vectorSeen = true;
            for (JsonToken value = parser.nextToken(); value != JsonToken.END_ARRAY; value = parser.nextToken()) {
                readNumber(name, value);
            }
        } else if (token == JsonToken.VALUE_STRING) {
            vectorSeen = true;
            slot.vector(name, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        } else if (token != JsonToken.VALUE_NULL) {
            vectorSeen = true;
            slot.fail(name, "holds no array of numbers");
            parser.skipChildren();
        }
    }

    private void readNumber(String name, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            slot.noNumber(name);
        } else if (token.isScalarValue()) {
            slot.number(name, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        } else {
            slot.noNumber(name);
            slot.fail(name, "holds an array whose value " + slot.length() + " is no number");
            parser.skipChildren();
        }
    }

    private String text(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token.isScalarValue()) {
            return parser.getText();
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            // A vector is found by being an array of numbers; elsewhere NaN is no JSON.
            generator.configure(JsonWriteFeature.WRITE_NAN_AS_STRINGS.mappedFeature(), token != JsonToken.START_ARRAY);
            generator.copyCurrentStructure(parser);
        }
        return text.toString();
    }
}
