package io.float2.recommend;

/** The three pools. */
enum Pool {
    GLOBAL("pool_global", ""),
    PROVINCE("pool_province", "pid, "),
    CITY("pool_city", "cid, ");

    private final String table;
    private final String regionColumn;

    Pool(String table, String regionColumn) {
        this.table = table;
        this.regionColumn = regionColumn;
    }

    /** The table, with its schema. */
    String table() {
        return "recommend." + table;
    }

    /** {@code COPY} of all columns, for a table that was emptied in the same transaction: its rows need no vacuuming. */
    String copyStatement() {
        return "COPY " + table() + " (" + regionColumn + "vid, tag, score) FROM STDIN (FREEZE)";
    }

    /** How many regions there are; 0 for the pool without any. */
    int regions(DataPlan plan) {
        return switch (this) {
            case GLOBAL -> 0;
            case PROVINCE -> plan.provinces();
            case CITY -> plan.cities();
        };
    }
}
