package io.float2.cli;

import io.float2.library.FoundPicture;
import io.float2.library.NearPlan;
import io.float2.library.NearPlan.Fingerprint;
import io.float2.library.PictureFinder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code float2 library near}. */
@Command(
        name = "near",
        description = "Find near duplicates of a picture: those whose fingerprints differ in a few of 64 bits.",
        footer = {
            "",
            "Examples:",
            "  float2 library near 9e107d9d-372b-b682-6bd8-1d3542a419d6",
            "  float2 library near photo.jpg --distance 10",
            "  float2 library near c3d2a19b00ff7e51 --by dhash       # a fingerprint in hexadecimal"
        })
final class LibraryNearCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PICTURE", description = "The key of a picture in the library, a file, or a fingerprint of 16 hexadecimal digits.")
    private String picture;

    @Option(names = "--by", paramLabel = "FINGERPRINT", defaultValue = "phash", description = "phash, dhash or ahash.")
    private Fingerprint by;

    @Option(names = "--distance", paramLabel = "BITS", defaultValue = "6", description = "Most bits that differ. Up to 10 the index is used.")
    private int distance;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "Most pictures to find.")
    private int limit;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws Exception {
        try (PictureFinder finder = PictureFinder.open(connection.target()::open)) {
            List<FoundPicture> found = finder.near(new NearPlan(picture, by, distance, limit));
            LibraryFindCommand.print(output, found);
            if (output.isJson()) {
                output.json(Map.of("pictures", found));
            }
            return 0;
        }
    }
}
