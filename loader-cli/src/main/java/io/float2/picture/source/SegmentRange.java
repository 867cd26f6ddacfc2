package io.float2.picture.source;

import io.float2.UserException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * A range of a list. Goes through the segments that it is in from the beginning of the first to the end of the last, and compares each with
 * its digest once it is through it.
 */
final class SegmentRange implements PictureRange {

    private final String text;
    private final Iterator<ListSegment> segments;
    private final long to;
    private final ListedSource.Listing listing;
    private ListSegment segment;
    private ListDigest names = new ListDigest();
    private long number;

    /**
     * @param text that names the source
     * @param segments that the range is in; none: it is empty
     * @param opening opens the list at the first picture of a segment
     */
    SegmentRange(String text, List<ListSegment> segments, long from, long to, Function<ListSegment, ListedSource.Listing> opening) {
        this.text = text;
        this.segments = segments.iterator();
        this.to = to;
        if (segments.isEmpty()) {
            listing = null;
            number = to;
            return;
        }
        segment = this.segments.next();
        number = segment.first();
        listing = opening.apply(segment);
        try {
            while (number < from) {
                take();
            }
        } catch (RuntimeException e) {
            listing.close();
            throw e;
        }
    }

    @Override
    public PictureEntry next() {
        if (number < to) {
            return take();
        }
        // What is behind the range belongs to others; it is looked at so that the last segment is as whole as its digest.
        while (segment != null) {
            if (number < segment.past()) {
                take();
            } else {
                requireSame();
            }
        }
        return null;
    }

    private PictureEntry take() {
        if (number == segment.past()) {
            requireSame();
        }
        if (!listing.hasNext()) {
            throw changed();
        }
        PictureEntry entry = listing.next();
        names.add(entry.name());
        number++;
        return entry;
    }

    /** At the end of a segment; the next one follows, if there is one. */
    private void requireSame() {
        if (!names.ofSegment(listing.hasNext()).equals(segment.digest())) {
            throw changed();
        }
        segment = segments.hasNext() ? segments.next() : null;
        names = new ListDigest();
    }

    private UserException changed() {
        return new UserException(text + " has changed since it was listed: its pictures " + (segment.first() + 1) + " to " + segment.past()
                + " are not the same ones, or not the last ones, any more; a new import lists it anew");
    }

    @Override
    public void close() {
        if (listing != null) {
            listing.close();
        }
    }
}
