/**
 * The files that vectors come from: one {@link io.float2.loader.source.VectorReader} for each format, all filling
 * {@link io.float2.loader.source.VectorBatch}es. Knows nothing of the server.
 */
package io.float2.loader.source;
