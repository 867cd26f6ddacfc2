package io.float2.picture.source;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A source that lists itself from some place on, so that no list is in memory. */
abstract class ListedSource implements PictureSource {

    private final String text;

    /** @param text that names the source */
    ListedSource(String text) {
        this.text = text;
    }

    /** The pictures from one on, in their order, as far as they are asked for. */
    interface Listing extends Iterator<PictureEntry>, AutoCloseable {

        /**
         * Where the next picture can be found again. To be asked for when {@link #hasNext} has told that there is one, and another one
         * before it.
         *
         * @return null when only going through all before it leads there
         */
        String place();

        @Override
        void close();
    }

    /**
     * Opens the list.
     *
     * @param place that a listing of the same source told; null: the beginning
     * @param number of the picture that is there
     */
    abstract Listing open(String place, long number);

    @Override
    public final SourceList list(long segmentRows) {
        ListDigest all = new ListDigest();
        List<ListSegment> segments = new ArrayList<>();
        try (Listing listing = open(null, 0)) {
            while (listing.hasNext()) {
                long first = all.count();
                String place = first == 0 ? null : listing.place();
                ListDigest names = new ListDigest();
                while (names.count() < segmentRows && listing.hasNext()) {
                    String name = listing.next().name();
                    names.add(name);
                    all.add(name);
                }
                segments.add(new ListSegment(first, all.count(), place, names.ofSegment(listing.hasNext())));
            }
        }
        return new SourceList(all.count(), all.ofList(), List.copyOf(segments));
    }

    @Override
    public final PictureRange range(List<ListSegment> segments, long from, long to) {
        List<ListSegment> part = segments.stream().filter(segment -> segment.past() > from && segment.first() < to).toList();
        if (from < 0 || to < from || from < to && (part.isEmpty() || part.get(0).first() > from || part.get(part.size() - 1).past() < to)) {
            throw new IndexOutOfBoundsException("pictures " + from + " to " + to + " of a list");
        }
        return new SegmentRange(text, part, from, to, this::at);
    }

    private Listing at(ListSegment segment) {
        if (segment.place() != null) {
            return open(segment.place(), segment.first());
        }
        Listing listing = open(null, 0);
        for (long i = 0; i < segment.first() && listing.hasNext(); i++) {
            listing.next();
        }
        return listing;
    }
}
