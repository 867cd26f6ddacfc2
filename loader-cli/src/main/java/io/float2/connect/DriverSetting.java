package io.float2.connect;

import io.float2.UserException;
import java.util.Map;
import java.util.TreeSet;

/** The connection settings taken over from libpq, by its name and the JDBC driver's. */
final class DriverSetting {

    /** Which server of several is meant. */
    static final String SERVER = "target_session_attrs";

    private static final Map<String, String> DRIVER_NAMES = Map.of(
            "sslmode", "sslmode",
            "sslrootcert", "sslrootcert",
            "sslcert", "sslcert",
            "sslkey", "sslkey",
            "options", "options",
            "connect_timeout", "connectTimeout",
            "application_name", "ApplicationName",
            SERVER, "targetServerType",
            "channel_binding", "channelBinding",
            "passfile", "org.postgresql.pgpassfile");

    /** The values of {@link #SERVER} in libpq's words and the driver's. */
    private static final Map<String, String> SERVERS = Map.of(
            "any", "any",
            "read-write", "primary",
            "primary", "primary",
            "read-only", "secondary",
            "standby", "secondary",
            "prefer-standby", "preferSecondary");

    private DriverSetting() {}

    static boolean isKnown(String libpqName) {
        return DRIVER_NAMES.containsKey(libpqName);
    }

    static String of(String libpqName) {
        return DRIVER_NAMES.get(libpqName);
    }

    /** The value as the driver spells it. */
    static String value(String libpqName, String value) {
        if (!libpqName.equals(SERVER)) {
            return value;
        }
        String server = SERVERS.get(value);
        if (server == null) {
            throw new UserException("target_session_attrs is one of " + new TreeSet<>(SERVERS.keySet()) + ", not \"" + value + "\"");
        }
        return server;
    }
}
