package io.float2.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@WithDatabase
@Tag(WithDatabase.MACHINE)
class DoctorIT {

    @Test
    void nothingFailsOnTheTestServer(TestDatabase database) {
        Cli.Result doctor = database.cli("doctor");
        assertThat(doctor.exitCode()).as(doctor.out()).isZero();
        assertThat(doctor.out())
                .containsPattern("OK +extension float2 +[0-9.]+")
                .containsPattern("(OK|WARN) +kernel +provider (panama|jna|java), instruction set")
                .containsPattern("(OK|WARN) +pgvector +[0-9.]+")
                .contains("/dev/shm")
                .contains(" 0 failed");
    }

    @Test
    void aSmallMaintenanceWorkMemIsWarnedAbout(TestDatabase database) throws Exception {
        String setting = "ALTER DATABASE " + database.target().database();
        database.execute(setting + " SET maintenance_work_mem = '4MB'");
        try {
            assertThat(database.cli("doctor").out()).containsPattern("WARN +maintenance_work_mem +4MB is little");
        } finally {
            database.execute(setting + " RESET maintenance_work_mem");
        }
    }

    @Test
    void aDatabaseWithoutTheExtensionFails(TestDatabase database) {
        Cli.Result doctor = Cli.run("doctor", "--dsn", database.target().withDatabase("postgres").url());
        assertThat(doctor.exitCode()).isOne();
        assertThat(doctor.out()).containsPattern("FAIL +extension float2 +not in this database")
                .contains("mend: run CREATE EXTENSION float2 CASCADE");
    }

    @Test
    void jsonHoldsEveryFindingAndNothingElse(TestDatabase database) {
        String out = database.cli("doctor", "--json").out();
        assertThat(out).startsWith("{\"findings\":[{\"level\":\"").endsWith("]}" + System.lineSeparator());
        assertThat(out.lines()).hasSize(1);
    }
}
