/**
 * Bulk load of vectors: file, reader, batch, binary COPY, column.
 *
 * <p>{@link io.float2.loader.VectorLoader} is the way in. Files are read by one thread into {@link io.float2.loader.source.VectorBatch}es
 * of bounded size, which any number of connections copy; nothing is held in memory beyond the batches under way.
 */
package io.float2.loader;
