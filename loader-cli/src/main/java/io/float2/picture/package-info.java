/**
 * Pictures: decoding with limits, keys and fingerprints. {@link io.float2.picture.Pictures} is where to begin; where pictures come
 * from is in {@link io.float2.picture.source}, where they are kept in {@link io.float2.picture.store}. Knows nothing of the server.
 */
package io.float2.picture;
