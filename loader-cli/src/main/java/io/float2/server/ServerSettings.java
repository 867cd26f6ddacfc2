package io.float2.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings file that each start writes anew; what a user sets with ALTER SYSTEM comes after it and wins. */
final class ServerSettings {

    private static final String FILE = "float2.conf";

    private ServerSettings() {}

    /** Makes the configuration of new data read our file. */
    static void include(Path data) throws IOException {
        Files.writeString(data.resolve("postgresql.conf"), "\ninclude_if_exists = '" + FILE + "'\n", StandardOpenOption.APPEND);
    }

    /** The settings as {@link #write} has written them, without those that a server does not share with another one. */
    static Map<String, String> read(ServerDirectory directory) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String line : Files.readAllLines(directory.data().resolve(FILE))) {
            int equals = line.indexOf(" = '");
            if (equals > 0 && !line.startsWith("#")) {
                settings.put(line.substring(0, equals), line.substring(equals + 4, line.length() - 1).replace("''", "'"));
            }
        }
        settings.remove("port");
        return settings;
    }

    static void write(ServerDirectory directory, OsAccount account, int port, Map<String, String> further) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", ConnectionFile.HOST);
        settings.put("port", String.valueOf(port));
        settings.put("unix_socket_directories", "");
        settings.putAll(MachineSettings.ofThisMachine(directory.data()).settings());
        settings.putAll(further);
        StringBuilder text = new StringBuilder("# Written by `float2 server start` at each start. Use ALTER SYSTEM for settings of your own.\n");
        settings.forEach((name, value) -> text.append(name).append(" = '").append(value.replace("'", "''")).append("'\n"));
        Path file = directory.data().resolve(FILE);
        Files.writeString(file, text);
        account.own(file);
    }
}
