package io.float2.picture.source;

/**
 * Pictures in an order that stays the same as long as the source does, so that a range of them can be read by another process on
 * another machine. Listing reads no picture. Safe for use by several threads; ranges are not.
 *
 * <p>What is wrong with the source as a whole is a {@link io.float2.UserException}, what is wrong with one picture a
 * {@link io.float2.picture.PictureException} of its entry.
 */
public interface PictureSource extends AutoCloseable {

    /** Number of pictures listed. */
    long count();

    /**
     * A short text that is another one when the list is: other names, or another order. Compare it before a range is read that was
     * planned by another process; the ranges would not fit together otherwise.
     */
    String version();

    /**
     * The pictures {@code from} (counted from 0, included) to {@code to} (excluded) of the list.
     *
     * @throws IndexOutOfBoundsException when the list has no such range
     */
    PictureRange range(long from, long to);

    @Override
    void close();
}
