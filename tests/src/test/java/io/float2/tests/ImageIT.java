package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/** The image itself: what the official postgres image promises, the command in it, and a replica. */
@Tag("image")
@ExtendWith(DatabaseExtension.class)
@Timeout(180)
class ImageIT {

    private static final String PASSWORD = "kept in a file";

    private static GenericContainer<?> container() {
        return new GenericContainer<>(ImageServer.name()).withStartupTimeout(Duration.ofMinutes(2)).waitingFor(Wait.forHealthcheck());
    }

    @Test
    void theVariablesAndScriptsOfTheOfficialImageAreUnderstood() throws IOException, InterruptedException {
        try (GenericContainer<?> container = container()
                .withEnv(Map.of("POSTGRES_USER", "ann", "POSTGRES_PASSWORD_FILE", "/run/secret", "POSTGRES_DB", "photos",
                        "POSTGRES_INITDB_ARGS", "--data-checksums"))
                .withCopyToContainer(Transferable.of(PASSWORD, 0444), "/run/secret")
                .withCopyToContainer(Transferable.of("CREATE TABLE made (by text); INSERT INTO made VALUES ('a.sql');"),
                        "/docker-entrypoint-initdb.d/a.sql")
                .withCopyToContainer(Transferable.of("psql -c \"INSERT INTO made VALUES ('b.sh')\"\n"), "/docker-entrypoint-initdb.d/b.sh")
                .withCommand("-c", "work_mem=7MB")) {
            container.start();
            assertThat(psql(container, "ann", "photos", "SELECT string_agg(by, ' ' ORDER BY by) FROM made")).isEqualTo("a.sql b.sh");
            assertThat(psql(container, "ann", "photos", "SHOW work_mem")).isEqualTo("7MB");
            assertThat(psql(container, "ann", "photos", "SHOW data_checksums")).isEqualTo("on");
            assertThat(psql(container, "ann", "photos", "SELECT extname FROM pg_extension WHERE extname = 'float2'")).isEqualTo("float2");
            // By the container's address the password counts.
            ExecResult without = container.execInContainer("sh", "-c", "psql -w -h $(hostname -i) -U ann photos -c 'SELECT 1'");
            assertThat(without.getExitCode()).isNotZero();
            assertThat(without.getStderr()).contains("no password supplied");
            ExecResult with = container.execInContainer("sh", "-c",
                    "PGPASSWORD='" + PASSWORD + "' psql -At -h $(hostname -i) -U ann photos -c 'SELECT 1'");
            assertThat(with.getStdout()).isEqualTo("1\n");
            assertThat(container.execInContainer("stat", "-c", "%U", "/proc/1").getStdout()).isEqualTo("postgres\n");
            assertThat(container.execInContainer("float2", "doctor").getStdout()).contains("reachable at localhost:5432/photos");
        }
    }

    @Test
    void stopShutsDownInGoodOrderAndTheDataAreThereAgain() throws IOException, InterruptedException {
        try (GenericContainer<?> container = container().withEnv("POSTGRES_PASSWORD", PASSWORD)) {
            container.start();
            psql(container, "postgres", "postgres", "CREATE TABLE kept AS SELECT 42 AS answer");
            container.getDockerClient().stopContainerCmd(container.getContainerId()).withTimeout(30).exec();
            assertThat(container.getCurrentContainerInfo().getState().getExitCodeLong()).isZero();
            assertThat(container.getLogs(OutputType.STDERR)).endsWith("database system is shut down\n");
            container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
            assertThat(container.execInContainer("sh", "-c", "until healthcheck.sh; do sleep 0.1; done").getExitCode()).isZero();
            assertThat(psql(container, "postgres", "postgres", "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void withoutAPasswordThereIsNoDatabase() throws IOException, InterruptedException {
        try (GenericContainer<?> container = container().withEnv("POSTGRES_PASSWORD", PASSWORD)) {
            container.start();
            ExecResult refused = container.execInContainer(
                    "env", "-u", "POSTGRES_PASSWORD", "PGDATA=/tmp/other", "docker-entrypoint.sh", "postgres");
            assertThat(refused.getExitCode()).isOne();
            assertThat(refused.getStderr()).startsWith("error: POSTGRES_PASSWORD is not set");
            assertThat(container.execInContainer("ls", "-A", "/tmp/other").getStdout()).isEmpty();
        }
    }

    @Test
    void aReplicaFollowsAndBecomesAPrimary() throws IOException, InterruptedException {
        Map<String, String> login = Map.of("POSTGRES_PASSWORD", PASSWORD, "POSTGRES_DB", "photos");
        try (Network network = Network.newNetwork();
                GenericContainer<?> primary = container().withEnv(login).withNetwork(network).withNetworkAliases("primary");
                GenericContainer<?> replica = container().withEnv(login).withEnv("POSTGRES_PRIMARY_HOST", "primary").withNetwork(network)) {
            primary.start();
            replica.start();
            psql(primary, "postgres", "photos", "CREATE TABLE faces AS SELECT id, gen_rand_f2_arr(10, 8) AS v FROM generate_series(1, 500) AS id; "
                    + "CREATE INDEX ON faces USING ann (v) WITH (dim = 8)");
            String search = "SELECT string_agg(id::text, ' ') FROM (SELECT id FROM faces ORDER BY v <-> '{1,2,3,4,5,6,7,8}' LIMIT 10) AS f";
            String written = psql(primary, "postgres", "photos", "SELECT pg_current_wal_lsn()");
            String replayed = "SELECT pg_last_wal_replay_lsn() >= '" + written + "'";
            long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (!psql(replica, "postgres", "photos", replayed).equals("t")) {
                assertThat(System.nanoTime()).as("time to follow").isLessThan(deadline);
            }
            assertThat(psql(replica, "postgres", "photos", search)).isEqualTo(psql(primary, "postgres", "photos", search));
            assertThat(psql(replica, "postgres", "photos", "SELECT pg_promote()")).isEqualTo("t");
            psql(replica, "postgres", "photos", "INSERT INTO faces VALUES (501, '{1,2,3,4,5,6,7,8}')");
            assertThat(psql(replica, "postgres", "photos", search)).startsWith("501 ");
        }
    }

    private static String psql(GenericContainer<?> container, String user, String database, String sql)
            throws IOException, InterruptedException {
        ExecResult result = container.execInContainer("psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-U", user, "-d", database, "-c", sql);
        assertThat(result.getExitCode()).as(result.getStderr()).isZero();
        return result.getStdout().strip();
    }
}
