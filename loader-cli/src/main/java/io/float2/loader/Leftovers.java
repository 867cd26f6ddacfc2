package io.float2.loader;

import io.float2.ledger.Ledger;
import io.float2.progress.Progress;
import io.float2.sql.Cleanup;
import io.float2.sql.ConnectionSource;
import io.float2.sql.TableName;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Tables that killed or stopped loads of a new table have left. */
record Leftovers(LoadPlan plan, ConnectionSource connections, Progress progress, Ledger ledger) {

    /**
     * Drops them. That waits for what the server may still be doing for a killed command.
     *
     * @param id of the import at hand
     * @param own table of that import in which there is nothing, as SQL writes it, or null
     */
    void drop(LoadTarget target, String id, String own) throws SQLException {
        Map<String, String> leftovers = plan.create() ? ledger.leftovers(target.name()) : new HashMap<>();
        if (own != null) {
            leftovers.put(id, own);
        }
        for (Map.Entry<String, String> leftover : leftovers.entrySet()) {
            Cleanup.run(connections, "DROP TABLE IF EXISTS " + leftover.getValue());
            ledger.dropped(leftover.getKey());
            if (!leftover.getKey().equals(id)) {
                progress.note("the unfinished table " + TableName.parse(leftover.getValue()) + " of the import \"" + leftover.getKey()
                        + "\" has been dropped");
            }
        }
    }
}
