package io.float2.demo;

/**
 * The same rows with the vectors in either type.
 *
 * @param halfTableBytes table with float2[], without indexes
 * @param floatTableBytes the same table with float4[]
 * @param halfVectorBytes one vector as float2[], as stored
 * @param floatVectorBytes one vector as float4[]
 */
public record StorageComparison(long halfTableBytes, long floatTableBytes, int halfVectorBytes, int floatVectorBytes) {}
