package io.float2.picture.source;

import io.float2.picture.PictureException;
import io.float2.picture.s3.S3Place;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects below a prefix, in the order of their keys (by bytes, as S3 lists them), but for the empty ones that stand for folders. */
final class S3Source extends ListedSource {

    private final S3Place place;
    /** For each page of the list, the key before it and how many objects come before it. Filled while stock is taken. */
    private final List<Page> pages = new ArrayList<>();

    private record Page(String after, long number) {}

    S3Source(String text, SourceSettings settings) {
        place = S3Place.open(text, settings.s3Endpoint(), settings.timeout());
        try {
            takeStock();
        } catch (RuntimeException e) {
            place.close();
            throw e;
        }
    }

    @Override
    Listing list(long from) {
        Page page = pages.stream().filter(p -> p.number <= from).reduce((a, b) -> b).orElse(new Page(null, 0));
        S3Listing listing = new S3Listing(page);
        for (long i = page.number; i < from && listing.hasNext(); i++) {
            listing.next();
        }
        return listing;
    }

    @Override
    public void close() {
        place.close();
    }

    private final class S3Listing implements Listing {

        private String after;
        private boolean more = true;
        private Iterator<S3Object> page = List.<S3Object>of().iterator();
        private S3Object current;
        private long number;

        S3Listing(Page page) {
            after = page.after;
            number = page.number;
        }

        @Override
        public boolean hasNext() {
            while (current == null && (page.hasNext() || more)) {
                if (!page.hasNext()) {
                    fetch();
                    continue;
                }
                S3Object object = page.next();
                after = object.key();
                current = object.key().endsWith("/") ? null : object;
            }
            return current != null;
        }

        private void fetch() {
            if (version() == null) {
                pages.add(new Page(after, number));
            }
            try {
                ListObjectsV2Response response = place.client().listObjectsV2(r -> r.bucket(place.bucket()).prefix(place.prefix()).startAfter(after));
                page = response.contents().iterator();
                more = Boolean.TRUE.equals(response.isTruncated());
            } catch (SdkException e) {
                throw place.failure(e);
            }
        }

        @Override
        public PictureEntry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            S3Object object = current;
            current = null;
            return new Entry(number++, object.key().substring(place.prefix().length()), Map.of()) {
                @Override
                public byte[] bytes(long maximumBytes) throws PictureException {
                    return S3Source.this.bytes(object, maximumBytes);
                }
            };
        }

        @Override
        public void close() {
            // Each page is a request of its own.
        }
    }

    private byte[] bytes(S3Object object, long maximumBytes) throws PictureException {
        Reading.requireSize(object.size(), maximumBytes);
        try (InputStream in = place.client().getObject(r -> r.bucket(place.bucket()).key(object.key()))) {
            return Reading.all(in, maximumBytes);
        } catch (NoSuchKeyException e) {
            throw new PictureException("is not there any more", e);
        } catch (SdkException e) {
            throw place.failure(e);
        } catch (IOException e) {
            throw new PictureException("cannot be read: " + e.getMessage(), e);
        }
    }
}
