package io.float2.pljava;

import java.nio.file.Path;

/**
 * What a server's Java reads; the server's operating system user must be able to.
 *
 * @param jar our classes, and JNA
 * @param kernelLibrary libfloat2kernel.so
 * @param policy the permissions of that jar, for a Java that enforces a policy
 */
public record ServerFiles(Path jar, Path kernelLibrary, Path policy) {

    /** The jar's name wherever it is installed. */
    public static final String JAR_NAME = "float2-pljava-udfs.jar";

    /** The policy file's name wherever it is installed. */
    public static final String POLICY_NAME = "float2.policy";
}
