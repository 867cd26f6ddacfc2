package io.float2.picture.source;

import java.util.Iterator;

/** A source that lists itself from the beginning each time, so that no list is in memory. */
abstract class ListedSource implements PictureSource {

    private long count;
    private String version;

    /** The pictures from one on, in their order, as far as they are asked for. */
    interface Listing extends Iterator<PictureEntry>, AutoCloseable {

        @Override
        void close();
    }

    /** Opens the list. The entries before {@code from} are passed over, without their bytes being read where that can be. */
    abstract Listing list(long from);

    /** To be called once, before anything else. */
    final void takeStock() {
        ListDigest digest = new ListDigest();
        try (Listing listing = list(0)) {
            while (listing.hasNext()) {
                digest.add(listing.next().name());
            }
        }
        count = digest.count();
        version = digest.text();
    }

    @Override
    public final long count() {
        return count;
    }

    @Override
    public final String version() {
        return version;
    }

    @Override
    public final PictureRange range(long from, long to) {
        if (from < 0 || to < from || to > count) {
            throw new IndexOutOfBoundsException("pictures " + from + " to " + to + " of " + count);
        }
        Listing listing = list(from);
        return new PictureRange() {
            private long next = from;

            @Override
            public PictureEntry next() {
                if (next == to || !listing.hasNext()) {
                    return null;
                }
                next++;
                return listing.next();
            }

            @Override
            public void close() {
                listing.close();
            }
        };
    }
}
