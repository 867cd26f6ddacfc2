package io.float2.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PgvectorFaultsTest {

    @Test
    void anOldVersionIsWarnedAboutWithEachFaultItHas() {
        Finding finding = PgvectorFaults.check(new InstalledExtension("0.8.1", "0.8.1"));
        assertThat(finding.level()).isEqualTo(Finding.Level.WARN);
        assertThat(finding.text()).contains("fixed in 0.8.2", "fixed in 0.8.3", "fixed in 0.8.4");
        assertThat(finding.mend()).isNotNull();
    }

    @Test
    void faultsThatAreFixedAreNotNamed() {
        assertThat(PgvectorFaults.check(new InstalledExtension("0.8.3", "0.8.3")).text())
                .doesNotContain("fixed in 0.8.2", "fixed in 0.8.3").contains("fixed in 0.8.4");
    }

    @Test
    void theLibraryCountsNotTheObjectsInTheDatabase() {
        Finding finding = PgvectorFaults.check(new InstalledExtension("0.8.0", "0.8.10"));
        assertThat(finding.level()).isEqualTo(Finding.Level.WARN);
        assertThat(finding.text()).doesNotContain("fixed in");
        assertThat(finding.mend()).contains("ALTER EXTENSION vector UPDATE");
    }

    @Test
    void aVersionWithoutKnownFaultsIsFine() {
        assertThat(PgvectorFaults.check(new InstalledExtension("0.9.0", "0.9.0")).level()).isEqualTo(Finding.Level.OK);
    }

    @Test
    void whatIsMissingOrTooOldFails() {
        assertThat(PgvectorFaults.check(new InstalledExtension(null, null)).level()).isEqualTo(Finding.Level.FAIL);
        assertThat(PgvectorFaults.check(new InstalledExtension(null, "0.8.4")).mend()).contains("CREATE EXTENSION");
        assertThat(PgvectorFaults.check(new InstalledExtension("0.7.4", "0.7.4")).level()).isEqualTo(Finding.Level.FAIL);
    }
}
