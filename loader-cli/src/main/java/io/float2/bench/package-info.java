/** Measures searches and index builds against what else could do the job, on tables of its own. */
package io.float2.bench;
