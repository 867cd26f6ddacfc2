package io.float2.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 64MB}, {@code 1.5 GB}, {@code 262144}: thousands as elsewhere, or KiB, MiB and GiB. */
final class ByteSize implements ITypeConverter<Long> {

    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([kmg]?|[kmg]i(?=b))b?");

    private static final Map<String, Long> UNITS = Map.of(
            "", 1L,
            "k", 1_000L, "ki", 1L << 10,
            "m", 1_000_000L, "mi", 1L << 20,
            "g", 1_000_000_000L, "gi", 1L << 30);

    @Override
    public Long convert(String text) {
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT).strip());
        if (!matcher.matches()) {
            throw new TypeConversionException("\"" + text + "\" is no number of bytes such as 64MB");
        }
        return Math.round(Double.parseDouble(matcher.group(1)) * UNITS.get(matcher.group(2)));
    }
}
