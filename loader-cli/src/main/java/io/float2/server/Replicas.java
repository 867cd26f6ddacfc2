package io.float2.server;

import io.float2.UserException;
import io.float2.connect.ConnectionTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The streaming standbys of a private server, each a server's directory of its own within the primary's. The primary keeps for each
 * of them, in a replication slot, the log that it has not had yet.
 */
final class Replicas {

    private static final String SLOT_STATE = "SELECT coalesce(wal_status, 'lost') FROM pg_replication_slots WHERE slot_name = ?";
    private static final String DROP_SLOT =
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ? AND NOT active";

    private final ServerDirectory primary;
    private final OsAccount account;
    private final PostgresInstallation postgres;
    private final Consumer<String> report;

    Replicas(ServerDirectory primary, OsAccount account, PostgresInstallation postgres, Consumer<String> report) {
        this.primary = primary;
        this.account = account;
        this.postgres = postgres;
        this.report = report;
    }

    /** The directories of those there are, by their numbers. One that has been promoted is a server like any other, and not among them. */
    static NavigableMap<Integer, ServerDirectory> of(ServerDirectory primary) {
        NavigableMap<Integer, ServerDirectory> found = new TreeMap<>();
        for (int number = 1; number <= StartOptions.MOST_REPLICAS; number++) {
            ServerDirectory directory = primary.replica(number);
            if (directory.holdsServer() && isStandby(directory)) {
                found.put(number, directory);
            }
        }
        return found;
    }

    /** Whether the data are a copy that follows another server. */
    static boolean isStandby(ServerDirectory directory) {
        return Files.exists(directory.data().resolve("standby.signal"));
    }

    /** Its replication slot on the primary, and the name that it connects by. */
    static String slot(int number) {
        return "float2_replica_" + number;
    }

    /**
     * Starts those there are, makes those that are missing and removes those that are too many.
     *
     * @param target the primary, which runs
     * @param wanted how many; null for as many as there are
     */
    void bring(ConnectionTarget target, Integer wanted) throws IOException, SQLException {
        NavigableMap<Integer, ServerDirectory> there = of(primary);
        int last = wanted != null ? wanted : there.isEmpty() ? 0 : there.lastKey();
        for (Map.Entry<Integer, ServerDirectory> surplus : there.tailMap(last, false).entrySet()) {
            remove(target, surplus.getKey(), surplus.getValue());
        }
        for (int number = 1; number <= StartOptions.MOST_REPLICAS; number++) {
            ServerDirectory directory = primary.replica(number);
            if (directory.holdsServer() && !isStandby(directory)) {
                report.accept("the replica in " + directory.path() + " has been promoted and follows nobody any more: `float2 server start "
                        + "--dir " + directory.path() + "` starts it, and a new replica " + number + " needs that directory moved away");
            } else if (number <= last) {
                start(target, number, directory);
            }
        }
    }

    private void start(ConnectionTarget target, int number, ServerDirectory directory) throws IOException, SQLException {
        PrivateServer server = PrivateServer.at(directory);
        if (server.running().isPresent()) {
            return;
        }
        String slot = slotState(target, number);
        if (directory.holdsServer() && (slot == null || slot.equals("lost"))) {
            report.accept("the log that the replica in " + directory.path() + " lacks is gone, so it is copied anew");
            directory.delete();
        }
        if (!directory.holdsServer()) {
            copy(target, number, directory);
        }
        Map<String, String> settings = ServerSettings.read(primary);
        settings.put("primary_conninfo", conninfo(target, directory) + " application_name=" + slot(number));
        settings.put("primary_slot_name", slot(number));
        ConnectionTarget replica = server.launch(account, postgres, new StartOptions(null, settings));
        report.accept("the replica " + number + " listens on " + replica.address());
    }

    /** Copies the running primary aside and renames the copy once it is whole, as a first start does. */
    private void copy(ConnectionTarget target, int number, ServerDirectory directory) throws IOException, SQLException {
        report.accept("copying the server to " + directory.path());
        directory.claim(account);
        directory.removeUnfinishedData();
        dropSlot(target, number);
        ConnectionFile connection = ConnectionFile.read(primary.connectionFile()).withPort(Ports.freeFor(directory), false);
        directory.writeSecret(account, passwords(directory), ConnectionFile.HOST + ":*:*:" + ConnectionFile.USER + ":"
                + connection.password() + "\n");
        ChildProcess backup = ChildProcess.run(account, List.of(
                postgres.program("pg_basebackup"),
                "--dbname=" + conninfo(target, directory),
                "--pgdata=" + directory.unfinishedData(),
                "--checkpoint=fast",
                "--wal-method=stream",
                "--create-slot",
                "--slot=" + slot(number)));
        if (!backup.succeeded()) {
            throw new UserException("pg_basebackup failed in " + directory.path() + ":\n" + backup.output());
        }
        Path signal = Files.createFile(directory.unfinishedData().resolve("standby.signal"));
        account.own(signal);
        connection.write(directory, account);
        Files.move(directory.unfinishedData(), directory.data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void remove(ConnectionTarget target, int number, ServerDirectory directory) throws IOException, SQLException {
        report.accept("removing the replica in " + directory.path());
        PrivateServer.at(directory).stop();
        directory.delete();
        dropSlot(target, number);
    }

    /** Null when there is none. */
    private static String slotState(ConnectionTarget target, int number) throws SQLException {
        return ask(target, SLOT_STATE, number);
    }

    private static void dropSlot(ConnectionTarget target, int number) throws SQLException {
        ask(target, DROP_SLOT, number);
    }

    private static String ask(ConnectionTarget target, String sql, int number) throws SQLException {
        try (Connection connection = target.open(); PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, slot(number));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static String conninfo(ConnectionTarget target, ServerDirectory directory) {
        return "host=" + target.host() + " port=" + target.port() + " user=" + target.user() + " passfile='"
                + passwords(directory).toString().replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static Path passwords(ServerDirectory directory) {
        return directory.path().resolve("passwords");
    }

    /**
     * How each of them is.
     *
     * @param target the primary; null when it does not run
     */
    static List<ReplicaStatus> status(ServerDirectory primary, ConnectionTarget target) throws SQLException {
        List<ReplicaStatus> replicas = new ArrayList<>();
        for (Map.Entry<Integer, ServerDirectory> replica : of(primary).entrySet()) {
            PrivateServer server = PrivateServer.at(replica.getValue());
            replicas.add(new ReplicaStatus(replica.getKey(), replica.getValue().path(), server.running().isPresent(),
                    ConnectionFile.read(replica.getValue().connectionFile()).port(),
                    target == null ? null : lagBytes(target, replica.getKey())));
        }
        return replicas;
    }

    /** Null when it is not connected. */
    private static Long lagBytes(ConnectionTarget target, int number) throws SQLException {
        String bytes = ask(target, "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::int8 FROM pg_stat_replication "
                + "WHERE application_name = ?", number);
        return bytes == null ? null : Long.valueOf(bytes);
    }
}
