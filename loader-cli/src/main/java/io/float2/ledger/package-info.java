/**
 * The ledger of loads: which import is made of which shards, and which of them are in their table. It is kept in the database that is
 * loaded, and a shard's row is written in the shard's own transaction, so that the ledger and the rows can never disagree.
 */
package io.float2.ledger;
