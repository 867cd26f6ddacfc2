package io.float2.connect;

import java.util.Map;

/** The connection settings taken over from libpq, by its name and the JDBC driver's. */
final class DriverSetting {

    private static final Map<String, String> DRIVER_NAMES = Map.of(
            "sslmode", "sslmode",
            "sslrootcert", "sslrootcert",
            "sslcert", "sslcert",
            "sslkey", "sslkey",
            "options", "options",
            "connect_timeout", "connectTimeout",
            "application_name", "ApplicationName",
            "target_session_attrs", "targetServerType",
            "channel_binding", "channelBinding",
            "passfile", "org.postgresql.pgpassfile");

    private DriverSetting() {}

    static boolean isKnown(String libpqName) {
        return DRIVER_NAMES.containsKey(libpqName);
    }

    static String of(String libpqName) {
        return DRIVER_NAMES.get(libpqName);
    }
}
