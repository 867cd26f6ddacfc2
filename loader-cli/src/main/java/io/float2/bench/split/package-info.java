/** A database for the columns and a vector store in a process of its own: what one statement is compared with. */
package io.float2.bench.split;
