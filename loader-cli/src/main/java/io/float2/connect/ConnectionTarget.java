package io.float2.connect;

import io.float2.UserException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One database on one server. Thread safe; every {@link #open()} makes a new connection that the caller closes.
 *
 * @param password null when the password file or the server's trust decides
 * @param settings further connection settings by their libpq names, such as {@code sslmode}
 */
public record ConnectionTarget(
        String host, int port, String database, String user, String password, Map<String, String> settings) {

    /** PostgreSQL's registered port. */
    public static final int DEFAULT_PORT = 5432;

    private static final String APPLICATION_NAME = "float2";

    /** Where a name is given that is one database's. */
    private static final String OPTION = "--dsn";

    public ConnectionTarget {
        if (host.startsWith("/")) {
            throw new UserException("the host \"" + host + "\" is a socket directory, but float2 connects by TCP only: "
                    + "give a host name such as localhost");
        }
        settings = Map.copyOf(settings);
    }

    /** Parses {@code postgresql://…}, {@code jdbc:postgresql://…} or {@code key=value …}; what is missing comes from {@code environment}. */
    public static ConnectionTarget parse(String dsn, Map<String, String> environment) {
        return new DsnParser(OPTION, environment).parse(dsn);
    }

    /**
     * As {@link #parse}, for a name that lists several hosts of the same data: one target for each of them.
     *
     * @param origin where the name was given, for messages: an option or a variable
     */
    public static List<ConnectionTarget> parseAll(String dsn, String origin, Map<String, String> environment) {
        return new DsnParser(origin, environment).parseAll(dsn);
    }

    /** The target that {@code PGHOST}, {@code PGPORT}, {@code PGDATABASE}, {@code PGUSER} and the like name. */
    public static ConnectionTarget fromEnvironment(Map<String, String> environment) {
        return new DsnParser(OPTION, environment).defaults();
    }

    /** One URL for servers of the same data that differ in their addresses only; {@code further} settings go behind the first one's. */
    public static String url(List<ConnectionTarget> servers, Map<String, String> further) {
        ConnectionTarget first = servers.get(0);
        Map<String, String> settings = new TreeMap<>(first.settings);
        settings.putAll(further);
        ConnectionTarget all = new ConnectionTarget(first.host, first.port, first.database, first.user, first.password, settings);
        return all.url(servers.stream().map(ConnectionTarget::address).collect(Collectors.joining(",")));
    }

    /** The same server and user, another database. */
    public ConnectionTarget withDatabase(String other) {
        return new ConnectionTarget(host, port, other, user, password, settings);
    }

    /**
     * Opens a connection in autocommit mode.
     *
     * @throws ConnectFailure when there is none to be had; its message is a whole sentence
     */
    public Connection open() throws SQLException {
        try {
            Connection connection = DriverManager.getConnection(jdbcUrl(), properties());
            RunningStatements.watch(connection);
            return connection;
        } catch (SQLException e) {
            throw new ConnectFailure(ConnectSentence.of(this, e), e);
        }
    }

    /** As {@code postgresql://user:password@host:port/database?…}, ready for psql and for {@link #parse}. */
    public String url() {
        return url(address());
    }

    private String url(String addresses) {
        StringBuilder url = new StringBuilder("postgresql://").append(PercentCode.encode(user));
        if (password != null) {
            url.append(':').append(PercentCode.encode(password));
        }
        url.append('@').append(addresses).append('/').append(PercentCode.encode(database));
        char separator = '?';
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            url.append(separator).append(setting.getKey()).append('=').append(PercentCode.encode(setting.getValue()));
            separator = '&';
        }
        return url.toString();
    }

    /** The same, but only a server of that kind will do: {@code target_session_attrs} of libpq. */
    ConnectionTarget thatIs(String kind) {
        Map<String, String> others = new TreeMap<>(settings);
        others.put(DriverSetting.SERVER, kind);
        return new ConnectionTarget(host, port, database, user, password, others);
    }

    /** Whether the server runs on this machine, as far as its name tells. */
    public boolean isLocal() {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    /** {@code host:port/database}, without user and password: for messages. */
    @Override
    public String toString() {
        return address() + "/" + database;
    }

    /** {@code host:port}, an IPv6 address in brackets. */
    public String address() {
        return hostInUrl() + ":" + port;
    }

    private String hostInUrl() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    private String jdbcUrl() {
        return "jdbc:postgresql://" + address() + "/" + PercentCode.encode(database);
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("ApplicationName", APPLICATION_NAME);
        settings.forEach((name, value) -> properties.setProperty(DriverSetting.of(name), DriverSetting.value(name, value)));
        return properties;
    }
}
