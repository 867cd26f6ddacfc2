package io.float2.tests;

import java.nio.file.Path;

/** Files of the checkout that tests read. */
public final class SampleData {

    private SampleData() {}

    /** The root of the checkout. */
    public static Path home() {
        return Path.of(System.getProperty("float2.home")).toAbsolutePath().normalize();
    }

    /** The folder of the photos-sift-20k sample: base.bvecs, base.csv, query.bvecs, groundtruth.ivecs, groundtruth.fvecs. */
    public static Path photos() {
        return home().resolve("loader-cli/src/main/data/photos-sift-20k");
    }

    /** Where tests may leave files to look at afterwards: the module's target folder. */
    public static Path output() {
        return Path.of(System.getProperty("float2.test.output"));
    }
}
