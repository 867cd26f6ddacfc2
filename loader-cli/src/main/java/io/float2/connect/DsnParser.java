package io.float2.connect;

import io.float2.UserException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a data source name in any of its three spellings, with the environment's values for what it leaves out. */
final class DsnParser {

    /** The environment variables taken over as settings, by their libpq name. */
    private static final Map<String, String> SETTING_VARIABLES = Map.of(
            "sslmode", "PGSSLMODE",
            "sslrootcert", "PGSSLROOTCERT",
            "sslcert", "PGSSLCERT",
            "sslkey", "PGSSLKEY",
            "options", "PGOPTIONS",
            "connect_timeout", "PGCONNECT_TIMEOUT",
            "passfile", "PGPASSFILE");

    private final Map<String, String> environment;

    DsnParser(Map<String, String> environment) {
        this.environment = environment;
    }

    ConnectionTarget defaults() {
        return target(new LinkedHashMap<>());
    }

    ConnectionTarget parse(String dsn) {
        String text = dsn.strip();
        if (text.startsWith("jdbc:")) {
            text = text.substring("jdbc:".length());
            if (text.startsWith("postgresql:") && !text.startsWith("postgresql://")) {
                // The driver's short form jdbc:postgresql:database.
                text = "postgresql:///" + text.substring("postgresql:".length());
            }
        }
        if (text.startsWith("postgresql://") || text.startsWith("postgres://")) {
            return target(parseUrl(text.substring(text.indexOf("://") + 3)));
        }
        if (text.contains("=")) {
            return target(new ConninfoReader(text).read());
        }
        // The text may hold a password, so it is not repeated.
        throw new UserException("the value of --dsn is neither a URL (postgresql://user@host:port/database) "
                + "nor a list of settings (host=… port=… dbname=… user=…)");
    }

    private static Map<String, String> parseUrl(String rest) {
        Map<String, String> values = new LinkedHashMap<>();
        int question = rest.indexOf('?');
        String main = question < 0 ? rest : rest.substring(0, question);
        int slash = main.indexOf('/');
        String authority = slash < 0 ? main : main.substring(0, slash);
        if (slash >= 0 && slash + 1 < main.length()) {
            values.put("dbname", decode(main.substring(slash + 1)));
        }
        int at = authority.lastIndexOf('@');
        if (at >= 0) {
            String[] login = authority.substring(0, at).split(":", 2);
            if (!login[0].isEmpty()) {
                values.put("user", decode(login[0]));
            }
            if (login.length == 2) {
                values.put("password", decode(login[1]));
            }
        }
        putAddress(values, authority.substring(at + 1));
        if (question >= 0) {
            for (String pair : rest.substring(question + 1).split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    values.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
                }
            }
        }
        return values;
    }

    private static void putAddress(Map<String, String> values, String address) {
        if (address.contains(",")) {
            throw new UserException("the value of --dsn names several hosts, but float2 takes one");
        }
        // The colons inside an IPv6 address in brackets are no port.
        int colon = address.lastIndexOf(':') > address.lastIndexOf(']') ? address.lastIndexOf(':') : -1;
        String host = decode(colon < 0 ? address : address.substring(0, colon));
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (!host.isEmpty()) {
            values.put("host", host);
        }
        if (colon >= 0 && colon + 1 < address.length()) {
            values.put("port", address.substring(colon + 1));
        }
    }

    private ConnectionTarget target(Map<String, String> given) {
        String user = first(given, "user", "PGUSER", System.getProperty("user.name"));
        String host = first(given, "hostaddr", "PGHOSTADDR", first(given, "host", "PGHOST", "localhost"));
        String port = first(given, "port", "PGPORT", String.valueOf(ConnectionTarget.DEFAULT_PORT));
        String database = first(given, "dbname", "PGDATABASE", user);
        String password = first(given, "password", "PGPASSWORD", null);
        Map<String, String> settings = new LinkedHashMap<>();
        SETTING_VARIABLES.forEach((name, variable) -> {
            String value = environment.get(variable);
            if (value != null && !value.isEmpty()) {
                settings.put(name, value);
            }
        });
        given.forEach((name, value) -> {
            switch (name) {
                case "user", "host", "hostaddr", "port", "dbname", "password" -> { }
                default -> {
                    if (!DriverSetting.isKnown(name)) {
                        throw new UserException("the value of --dsn has the setting \"" + name + "\", which float2 does not know");
                    }
                    settings.put(name, value);
                }
            }
        });
        return new ConnectionTarget(host, portNumber(port), database, user, password, settings);
    }

    private String first(Map<String, String> given, String name, String variable, String otherwise) {
        String value = given.get(name);
        if (value == null || value.isEmpty()) {
            value = environment.get(variable);
        }
        return value == null || value.isEmpty() ? otherwise : value;
    }

    private static int portNumber(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, together with numbers out of range.
        }
        throw new UserException("the port \"" + text + "\" is not a number from 1 to 65535");
    }

    private static String decode(String text) {
        try {
            return PercentCode.decode(text);
        } catch (IllegalArgumentException e) {
            throw new UserException("the value of --dsn has a percent sign that is not followed by two hex digits", e);
        }
    }
}
