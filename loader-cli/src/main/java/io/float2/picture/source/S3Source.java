package io.float2.picture.source;

import io.float2.picture.PictureException;
import io.float2.picture.s3.S3Place;
import java.io.IOException;
import java.io.InputStream;
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

    S3Source(String text, SourceSettings settings) {
        super(text);
        place = S3Place.open(text, settings.s3Endpoint(), settings.timeout());
    }

    /** A place is the name of the object before it. */
    @Override
    Listing open(String after, long number) {
        return new S3Listing(after, number);
    }

    @Override
    public void close() {
        place.close();
    }

    private final class S3Listing implements Listing {

        /** The key of the object before the next page; null: there is none. */
        private String after;
        private String passed;
        private boolean more = true;
        private Iterator<S3Object> page = List.<S3Object>of().iterator();
        private S3Object current;
        private long number;

        S3Listing(String after, long number) {
            this.after = after == null ? null : place.prefix() + after;
            this.number = number;
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
            passed = object.key().substring(place.prefix().length());
            return new Entry(number++, passed, Map.of()) {
                @Override
                public byte[] bytes(long maximumBytes) throws PictureException {
                    return S3Source.this.bytes(object, maximumBytes);
                }
            };
        }

        @Override
        public String place() {
            return passed;
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
