package io.float2.picture.source;

import java.util.List;

/**
 * What going through the list of a source has told.
 *
 * @param count number of pictures
 * @param version a short text that is another one when the list is: other names, or another order
 * @param segments all of the list, in its order; none without pictures
 */
public record SourceList(long count, String version, List<ListSegment> segments) {}
