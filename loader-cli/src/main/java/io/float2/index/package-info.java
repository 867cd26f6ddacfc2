/** Builds indexes on vector columns, and leaves none half made. */
package io.float2.index;
