package io.float2.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTargetTest {

    private static final Map<String, String> NOTHING = Map.of();

    @ParameterizedTest
    @ValueSource(strings = {
        "postgresql://ann:s%40cret@db.example:6432/photos?sslmode=require",
        "postgres://ann:s%40cret@db.example:6432/photos?sslmode=require",
        "jdbc:postgresql://db.example:6432/photos?user=ann&password=s%40cret&sslmode=require",
        "host=db.example port=6432 dbname=photos user=ann password='s@cret' sslmode=require",
        "postgresql:///photos?host=db.example&port=6432&user=ann&password=s%40cret&sslmode=require",
    })
    void everySpellingNamesTheSameDatabase(String dsn) {
        assertThat(ConnectionTarget.parse(dsn, NOTHING)).isEqualTo(new ConnectionTarget(
                "db.example", 6432, "photos", "ann", "s@cret", Map.of("sslmode", "require")));
    }

    @Test
    void theUrlParsesBackToItself() {
        ConnectionTarget target = new ConnectionTarget(
                "::1", 5433, "my photos/üñ", "a:b@c", "p/w?d &%+=", Map.of("options", "-c search_path=x,y"));
        assertThat(ConnectionTarget.parse(target.url(), NOTHING)).isEqualTo(target);
    }

    @Test
    void whatTheDsnLeavesOutComesFromTheEnvironment() {
        Map<String, String> environment = Map.of(
                "PGHOST", "elsewhere", "PGPORT", "7000", "PGUSER", "eve", "PGDATABASE", "db", "PGPASSWORD", "pw", "PGSSLMODE", "disable");
        assertThat(ConnectionTarget.parse("postgresql://here", environment)).isEqualTo(
                new ConnectionTarget("here", 7000, "db", "eve", "pw", Map.of("sslmode", "disable")));
        assertThat(ConnectionTarget.fromEnvironment(environment).toString()).isEqualTo("elsewhere:7000/db");
    }

    @Test
    void theDatabaseIsNamedAfterTheUserUnlessItIsGiven() {
        assertThat(ConnectionTarget.parse("postgresql://ann@localhost", NOTHING).database()).isEqualTo("ann");
    }

    @Test
    void quotesAndBackslashesInSettingsAreUnderstood() {
        ConnectionTarget target = ConnectionTarget.parse("host = here user=ann dbname='a b\\'c\\\\d'", NOTHING);
        assertThat(target.host()).isEqualTo("here");
        assertThat(target.database()).isEqualTo("a b'c\\d");
    }

    @Test
    void thePasswordIsNotInTheText() {
        assertThat(ConnectionTarget.parse("postgresql://u:hidden@h/d", NOTHING).toString()).doesNotContain("hidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"photos", "mysql://h/d", "postgresql://h:99999/d", "postgresql://h:x/d", "postgresql://a,b/d",
        "host=h nonsense=1", "dbname='open", "postgresql://h/d?sslmod=require", "postgresql://u:hidden%zz@h/d", "host=/var/run/postgresql"})
    void aDsnThatIsNotOneIsRefusedInOneSentence(String dsn) {
        assertThatThrownBy(() -> ConnectionTarget.parse(dsn, NOTHING))
                .isInstanceOf(UserException.class)
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "postgresql://ann@one,two:6000,[::1]:7000/photos?target_session_attrs=prefer-standby",
        "host=one,two,::1 port=5432,6000,7000 user=ann dbname=photos target_session_attrs=prefer-standby",
        "postgresql:///photos?host=one,two,::1&port=,6000,7000&user=ann&target_session_attrs=prefer-standby",
    })
    void severalHostsAreATargetEach(String dsn) {
        List<ConnectionTarget> servers = ConnectionTarget.parseAll(dsn, "--read-dsn", NOTHING);
        assertThat(servers).extracting(ConnectionTarget::address).containsExactly("one:5432", "two:6000", "[::1]:7000");
        assertThat(servers).allMatch(server -> server.database().equals("photos") && server.user().equals("ann")
                && server.settings().equals(Map.of("target_session_attrs", "prefer-standby")));
        assertThat(ConnectionTarget.parseAll(ConnectionTarget.url(servers, Map.of()), "--read-dsn", NOTHING)).isEqualTo(servers);
    }

    @Test
    void onePortIsThatOfAllHosts() {
        assertThat(ConnectionTarget.parseAll("host=one,two port=6000", "--read-dsn", NOTHING)).extracting(ConnectionTarget::port).containsExactly(6000, 6000);
        assertThatThrownBy(() -> ConnectionTarget.parseAll("host=one,two,three port=1,2", "FLOAT2_READ_DSN", NOTHING))
                .isInstanceOf(UserException.class).hasMessage("the value of FLOAT2_READ_DSN has 2 ports for 3 hosts");
    }

    @Test
    void theKindOfServerIsToldToTheDriverInItsWords() {
        assertThat(DriverSetting.value("target_session_attrs", "read-write")).isEqualTo("primary");
        assertThat(DriverSetting.value("target_session_attrs", "prefer-standby")).isEqualTo("preferSecondary");
        assertThat(DriverSetting.value("sslmode", "require")).isEqualTo("require");
        assertThatThrownBy(() -> DriverSetting.value("target_session_attrs", "fast")).isInstanceOf(UserException.class)
                .hasMessage("target_session_attrs is one of [any, prefer-standby, primary, read-only, read-write, standby], not \"fast\"");
    }
}
