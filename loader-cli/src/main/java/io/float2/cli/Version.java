package io.float2.cli;

/** Which program this is. */
final class Version {

    private Version() {}

    /** Program and Java, a line each. */
    static String[] lines() {
        // The jar was built with it.
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "float2 " + (version == null ? "(not packaged)" : version),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
        };
    }
}
