package io.float2.picture;

/**
 * What a picture may be at most. Both are checked before anything is decoded.
 *
 * @param maximumBytes of the file
 * @param maximumPixels width times height of what would be decoded: the first picture in the file, and the canvas it is shown on
 */
public record PictureLimits(long maximumBytes, long maximumPixels) {

    /** 64 MiB and 100 million pixels. */
    public static final PictureLimits DEFAULT = new PictureLimits(64L << 20, 100_000_000);

    /** Pixels that a picture may be wide or high, whatever the limits; JPEG and GIF cannot have more. */
    public static final int MAXIMUM_SIDE = 65_535;

    public PictureLimits {
        if (maximumBytes < 1 || maximumPixels < 1) {
            throw new IllegalArgumentException("limits are positive: " + maximumBytes + " bytes, " + maximumPixels + " pixels");
        }
    }

    /**
     * Checks what a header says.
     *
     * @throws PictureException when it is nothing, or too much
     */
    void check(long width, long height) throws PictureException {
        String size = width + " x " + height + " pixels";
        if (width < 1 || height < 1) {
            throw new PictureException("is damaged: it claims to have " + size);
        }
        if (width > MAXIMUM_SIDE || height > MAXIMUM_SIDE) {
            throw new PictureException("has " + size + ", but a side may have at most " + MAXIMUM_SIDE);
        }
        if (width * height > maximumPixels) {
            throw new PictureException("has " + size + ", more than the limit of " + maximumPixels);
        }
    }
}
