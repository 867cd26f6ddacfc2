/** Nearest neighbours of a vector, and how many of them an index finds. */
package io.float2.search;
