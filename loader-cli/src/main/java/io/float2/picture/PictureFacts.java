package io.float2.picture;

/**
 * What the bytes of a picture tell. The fingerprints have 64 bits each, the first one (top left) the highest, as the hexadecimal
 * text of Python's {@code imagehash} has them.
 *
 * @param width in pixels, as stored: an orientation that EXIF tells of is not applied
 * @param height in pixels
 * @param format by content, not by name: jpeg, png, webp, gif, tiff or bmp
 * @param phash of the low frequencies of the cosine transform
 * @param dhash of the differences of neighbours in a row
 * @param ahash of what is above the average
 */
public record PictureFacts(int width, int height, String format, long phash, long dhash, long ahash) {}
