package io.float2.loader;

import io.float2.UserException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The file formats that vectors can be read from. */
public enum SourceFormat {
    /** Rows of a little-endian int32 dimension and so many little-endian float32. */
    FVECS,
    /** Rows of a little-endian int32 dimension and so many unsigned bytes. */
    BVECS,
    /** Comma-separated values with a header line; one column holds vectors as {@code [1,2]} or {@code {1,2}}. */
    CSV;

    /**
     * The format that a file's ending names.
     *
     * @throws UserException when it names none
     */
    public static SourceFormat of(Path file) {
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
        for (SourceFormat format : values()) {
            if (format.name().equals(ending)) {
                return format;
            }
        }
        throw new UserException(file + " has no ending that tells its format; it can be " + Arrays.stream(values())
                .map(format -> format.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", ")));
    }
}
