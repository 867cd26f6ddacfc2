package io.float2.loader;

/** A table column, by its name, and what fills it. */
record BoundColumn(String column, ColumnSource source) {}
