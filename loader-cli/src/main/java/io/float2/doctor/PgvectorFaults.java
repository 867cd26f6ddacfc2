package io.float2.doctor;

import java.lang.module.ModuleDescriptor.Version;
import java.util.ArrayList;
import java.util.List;

/** Which of pgvector's known faults its version still has. */
final class PgvectorFaults {

    private static final String SUBJECT = "pgvector";
    private static final Version OLDEST = Version.parse("0.8.0");
    private static final String MEND = "install a newer pgvector, run ALTER EXTENSION vector UPDATE, and rebuild the indexes made before";

    private static final List<Fault> FAULTS = List.of(
            new Fault("0.8.2", "a buffer overflow in parallel HNSW index builds"),
            new Fault("0.8.3", "possible damage to HNSW indexes by VACUUM"),
            new Fault("0.8.4", "possible errors of inserts while VACUUM works on an HNSW index"),
            new Fault("0.8.7", "a buffer overflow in IVFFlat index builds"));

    private PgvectorFaults() {}

    static Finding check(InstalledExtension extension) {
        String installed = extension.installed();
        if (installed == null) {
            return extension.available() == null
                    ? Finding.fail(SUBJECT, "not installed on the server's machine", "run bin/setup there")
                    : Finding.fail(SUBJECT, "not in this database (" + extension.available() + " is available)",
                            "run CREATE EXTENSION float2 CASCADE in the database");
        }
        // The faults are in the library, whose version is that of the files, not of the objects in the database.
        Version library = Version.parse(extension.available() == null ? installed : extension.available());
        if (library.compareTo(OLDEST) < 0) {
            return Finding.fail(SUBJECT, installed + " is too old", "install pgvector 0.8.0 or newer");
        }
        List<String> present = new ArrayList<>();
        for (Fault fault : FAULTS) {
            if (library.compareTo(Version.parse(fault.fixedIn())) < 0) {
                present.add(fault.text() + " (fixed in " + fault.fixedIn() + ")");
            }
        }
        if (!present.isEmpty()) {
            return Finding.warn(SUBJECT, library + " has " + String.join(", ", present), MEND);
        }
        return library.compareTo(Version.parse(installed)) > 0
                ? Finding.warn(SUBJECT, installed + ", but " + library + " is available", "run ALTER EXTENSION vector UPDATE")
                : Finding.ok(SUBJECT, installed);
    }

    private record Fault(String fixedIn, String text) {}
}
