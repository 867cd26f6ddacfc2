package io.float2.doctor;

import io.float2.connect.ConnectFailure;
import io.float2.connect.ConnectionTarget;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs all checks, those of this machine first; changes nothing. */
public final class Doctor {

    private final ConnectionTarget target;

    /** @param target the database to look at */
    public Doctor(ConnectionTarget target) {
        this.target = target;
    }

    /** Every finding, in the order of the checks. A server that cannot be reached is a finding too. */
    public List<Finding> examine() throws SQLException {
        List<Finding> findings = new ArrayList<>();
        findings.add(MachineChecks.java());
        findings.add(MachineChecks.kernel());
        findings.add(MachineChecks.postgres());
        try (Connection connection = target.open()) {
            findings.add(Finding.ok("server", "reachable at " + target));
            new ServerChecks(connection, target.isLocal()).addTo(findings);
        } catch (ConnectFailure e) {
            findings.add(Finding.fail("server", e.getMessage(),
                    "start that server or a private one, or name another one with --dsn"));
        }
        return findings;
    }

    /**
     * Which ANN index a query uses, or why it uses none. The query is planned, never run.
     *
     * @throws io.float2.UserException when the server does not accept the query
     */
    public List<Finding> examineQuery(String query) throws SQLException {
        try (Connection connection = target.open()) {
            return new QueryCheck(connection).examine(query);
        }
    }
}
