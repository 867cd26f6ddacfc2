/** Names of tables and columns, what the catalog says about them, and long calls that can be cancelled. */
package io.float2.sql;
