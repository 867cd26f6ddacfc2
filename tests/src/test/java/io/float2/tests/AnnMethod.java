package io.float2.tests;

import java.util.Locale;

/** An access method for vectors, with the options and settings that its tests use, and what it is to find with them. */
enum AnnMethod {

    /** The graph index. A way to one row in a thousand may get lost: nodes choose their neighbours, and nobody need choose a node. */
    ANN("m = 16, ef_construction = 64", "m = 32, ef_construction = 400", "SET hnsw.ef_search = 40; ",
            "SET float2.complete_scan = off; SET hnsw.ef_search = 200; SET hnsw.iterative_scan = relaxed_order; "
                    + "SET hnsw.max_scan_tuples = 1000000; SET hnsw.scan_mem_multiplier = 100; ",
            0.97, 0.97, 0.998),

    /** The inverted lists, of which a search visits half. Built without rows, they have centres by chance. */
    ANN_IVFFLAT("lists = 30", "lists = 500", "SET ivfflat.probes = 15; ",
            "SET float2.complete_scan = off; SET ivfflat.probes = 30; ", 0.95, 0.7, 1);

    private final String options;
    private final String slowOptions;
    private final String searching;
    private final String exhausting;
    private final double recallFloor;
    private final double emptyRecallFloor;
    private final double reachedFloor;

    AnnMethod(String options, String slowOptions, String searching, String exhausting, double recallFloor,
            double emptyRecallFloor, double reachedFloor) {
        this.options = options;
        this.slowOptions = slowOptions;
        this.searching = searching;
        this.exhausting = exhausting;
        this.recallFloor = recallFloor;
        this.emptyRecallFloor = emptyRecallFloor;
        this.reachedFloor = reachedFloor;
    }

    /** Its name in {@code USING}. */
    String sql() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@code CREATE INDEX index ON table USING …}, for vectors of 128 elements in the column v. */
    String create(String index, String table) {
        return create("", index, table, "");
    }

    /** The same with {@code CONCURRENTLY} or nothing, and with an operator class or nothing for the default one. */
    String create(String concurrently, String index, String table, String operatorClass) {
        return create(concurrently, index, table, operatorClass, "dim = 128, " + options);
    }

    /** The same without the option dim. */
    String createWithoutDimension(String index, String table) {
        return create("", index, table, "", options);
    }

    /** The same, much slower and without other use: for builds that are to be cut short. */
    String createSlowly(String index, String table) {
        return create("", index, table, "", "dim = 128, " + slowOptions);
    }

    private String create(String concurrently, String index, String table, String operatorClass, String with) {
        return "CREATE INDEX " + concurrently + " " + index + " ON " + table + " USING " + sql() + " (v " + operatorClass
                + ") WITH (" + with + ")";
    }

    /** Settings of a usual search, which finds nearly all. */
    String searching() {
        return searching;
    }

    /** Settings with which a search goes on until it has seen the whole index, and does not look into the table for what that lacks. */
    String exhausting() {
        return exhausting;
    }

    /** The least part of the 10 true neighbours that a usual search finds. */
    double recallFloor() {
        return recallFloor;
    }

    /** The same of an index that was built while its table had no rows. */
    double emptyRecallFloor() {
        return emptyRecallFloor;
    }

    /** The least part of all rows that a search of the whole index finds. */
    double reachedFloor() {
        return reachedFloor;
    }
}
