package io.float2.library;

import io.float2.picture.PictureFacts;
import java.util.Map;
import java.util.UUID;

/**
 * A picture that was read.
 *
 * @param entry its number in the list of the source, counted from 0
 * @param name what the source calls it
 * @param key MD5 of the bytes
 * @param size in bytes
 * @param attributes what the source says of it
 */
record StagedPicture(long entry, String name, UUID key, long size, PictureFacts facts, Map<String, String> attributes) {

    /** The attribute that every picture of an import gets. */
    static final String IMPORTED_AS = "imported_as";
}
