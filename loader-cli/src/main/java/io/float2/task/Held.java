package io.float2.task;

/** An instance that the database says a worker holds. */
record Held(long instanceId, int attempt, boolean stop) {}
