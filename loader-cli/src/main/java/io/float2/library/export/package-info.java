/** Hands a parameterised view out as files: Parquet, CSV, or tar files in the WebDataset layout; in shards, so that it can be resumed. */
package io.float2.library.export;
