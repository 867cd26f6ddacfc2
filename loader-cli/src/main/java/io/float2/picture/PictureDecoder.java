package io.float2.picture;

import java.io.IOException;

/** Decodes the pictures of one format. Thread safe. */
interface PictureDecoder {

    /**
     * Hands over the first picture of a file, after its size was checked against the limits.
     *
     * @throws PictureException for what is known to be wrong with it
     * @throws IOException as {@link RuntimeException}s, for damage that a library came upon
     */
    void decode(byte[] bytes, PictureLimits limits, PictureTarget target) throws PictureException, IOException;
}
