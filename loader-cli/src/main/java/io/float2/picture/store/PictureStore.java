package io.float2.picture.store;

import io.float2.picture.PictureException;
import java.util.UUID;

/** Keeps the bytes of pictures under their keys. Safe for use by several threads and processes at once. */
public interface PictureStore extends AutoCloseable {

    /**
     * Puts a picture where it belongs. Doing so again changes nothing; one that is there whole is not written again, and no reader
     * ever sees a part of one.
     *
     * @param key {@link io.float2.picture.PictureKey#of} the bytes
     * @param format as {@link io.float2.picture.PictureFacts} has it; becomes the ending of the name
     * @return where it is now: the URI for {@link #get}, the same each time
     * @throws io.float2.UserException when the store cannot be written
     */
    String put(UUID key, String format, byte[] bytes);

    /**
     * The bytes of a picture.
     *
     * @param uri that {@link #put} told
     * @throws PictureException when the picture is not there
     * @throws io.float2.UserException when the store cannot be read, or the URI belongs to another one
     */
    byte[] get(String uri) throws PictureException;

    /** Whether the picture is there. */
    boolean has(String uri);

    @Override
    void close();
}
