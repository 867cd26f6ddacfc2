package io.float2.cli;

/** Which program this is. */
final class Version {

    private Version() {}

    /** That of the program, with which the jar was built. */
    static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    /** Program and Java, a line each. */
    static String[] lines() {
        return new String[] {
            "float2 " + number(),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
        };
    }
}
