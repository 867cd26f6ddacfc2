package io.float2.picture.source;

/** Some pictures of a source, one after the other. Not thread safe; close it before its source. */
public interface PictureRange extends AutoCloseable {

    /**
     * The next picture, or null after the last one.
     *
     * @throws io.float2.UserException when the source cannot be read on
     */
    PictureEntry next();

    @Override
    void close();
}
