package io.float2.picture.source;

/** Some pictures of a source, one after the other. Not thread safe; close it before its source. */
public interface PictureRange extends AutoCloseable {

    /**
     * The next picture, or null after the last one: then all segments that the range is in are as they were listed, to their ends.
     *
     * @throws io.float2.UserException when the source cannot be read on, or has changed since it was listed
     */
    PictureEntry next();

    @Override
    void close();
}
