package io.float2.picture;

/** Takes the brightness of a picture, row after row from the top. */
interface LumaRows {

    /** @param luma from 0 to 255 of width pixels, at its beginning; may be changed after the call */
    void row(int[] luma);
}
