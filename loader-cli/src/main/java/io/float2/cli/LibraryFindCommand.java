package io.float2.cli;

import io.float2.library.FindPlan;
import io.float2.library.FoundPicture;
import io.float2.library.PictureFinder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code float2 library find}. */
@Command(
        name = "find",
        description = "Find pictures by key, by attributes, and by what they show. What is given has to hold all at once.",
        footer = {
            "",
            "Examples:",
            "  float2 library find 9e107d9d-372b-b682-6bd8-1d3542a419d6",
            "  float2 library find --business shop --attribute city=Oslo --where 'width >= 1024'",
            "  float2 library find --like 9e107d9d-372b-b682-6bd8-1d3542a419d6 --business shop --limit 10 --explain"
        })
final class LibraryFindCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "KEY", description = "Keys: MD5 of the picture's bytes, with or without hyphens.", converter = KeyConverter.class)
    private List<UUID> keys = List.of();

    @Option(names = "--business", paramLabel = "NAME", description = "Pictures of this business.")
    private String business;

    @Option(names = "--attribute", paramLabel = "NAME=VALUE", description = "Pictures with this attribute; may be given often.")
    private Map<String, String> attributes = new LinkedHashMap<>();

    @Option(names = "--where", paramLabel = "CONDITION",
            description = "Condition in SQL over the columns of image_library.asset: size, width, height, format, imported_at, ….")
    private String where;

    @Option(names = "--like", paramLabel = "KEY", converter = KeyConverter.class, description = "By embedding: those like this picture first.")
    private UUID like;

    @Option(names = "--vector", paramLabel = "{1,2,…}", description = "By embedding: those nearest to this vector first.")
    private String vector;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "Most pictures to find.")
    private int limit;

    @Option(names = "--explain", description = "Show how the server finds them.")
    private boolean explain;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        FindPlan plan = new FindPlan(keys, business, attributes, where, like, vector, limit);
        try (PictureFinder finder = PictureFinder.open(connection.target()::open)) {
            List<FoundPicture> found = finder.find(plan);
            List<String> lines = explain ? finder.explain(plan) : List.of();
            print(output, found);
            lines.forEach(output::println);
            if (output.isJson()) {
                output.json(explain ? Map.of("pictures", found, "plan", lines) : Map.of("pictures", found));
            }
            return found.isEmpty() && !keys.isEmpty() ? 1 : 0;
        }
    }

    /** Pictures as a table. */
    static void print(Output output, List<FoundPicture> found) {
        boolean measured = found.stream().anyMatch(picture -> picture.distance() != null);
        Table table = measured ? new Table("key", "distance", "bytes", "pixels", "format", "where", "attributes")
                : new Table("key", "bytes", "pixels", "format", "where", "attributes");
        for (FoundPicture picture : found) {
            String pixels = picture.width() + "x" + picture.height();
            String attributes = Human.oneLine(text(picture.attributes()));
            String uri = Human.oneLine(picture.uri());
            if (measured) {
                table.row(picture.key(), picture.distance() == null ? null : distance(picture.distance()), Human.count(picture.size()), pixels,
                        picture.format(), uri, attributes);
            } else {
                table.row(picture.key(), Human.count(picture.size()), pixels, picture.format(), uri, attributes);
            }
        }
        output.print(table);
        output.println(Human.count(found.size()) + (found.size() == 1 ? " picture" : " pictures"));
    }

    /** Bits are whole numbers. */
    private static String distance(double distance) {
        return distance == Math.rint(distance) ? String.valueOf((long) distance) : String.format(Locale.ROOT, "%.4f", distance);
    }

    private static String text(Map<String, Map<String, String>> attributes) {
        StringBuilder text = new StringBuilder();
        attributes.forEach((business, values) -> {
            text.append(text.length() == 0 ? "" : "; ").append(business).append(':');
            values.forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
        });
        return text.toString();
    }
}
