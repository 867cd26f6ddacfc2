package io.float2.picture;

import java.io.IOException;

/** TIFF; of several images, the first one. */
final class TiffDecoder implements PictureDecoder {

    @Override
    public void decode(byte[] bytes, PictureLimits limits, PictureTarget target) throws PictureException, IOException {
        ImageReaders.whole("tiff", bytes, limits, target);
    }
}
