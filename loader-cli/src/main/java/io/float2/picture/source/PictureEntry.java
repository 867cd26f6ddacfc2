package io.float2.picture.source;

import io.float2.picture.PictureException;
import java.util.Map;

/** One picture of a source. Valid until the next one is asked for, unless its source says otherwise. */
public interface PictureEntry {

    /** Its place in the whole list, counted from 0. */
    long number();

    /** As the source calls it: a path below the folder or in the tar file, the key below the prefix, or what the manifest says. */
    String name();

    /** What the source says of the picture, in its order: the columns of a manifest, or nothing. Values that are NULL are left out. */
    Map<String, String> attributes();

    /**
     * Reads the picture.
     *
     * @throws PictureException when this one cannot be read or is larger than that: not there any more, not allowed, cut off
     * @throws io.float2.UserException when the source cannot be read on
     */
    byte[] bytes(long maximumBytes) throws PictureException;
}
