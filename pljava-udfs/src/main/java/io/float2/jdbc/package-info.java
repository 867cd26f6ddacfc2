/** {@code float2[]} columns for programs that use PostgreSQL's JDBC driver, which must be on the class path. */
package io.float2.jdbc;
