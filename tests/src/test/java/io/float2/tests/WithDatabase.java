package io.float2.tests;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a fresh database, passed wherever a {@link TestDatabase} parameter asks for it.
 *
 * <p>Such a class runs against the project's image as well, unless it has the tag {@link #MACHINE}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(DatabaseExtension.class)
@Tag("database")
public @interface WithDatabase {

    /** The tag of a class or a test that needs the server's files, processes or programs, besides a connection. */
    String MACHINE = "machine";
}
