package io.float2.tests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.float2.server.PostgresInstallation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The pages of an ann index as pgvector 0.8 writes them, read through pageinspect: which rows it names, and whether its graph hangs
 * together. What no search would show, such as a row that lost its entry or has two, shows here.
 */
final class AnnGraph {

    private static final int PAGE_HEADER = 24;
    private static final int MAGIC = 0xA953A953;
    private static final byte ELEMENT = 1;
    private static final byte NEIGHBOURS = 2;
    private static final int ROWS_OF_ELEMENT = 10;

    /** Where a tuple stands, in the table or in the index: block and number within the block, as SQL writes a ctid. */
    private record Place(long block, int number) {
        @Override
        public String toString() {
            return "(" + block + "," + number + ")";
        }
    }

    /** A vector of the index. */
    private record Element(int level, boolean deleted, int version, List<Place> rows, Place neighbours) {}

    /** Its neighbours on all levels, the highest first; null for a free place. */
    private record Neighbours(int version, List<Place> places) {}

    private final Map<Place, Element> elements = new HashMap<>();
    private final Map<Place, Neighbours> neighbours = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private int connections;
    private Place entry;

    private AnnGraph() {}

    /** Reads an index; the test is skipped where the server does not have pageinspect. */
    static AnnGraph read(TestDatabase database, String index) throws SQLException {
        assumeTrue(PostgresInstallation.find().offersExtension("pageinspect"), "PostgreSQL's contrib modules are not installed");
        database.execute("CREATE EXTENSION IF NOT EXISTS pageinspect");
        AnnGraph graph = new AnnGraph();
        try (Connection connection = database.open(); Statement statement = connection.createStatement();
                ResultSet pages = statement.executeQuery("SELECT get_raw_page('" + index + "', n::int) FROM generate_series(0, "
                        + "pg_relation_size('" + index + "') / current_setting('block_size')::int - 1) AS n ORDER BY n")) {
            for (long block = 0; pages.next(); block++) {
                graph.readPage(block, ByteBuffer.wrap(pages.getBytes(1)).order(ByteOrder.LITTLE_ENDIAN));
            }
        }
        graph.check();
        return graph;
    }

    /** The ctids of the rows that the index names. */
    Set<String> rows() {
        Set<String> rows = new TreeSet<>();
        elements.values().stream().filter(AnnGraph::alive).forEach(element -> element.rows().forEach(row -> rows.add(row.toString())));
        return rows;
    }

    /** What is wrong, in a sentence each: rows named twice, neighbours that are none, no way in. */
    List<String> faults() {
        return faults;
    }

    /** The part of the vectors with rows to which connections of the lowest level lead from the entry; 1 when there is no vector. */
    double connected() {
        Set<Place> seen = new HashSet<>();
        Deque<Place> way = new ArrayDeque<>();
        if (entry != null && elements.containsKey(entry)) {
            seen.add(entry);
            way.add(entry);
        }
        while (!way.isEmpty()) {
            for (Place next : lowestNeighbours(elements.get(way.remove()))) {
                if (elements.containsKey(next) && seen.add(next)) {
                    way.add(next);
                }
            }
        }
        long all = elements.values().stream().filter(AnnGraph::alive).count();
        long reached = seen.stream().filter(place -> alive(elements.get(place))).count();
        return all == 0 ? 1 : (double) reached / all;
    }

    private static boolean alive(Element element) {
        return !element.deleted() && !element.rows().isEmpty();
    }

    private void readPage(long block, ByteBuffer page) {
        int lower = page.getShort(12) & 0xffff;
        if (block == 0) {
            readMeta(page);
            return;
        }
        for (int number = 1; PAGE_HEADER + 4 * number <= lower; number++) {
            int pointer = page.getInt(PAGE_HEADER + 4 * (number - 1));
            int tuple = pointer & 0x7fff;
            Place place = new Place(block, number);
            if (page.get(tuple) == ELEMENT) {
                elements.put(place, element(page, tuple));
            } else if (page.get(tuple) == NEIGHBOURS) {
                neighbours.put(place, neighbours(page, tuple));
            } else {
                faults.add(place + " is neither a vector nor its neighbours");
            }
        }
    }

    private void readMeta(ByteBuffer page) {
        if (page.getInt(PAGE_HEADER) != MAGIC) {
            faults.add("the first page is none of this kind of index");
            return;
        }
        connections = page.getShort(PAGE_HEADER + 12) & 0xffff;
        long block = page.getInt(PAGE_HEADER + 16) & 0xffffffffL;
        int number = page.getShort(PAGE_HEADER + 20) & 0xffff;
        entry = number == 0 ? null : new Place(block, number);
    }

    private static Element element(ByteBuffer page, int tuple) {
        List<Place> rows = new ArrayList<>();
        for (int i = 0; i < ROWS_OF_ELEMENT; i++) {
            Place row = place(page, tuple + 4 + 6 * i);
            if (row != null) {
                rows.add(row);
            }
        }
        return new Element(page.get(tuple + 1) & 0xff, page.get(tuple + 2) != 0, page.get(tuple + 3), rows,
                place(page, tuple + 4 + 6 * ROWS_OF_ELEMENT));
    }

    private static Neighbours neighbours(ByteBuffer page, int tuple) {
        List<Place> places = new ArrayList<>();
        int count = page.getShort(tuple + 2) & 0xffff;
        for (int i = 0; i < count; i++) {
            places.add(place(page, tuple + 4 + 6 * i));
        }
        return new Neighbours(page.get(tuple + 1), places);
    }

    /** A tuple identifier: the block's upper and lower half, the number in the block. Null for an invalid one. */
    private static Place place(ByteBuffer page, int at) {
        long block = (page.getShort(at) & 0xffffL) << 16 | page.getShort(at + 2) & 0xffffL;
        int number = page.getShort(at + 4) & 0xffff;
        return number == 0 ? null : new Place(block, number);
    }

    private void check() {
        Set<Place> named = new HashSet<>();
        elements.forEach((place, element) -> {
            if (element.deleted()) {
                return;
            }
            for (Place row : element.rows()) {
                if (!named.add(row)) {
                    faults.add("the row " + row + " is named twice");
                }
            }
            checkNeighbours(place, element);
        });
        if (entry == null ? !named.isEmpty() : !elements.containsKey(entry) || elements.get(entry).deleted()) {
            faults.add("the entry " + entry + " is no vector of the index");
        }
    }

    private void checkNeighbours(Place place, Element element) {
        Neighbours own = neighbours.get(element.neighbours());
        if (own == null || own.places().size() != (element.level() + 2) * connections) {
            faults.add("the vector " + place + " of level " + element.level() + " has no neighbours of its own");
            return;
        }
        for (Place neighbour : own.places()) {
            if (neighbour != null && !elements.containsKey(neighbour)) {
                faults.add("the neighbour " + neighbour + " of " + place + " is no vector");
            } else if (neighbour != null && elements.get(neighbour).deleted() && alive(element)) {
                faults.add("the neighbour " + neighbour + " of " + place + " is a deleted vector");
            }
        }
    }

    private List<Place> lowestNeighbours(Element element) {
        Neighbours own = neighbours.get(element.neighbours());
        if (own == null) {
            return List.of();
        }
        int first = Math.min(element.level() * connections, own.places().size());
        return own.places().subList(first, own.places().size()).stream().filter(place -> place != null).toList();
    }
}
