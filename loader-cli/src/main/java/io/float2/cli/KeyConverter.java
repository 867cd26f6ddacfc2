package io.float2.cli;

import java.util.UUID;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the key of a picture: 32 hexadecimal digits, with the hyphens of a UUID or without. */
final class KeyConverter implements ITypeConverter<UUID> {

    private static final int DIGITS = 32;
    private static final int HALF = 16;
    private static final int RADIX = 16;

    @Override
    public UUID convert(String text) {
        String digits = text.replace("-", "");
        if (digits.length() != DIGITS || !digits.matches("[0-9a-fA-F]+")) {
            throw new TypeConversionException("'" + text + "' is no key: it has 32 hexadecimal digits");
        }
        return new UUID(Long.parseUnsignedLong(digits.substring(0, HALF), RADIX), Long.parseUnsignedLong(digits.substring(HALF), RADIX));
    }
}
