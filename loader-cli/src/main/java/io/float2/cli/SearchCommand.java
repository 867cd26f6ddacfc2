package io.float2.cli;

import io.float2.loader.source.SourceFormat;
import io.float2.search.QueryFile;
import io.float2.search.SearchPlan;
import io.float2.search.SearchResult;
import io.float2.search.Searcher;
import io.float2.sql.ColumnName;
import io.float2.sql.Identifier;
import io.float2.sql.Metric;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code float2 search}. */
@Command(
        name = "search",
        description = "Find the rows of a table whose vectors are nearest to a given one.",
        footer = {
            "",
            "Examples:",
            "  float2 search photos.vector --query query.fvecs -k 10",
            "  float2 search photos.vector --like 17 --where \"category = 'cat'\""
        })
final class SearchCommand implements Callable<Integer> {

    @Parameters(paramLabel = "[SCHEMA.]TABLE.COLUMN", description = "Column of type float2[] or float4[].")
    private String column;

    @ArgGroup(multiplicity = "1")
    private Given given;

    /** What to look for. */
    private static final class Given {

        @Option(names = "--query", paramLabel = "FILE", required = true,
                description = "File with query vectors, in any format of `float2 load`. Its first row is taken, or as --row and --all say.")
        private Path file;

        @Option(names = "--like", paramLabel = "ID", required = true,
                description = "Take the vector of the row with this id; that row comes first in the result.")
        private String id;
    }

    @Option(names = "--row", paramLabel = "N", defaultValue = "1", description = "Row of the file to take, counted from 1.")
    private long row;

    @Option(names = "--all", description = "Take all rows of the file, one after the other.")
    private boolean all;

    @Option(names = "--limit-queries", paramLabel = "N", description = "Take the first N rows of the file.")
    private Long limitQueries;

    @Option(names = "--format", paramLabel = "FORMAT",
            description = "Format of the file: ${COMPLETION-CANDIDATES}. Default: told by its ending.")
    private SourceFormat format;

    @Option(names = "--vector-column", paramLabel = "NAME",
            description = "Column of the file that holds the vectors. Default: the one with brackets or braces.")
    private String vectorColumn;

    @Option(names = "--id-column", paramLabel = "NAME", description = "Column that --like looks into. Default: the primary key.")
    private String idColumn;

    @Option(names = "--where", paramLabel = "CONDITION", description = "Condition in SQL that every result has to fulfil.")
    private String where;

    @Option(names = "-k", paramLabel = "K", defaultValue = "10", description = "Number of neighbours.")
    private int k;

    @Option(names = "--metric", paramLabel = "METRIC", defaultValue = "l2", description = "Distance: ${COMPLETION-CANDIDATES}.")
    private Metric metric;

    @Option(names = "--ef-search", paramLabel = "N", showDefaultValue = Visibility.NEVER,
            description = "Candidates that a search in the graph keeps, 1 to 1000: more find more and take longer. Default: the "
                    + "server's hnsw.ef_search, and K at least.")
    private int efSearch = SearchPlan.DEFAULT;

    @Option(names = "--columns", split = ",", paramLabel = "NAME", description = "Columns to show. Default: all but the vectors.")
    private List<String> columns;

    @Option(names = "--explain", description = "Show how the server runs the search.")
    private boolean explain;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private ReadOptions reads;

    @Mixin
    private Output output;

    private final List<Map<String, Object>> results = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        SearchPlan plan = SearchPlan.in(ColumnName.parse(column))
                .metric(metric)
                .k(k)
                .efSearch(efSearch)
                .where(where)
                .columns(columns == null ? List.of() : columns.stream().map(Identifier::parse).toList())
                .idColumn(idColumn == null ? null : Identifier.parse(idColumn))
                .build();
        try (Searcher searcher = Searcher.open(plan, reads.from(connection)::open)) {
            if (given.id != null) {
                search(searcher, given.id, searcher.vectorOf(given.id), false);
            } else {
                searchFile(searcher);
            }
        }
        if (output.isJson()) {
            output.json(results);
        }
        return 0;
    }

    private void searchFile(Searcher searcher) throws SQLException {
        try (QueryFile file = QueryFile.open(given.file, format, vectorColumn)) {
            if (!all && limitQueries == null) {
                QueryFile.Query query = file.row(row);
                search(searcher, query.row(), query.vector(), false);
                return;
            }
            long last = limitQueries == null ? Long.MAX_VALUE : limitQueries;
            for (QueryFile.Query query = file.next(); query != null && query.row() <= last; query = file.next()) {
                search(searcher, query.row(), query.vector(), true);
            }
        }
    }

    private void search(Searcher searcher, Object name, float[] query, boolean oneOfMany) throws SQLException {
        SearchResult result = searcher.search(query);
        List<String> plan = explain ? searcher.explain(query) : List.of();
        if (output.isJson()) {
            results.add(json(name, result, plan));
            return;
        }
        if (oneOfMany) {
            output.println("query " + name + ":");
        }
        Table table = new Table(result.columns().toArray(String[]::new));
        result.rows().forEach(values -> table.row(values.toArray()));
        output.print(table);
        output.println(Human.count(result.rows().size()) + (result.rows().size() == 1 ? " row in " : " rows in ")
                + Human.duration(result.seconds())
                + (result.exact() ? ", by comparing all rows: the index alone came to fewer that fulfil the condition" : ""));
        plan.forEach(output::println);
    }

    private static Map<String, Object> json(Object name, SearchResult result, List<String> plan) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (List<Object> values : result.rows()) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (int i = 0; i < values.size(); i++) {
                row.put(result.columns().get(i), values.get(i));
            }
            rows.add(row);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("query", name);
        json.put("seconds", result.seconds());
        json.put("exact", result.exact());
        json.put("rows", rows);
        if (!plan.isEmpty()) {
            json.put("plan", plan);
        }
        return json;
    }
}
