package io.float2.picture;

/** Where a decoder puts a picture: first its size, then its rows. */
interface PictureTarget {

    /** Called once. */
    LumaRows begin(int width, int height);
}
