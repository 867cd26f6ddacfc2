package io.float2.task;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.float2.UserException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object: the parameters of a task, a trigger record or an instance. Values are String, Long (whole numbers), BigDecimal,
 * Boolean, null, List and Map. Immutable.
 */
public final class Parameters {

    /** No parameters. */
    public static final Parameters NONE = new Parameters(Map.of());

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Object> values;

    private Parameters(Map<String, Object> values) {
        this.values = values;
    }

    /** @throws UserException when the text is not one JSON object */
    public static Parameters parse(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UserException("the parameters are not a JSON object: " + json);
            }
            Map<String, Object> values = object(parser);
            if (parser.nextToken() != null) {
                throw new UserException("something follows the JSON object of the parameters: " + json);
            }
            return new Parameters(values);
        } catch (IOException e) {
            throw new UserException("the parameters are not JSON: " + json, e);
        }
    }

    /** @throws IllegalArgumentException when a value has no counterpart in JSON */
    public static Parameters of(Map<String, ?> values) {
        return parse(write(values));
    }

    /** The values; nothing in them can be changed. */
    public Map<String, Object> asMap() {
        return values;
    }

    /** As JSON, on one line. */
    public String json() {
        return write(values);
    }

    /** @throws UserException when there is no such text */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    /** @throws UserException when there is something else than a text */
    public Optional<String> optionalText(String name) {
        return optional(name, String.class, "a text");
    }

    /** @throws UserException when there is no such whole number */
    public long number(String name) {
        return optionalNumber(name).orElseThrow(() -> missing(name));
    }

    /** @throws UserException when there is something else than a whole number */
    public Optional<Long> optionalNumber(String name) {
        return optional(name, Long.class, "a whole number");
    }

    /** @throws UserException when there is something else than true or false */
    public boolean flag(String name, boolean otherwise) {
        return optional(name, Boolean.class, "true or false").orElse(otherwise);
    }

    private <T> Optional<T> optional(String name, Class<T> type, String what) {
        Object value = values.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new UserException("the parameter \"" + name + "\" must be " + what + ", not " + write(value));
        }
        return Optional.ofNullable(type.cast(value));
    }

    private static UserException missing(String name) {
        return new UserException("the parameter \"" + name + "\" is missing");
    }

    @Override
    public String toString() {
        return json();
    }

    /** JSON text of a value as {@link Parameters} has them. */
    static String write(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            write(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName((String) entry.getKey());
                write(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> list) {
            generator.writeStartArray();
            for (Object item : list) {
                write(generator, item);
            }
            generator.writeEndArray();
        } else if (value == null) {
            generator.writeNull();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Integer || value instanceof Long) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof BigDecimal || value instanceof BigInteger || value instanceof Double) {
            generator.writeNumber(value.toString());
        } else {
            throw new IllegalArgumentException("JSON has no " + value.getClass().getName());
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            values.put(name, value(parser));
        }
        return Collections.unmodifiableMap(values);
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield Collections.unmodifiableList(items);
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? new BigDecimal(parser.getBigIntegerValue())
                    : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IOException("unexpected " + parser.currentToken());
        };
    }
}
