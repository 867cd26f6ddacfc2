package io.float2.pljava;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import org.postgresql.PGConnection;

/** The archive of classes, in the form they have in memory, from which a session's Java starts in a fraction of the time. */
public final class ClassArchive {

    private static final long TIMEOUT_SECONDS = 60;

    /** Loads what the functions need; one that is missing here only starts slower. */
    private static final String TRAINING = """
            SELECT float2_java.kernel_info(), float2_java.array_f16_to_f32(h), float2_java.l2_normalize(h),
                   float2_java.array_f32_to_f16(f), float2_java.l2_distance(h, h), float2_java.l2_distance(h, f),
                   float2_java.inner_product(f, f), float2_java.cosine_distance(h, f)
              FROM (SELECT '{1,2}'::float2[] AS h, '{1,2}'::float4[] AS f) AS v""";

    private ClassArchive() {}

    /** A name that belongs to one Java and one jar, so that an archive that does not fit any more is not used. */
    public static String fileName(ServerJava java, Path jar) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(Files.readAllBytes(jar));
        sum.update(Long.toString(Files.getLastModifiedTime(jar).toMillis()).getBytes());
        sum.update(Long.toString(Files.getLastModifiedTime(java.library()).toMillis()).getBytes());
        return String.format("float2_java-%s-%08x.jsa", java.version(), sum.getValue());
    }

    /**
     * Makes an archive by using the functions once, in a session that writes it as it ends; the database has the extension.
     *
     * @param settings of {@link PljavaSettings#archivingTo}
     * @return whether the session's process has ended, and with it the writing
     */
    public static boolean make(Connection session, Map<String, String> settings) throws SQLException {
        int process;
        try (session) {
            apply(session, settings);
            process = session.unwrap(PGConnection.class).getBackendPID();
            try (Statement statement = session.createStatement()) {
                statement.execute(TRAINING);
            }
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (ProcessHandle.of(process).isPresent()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return true;
    }

    /** Sets them for the session; they count when nothing has started Java in it. */
    static void apply(Connection session, Map<String, String> settings) throws SQLException {
        try (PreparedStatement set = session.prepareStatement("SELECT set_config(?, ?, false)")) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                set.setString(1, setting.getKey());
                set.setString(2, setting.getValue());
                set.execute();
            }
        }
    }
}
