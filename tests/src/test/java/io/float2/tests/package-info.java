/**
 * Tests that need a real PostgreSQL with the extension.
 *
 * <p>A class annotated with {@link io.float2.tests.WithDatabase} gets a database of its own, with the extension, on the one private
 * server of the run: as a {@link io.float2.tests.TestDatabase} parameter of its constructor, its lifecycle methods or its tests.
 */
package io.float2.tests;
