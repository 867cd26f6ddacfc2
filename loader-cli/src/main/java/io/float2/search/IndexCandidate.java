package io.float2.search;

import io.float2.sql.TableName;

/**
 * An index whose recall is to be measured.
 *
 * @param name with its schema
 * @param method ann, ann_ivfflat, hnsw or ivfflat
 * @param operatorClass the name of it, which tells the distance
 * @param predicate of a partial index, or null
 */
record IndexCandidate(TableName name, String method, String operatorClass, String predicate) {

    String display() {
        return name.display();
    }
}
