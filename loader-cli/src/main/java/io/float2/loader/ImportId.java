package io.float2.loader;

import io.float2.sql.TableName;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ThreadLocalRandom;

/** Names for imports that the user gave none. */
final class ImportId {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private ImportId() {}

    /** Such as {@code photos-20260102-150405-k3x9}: nothing that a shell would want quoted. */
    static String make(TableName table) {
        String name = table.name().replaceAll("[^A-Za-z0-9_]", "_");
        String tail = Integer.toString(36 * 36 * 36 + ThreadLocalRandom.current().nextInt(35 * 36 * 36 * 36), 36);
        return name + "-" + LocalDateTime.now().format(TIME) + "-" + tail;
    }
}
