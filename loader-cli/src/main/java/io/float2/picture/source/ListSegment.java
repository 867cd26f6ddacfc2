package io.float2.picture.source;

/**
 * Some pictures of a list that follow each other, so that they can be read without what is before them.
 *
 * @param first number of its first picture, counted from 0
 * @param past number of the picture after its last one
 * @param place where the source finds the first of them, in words of its own; null: only by going through the list from its beginning
 * @param digest another one when the names are, their order, or whether the list ends with them
 */
public record ListSegment(long first, long past, String place, String digest) {}
