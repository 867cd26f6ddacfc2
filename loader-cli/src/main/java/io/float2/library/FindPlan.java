package io.float2.library;

import io.float2.UserException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What to look for; all of it has to hold.
 *
 * @param keys one of these; empty: any
 * @param business that has attributes of the picture; null: any
 * @param attributes that the picture has with these values, of the business if one is named
 * @param where condition in SQL over the columns of {@code image_library.asset}, or null
 * @param like the picture whose embedding comes first, the nearest following; null: no order but that of the keys
 * @param vector the same of an embedding in the server's spelling, {1,2}; null: none
 * @param limit most pictures
 */
public record FindPlan(List<UUID> keys, String business, Map<String, String> attributes, String where, UUID like, String vector, int limit) {

    public FindPlan {
        if (limit < 1) {
            throw new UserException("--limit " + limit + ": it must be at least 1");
        }
        if (like != null && vector != null) {
            throw new UserException("--like and --vector exclude each other");
        }
    }
}
