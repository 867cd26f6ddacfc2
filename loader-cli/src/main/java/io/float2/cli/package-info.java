/** The float2 command: thin subcommands over the engines, and what they share: connection, progress, tables, failures. */
package io.float2.cli;
