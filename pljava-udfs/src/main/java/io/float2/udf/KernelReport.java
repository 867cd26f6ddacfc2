package io.float2.udf;

import io.float2.kernel.Float2;
import io.float2.kernel.KernelInfo;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What {@code kernel_info()} answers. */
public final class KernelReport {

    private KernelReport() {
    }

    /** Fills in the one row, by the names of the function's columns. */
    public static boolean kernelInfo(ResultSet row) throws SQLException {
        KernelInfo info = Float2.kernelInfo();
        row.updateString("provider", info.provider());
        row.updateString("library", emptyAsNull(info.library()));
        row.updateString("instruction_set", info.instructionSet());
        row.updateString("java", Runtime.version().toString());
        row.updateString("reason", emptyAsNull(String.join("; ", info.reasons())));
        return true;
    }

    private static String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
