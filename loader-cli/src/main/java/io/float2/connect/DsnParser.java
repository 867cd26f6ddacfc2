package io.float2.connect;

import io.float2.UserException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

    private static final String DEFAULT_HOST = "localhost";
    private static final String DEFAULT_PORT = String.valueOf(ConnectionTarget.DEFAULT_PORT);

    /** What stands between the hosts of a list, and between their ports. */
    private static final String LIST = ",";

    private final String origin;
    private final Map<String, String> environment;

    /** @param origin where the name was given, for messages: an option or a variable */
    DsnParser(String origin, Map<String, String> environment) {
        this.origin = origin;
        this.environment = environment;
    }

    ConnectionTarget defaults() {
        return only(targets(new LinkedHashMap<>()));
    }

    ConnectionTarget parse(String dsn) {
        return only(parseAll(dsn));
    }

    /** One target for each host that the name lists. */
    List<ConnectionTarget> parseAll(String dsn) {
        String text = dsn.strip();
        if (text.startsWith("jdbc:")) {
            text = text.substring("jdbc:".length());
            if (text.startsWith("postgresql:") && !text.startsWith("postgresql://")) {
                // The driver's short form jdbc:postgresql:database.
                text = "postgresql:///" + text.substring("postgresql:".length());
            }
        }
        if (text.startsWith("postgresql://") || text.startsWith("postgres://")) {
            return targets(parseUrl(text.substring(text.indexOf("://") + 3)));
        }
        if (text.contains("=")) {
            return targets(new ConninfoReader(text).read());
        }
        // The text may hold a password, so it is not repeated.
        throw new UserException("the value of " + origin + " is neither a URL (postgresql://user@host:port/database) "
                + "nor a list of settings (host=… port=… dbname=… user=…)");
    }

    private Map<String, String> parseUrl(String rest) {
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

    /** Hosts and ports of an authority, each as a list with commas; a host without a port has an empty one. */
    private void putAddress(Map<String, String> values, String addresses) {
        List<String> hosts = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        for (String address : addresses.split(LIST, -1)) {
            // The colons inside an IPv6 address in brackets are no port.
            int colon = address.lastIndexOf(':') > address.lastIndexOf(']') ? address.lastIndexOf(':') : -1;
            String host = decode(colon < 0 ? address : address.substring(0, colon));
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            hosts.add(host);
            ports.add(colon < 0 ? "" : address.substring(colon + 1));
        }
        if (!hosts.equals(List.of(""))) {
            values.put("host", String.join(LIST, hosts));
        }
        if (!ports.stream().allMatch(String::isEmpty)) {
            values.put("port", String.join(LIST, ports));
        }
    }

    private ConnectionTarget only(List<ConnectionTarget> targets) {
        if (targets.size() > 1) {
            throw new UserException("the value of " + origin + " names several hosts, but float2 takes one");
        }
        return targets.get(0);
    }

    private List<ConnectionTarget> targets(Map<String, String> given) {
        String[] hosts = first(given, "hostaddr", "PGHOSTADDR", first(given, "host", "PGHOST", DEFAULT_HOST)).split(LIST, -1);
        String[] ports = first(given, "port", "PGPORT", DEFAULT_PORT).split(LIST, -1);
        if (ports.length != 1 && ports.length != hosts.length) {
            throw new UserException("the value of " + origin + " has " + ports.length + " ports for " + hosts.length + " hosts");
        }
        List<ConnectionTarget> targets = new ArrayList<>();
        for (int i = 0; i < hosts.length; i++) {
            String port = ports[ports.length == 1 ? 0 : i];
            targets.add(target(given, hosts[i].isEmpty() ? DEFAULT_HOST : hosts[i], port.isEmpty() ? DEFAULT_PORT : port));
        }
        return targets;
    }

    private ConnectionTarget target(Map<String, String> given, String host, String port) {
        String user = first(given, "user", "PGUSER", System.getProperty("user.name"));
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
                        throw new UserException("the value of " + origin + " has the setting \"" + name + "\", which float2 does not know");
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

    private String decode(String text) {
        try {
            return PercentCode.decode(text);
        } catch (IllegalArgumentException e) {
            throw new UserException("the value of " + origin + " has a percent sign that is not followed by two hex digits", e);
        }
    }
}
