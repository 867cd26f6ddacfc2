package io.float2.connect;

import io.float2.UserException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Connections for what only reads, to several servers of the same data in turn. A server that is not to be had is passed over.
 *
 * <p>A standby answers as the primary would have some time ago. Where that must not be long, a connection to it is handed out only
 * when it has replayed all that the primary had written when the connection was asked for; one that is not so far in time is passed
 * over, too. Thread safe.
 */
public final class ReadConnections {

    private static final Duration LOOK = Duration.ofMillis(10);
    private static final String PREFER_STANDBY = "prefer-standby";

    private final List<ConnectionTarget> servers;
    private final ConnectionTarget primary;
    private final Duration maxLag;
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * Nothing is opened yet.
     *
     * @param servers with {@code target_session_attrs} of the first one said for all
     * @param primary asked how far it is when {@code maxLag} is given
     * @param maxLag longest time to wait for a standby to replay what the primary has; null: its answers may be any age
     */
    public ReadConnections(List<ConnectionTarget> servers, ConnectionTarget primary, Duration maxLag) {
        this.servers = List.copyOf(servers);
        this.primary = primary;
        this.maxLag = maxLag;
    }

    /**
     * Opens a connection to the next server.
     *
     * @throws ConnectFailure when none of the servers is to be had
     * @throws UserException when those to be had lag behind
     */
    public Connection open() throws SQLException {
        Refusals refusals = new Refusals();
        String wanted = maxLag == null ? null : written();
        int first = turn.getAndIncrement();
        for (List<ConnectionTarget> round : rounds()) {
            for (int i = 0; i < round.size(); i++) {
                Connection connection = open(round.get(Math.floorMod(first + i, round.size())), wanted, refusals);
                if (connection != null) {
                    return connection;
                }
            }
        }
        throw refusals.failure();
    }

    /** The servers that will do now, for a program that makes its connections itself: the standbys, or where none will do the others. */
    public List<ConnectionTarget> ready() throws SQLException {
        Refusals refusals = new Refusals();
        String wanted = maxLag == null ? null : written();
        for (List<ConnectionTarget> round : rounds()) {
            List<ConnectionTarget> ready = new ArrayList<>();
            for (ConnectionTarget server : round) {
                try (Connection connection = open(server, wanted, refusals)) {
                    if (connection != null) {
                        ready.add(server);
                    }
                }
            }
            if (!ready.isEmpty()) {
                return ready;
            }
        }
        throw refusals.failure();
    }

    /** Those to be tried first, then those to be tried when none of them will do. */
    private List<List<ConnectionTarget>> rounds() {
        if (!PREFER_STANDBY.equals(servers.get(0).settings().get(DriverSetting.SERVER))) {
            return List.of(servers);
        }
        return List.of(servers.stream().map(server -> server.thatIs("standby")).toList(),
                servers.stream().map(server -> server.thatIs("any")).toList());
    }

    private String written() throws SQLException {
        try (Connection connection = primary.open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_current_wal_lsn() END")) {
            row.next();
            if (row.getString(1) == null) {
                throw new UserException("how far a standby lags cannot be told: " + primary + ", which --dsn names, is a standby itself");
            }
            return row.getString(1);
        }
    }

    /** Null when it will not do, which is noted. */
    private Connection open(ConnectionTarget server, String wanted, Refusals refusals) throws SQLException {
        Connection connection;
        try {
            connection = server.open();
        } catch (ConnectFailure e) {
            refusals.connect = e;
            return null;
        }
        try {
            long behind = wanted == null ? 0 : behind(connection, wanted);
            if (behind <= 0) {
                return connection;
            }
            refusals.lag = new UserException("the standby " + server + " is " + behind + " bytes of log behind " + primary + " after "
                    + maxLag.toMillis() / 1000.0 + " s: a longer --max-lag waits for it, and without the option its older answers count");
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
        connection.close();
        return null;
    }

    /** How many bytes of log the server has not replayed when the time is up; 0 as soon as it has, and for a primary. */
    private long behind(Connection connection, String wanted) throws SQLException {
        long deadline = System.nanoTime() + maxLag.toNanos();
        String sql = "SELECT CASE WHEN pg_is_in_recovery() THEN pg_wal_lsn_diff(?::pg_lsn, pg_last_wal_replay_lsn())::int8 ELSE 0 END";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, wanted);
            while (true) {
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    long behind = row.getLong(1);
                    if (behind <= 0 || System.nanoTime() >= deadline) {
                        return Math.max(0, behind);
                    }
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK.toMillis()));
            }
        }
    }

    /** Why servers were passed over. That one lags says more than that another one is away. */
    private static final class Refusals {

        private ConnectFailure connect;
        private UserException lag;

        private ConnectFailure failure() {
            if (lag != null) {
                throw lag;
            }
            return connect;
        }
    }
}
