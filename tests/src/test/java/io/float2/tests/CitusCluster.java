package io.float2.tests;

import io.float2.server.PostgresInstallation;
import io.float2.server.PrivateServer;
import io.float2.server.ServerDirectory;
import io.float2.server.StartOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A coordinator of Citus, which keeps no shards itself, and workers: private servers, each with the extension float2. */
final class CitusCluster implements AutoCloseable {

    // The nodes are on one machine and talk to each other without passwords.
    private static final Map<String, String> SETTINGS = Map.of("fsync", "off", "shared_buffers", "64MB", "shared_preload_libraries", "citus",
            "citus.node_conninfo", "sslmode=disable", "max_prepared_transactions", "100", "citus.shard_count", "4", "wal_level", "logical");

    private final ScratchDirectory scratch;
    private final List<PrivateServer> servers = new ArrayList<>();
    private final List<TestDatabase> nodes = new ArrayList<>();

    private CitusCluster() {
        scratch = ScratchDirectory.create();
    }

    /** Starts one, or skips the test where the server has no Citus. */
    static boolean isOffered() {
        return PostgresInstallation.find().offersExtension("citus");
    }

    static CitusCluster start(int workers) throws IOException, SQLException {
        CitusCluster cluster = new CitusCluster();
        try {
            for (int i = 0; i <= workers; i++) {
                cluster.startNode(i);
            }
            TestDatabase coordinator = cluster.coordinator();
            coordinator.execute("SELECT citus_set_coordinator_host('127.0.0.1', " + coordinator.target().port() + ")");
            for (TestDatabase worker : cluster.nodes.subList(1, cluster.nodes.size())) {
                coordinator.execute("SELECT citus_add_node('127.0.0.1', " + worker.target().port() + ")");
            }
            return cluster;
        } catch (SQLException | IOException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private void startNode(int number) throws IOException, SQLException {
        PrivateServer server = PrivateServer.at(ServerDirectory.of(scratch.path().resolve("node" + number)));
        servers.add(server);
        TestDatabase node = new TestDatabase(server.start(new StartOptions(null, SETTINGS), line -> { }));
        Path access = server.directory().path().resolve("data").resolve("pg_hba.conf");
        Files.writeString(access, "host all all 127.0.0.1/32 trust\n");
        node.execute("SELECT pg_reload_conf()", "CREATE EXTENSION citus");
        nodes.add(node);
    }

    TestDatabase coordinator() {
        return nodes.get(0);
    }

    /** @param number from 1 on */
    TestDatabase worker(int number) {
        return nodes.get(number);
    }

    void stopWorker(int number) throws IOException {
        servers.get(number).stop();
    }

    /** Ends it at once, without a word to whoever is connected. */
    void killWorker(int number) throws IOException, InterruptedException {
        Path data = servers.get(number).directory().path().resolve("data");
        ServerProgram.asOwnerOf(data, "pg_ctl", "-D", data.toString(), "-w", "-m", "immediate", "stop");
    }

    void startWorker(int number) throws IOException, SQLException {
        servers.get(number).start(new StartOptions(null, SETTINGS), line -> { });
    }

    @Override
    public void close() throws IOException {
        for (PrivateServer server : servers) {
            server.stop();
        }
        scratch.delete();
    }
}
