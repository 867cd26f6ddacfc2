package io.float2.picture.source;

import java.util.List;

/**
 * Pictures in an order that stays the same as long as the source does, so that a range of them can be read by another process on
 * another machine. Listing reads no picture. Safe for use by several threads; ranges are not.
 *
 * <p>What is wrong with the source as a whole is a {@link io.float2.UserException}, what is wrong with one picture a
 * {@link io.float2.picture.PictureException} of its entry.
 */
public interface PictureSource extends AutoCloseable {

    /**
     * Goes through the whole list.
     *
     * @param segmentRows most pictures in a segment
     */
    SourceList list(long segmentRows);

    /**
     * The pictures {@code from} (counted from 0, included) to {@code to} (excluded) of the list. Goes through the segments that they are in,
     * and through no others where the source has places to begin at; finds out when one of these is not as it was listed.
     *
     * @param segments of the list, those that have the range at least, in their order
     * @throws IndexOutOfBoundsException when the segments have no such range
     */
    PictureRange range(List<ListSegment> segments, long from, long to);

    @Override
    void close();
}
