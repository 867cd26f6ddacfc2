package io.float2.picture.source;

import io.float2.UserException;
import io.float2.loader.source.ColumnTable;
import io.float2.loader.source.CsvDialect;
import io.float2.loader.source.RowPlace;
import io.float2.picture.PictureException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;

/**
 * The pictures that the rows of a CSV or JSON Lines file name, in its order. The column path or url tells where a picture is; the others are
 * its attributes. A path is taken from the manifest's folder on.
 */
final class ManifestSource extends ListedSource {

    private static final List<String> PLACES = List.of("path", "url");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);

    private final Path manifest;
    private final SourceSettings settings;

    ManifestSource(Path manifest, SourceSettings settings) {
        super(manifest.toString());
        this.manifest = manifest;
        this.settings = settings;
    }

    @Override
    Listing open(String place, long number) {
        FilePlace found = place == null ? null : FilePlace.parse(place, manifest);
        ManifestListing listing = new ManifestListing(number);
        if (found == null) {
            listing.table.notePlaces();
        } else {
            listing.table.goTo(new RowPlace(number + 1, found.line(), found.offset()));
        }
        return listing;
    }

    @Override
    public void close() {
        // Nothing is open between ranges.
    }

    private byte[] bytes(String place, String where, long maximumBytes) throws PictureException {
        if (place == null) {
            throw new PictureException("is nowhere: " + where + " has neither path nor url");
        }
        try {
            if (!SCHEME.matcher(place).matches()) {
                return Reading.file(manifest.toAbsolutePath().resolveSibling(place), maximumBytes);
            }
            URI uri = URI.create(place);
            if ("file".equalsIgnoreCase(uri.getScheme())) {
                return Reading.file(Path.of(uri), maximumBytes);
            }
            return WebPicture.read(uri, settings, maximumBytes);
        } catch (IllegalArgumentException e) {
            throw new PictureException("has no path or URL that is one", e);
        }
    }

    private final class ManifestListing implements Listing {

        private final ColumnTable table;
        private final List<String> header;
        private String[] row;
        private RowPlace place;
        private boolean looked;
        private long number;

        ManifestListing(long number) {
            this.number = number;
            table = ColumnTable.open(manifest, null, CsvDialect.DEFAULT);
            header = table.header();
            if (header.stream().noneMatch(PLACES::contains)) {
                table.close();
                throw new UserException(manifest + " has no column path or url, which would tell where the pictures are; it has " + table.columnList());
            }
        }

        @Override
        public boolean hasNext() {
            if (!looked) {
                String[] values = new String[header.size()];
                row = table.next(values, 0) ? values : null;
                place = row == null ? null : table.place();
                looked = true;
            }
            return row != null;
        }

        @Override
        public String place() {
            return place == null ? null : FilePlace.in(manifest, place.offset(), place.line()).toString();
        }

        @Override
        public PictureEntry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            looked = false;
            String found = null;
            Map<String, String> attributes = new LinkedHashMap<>();
            for (int i = 0; i < row.length; i++) {
                if (!PLACES.contains(header.get(i))) {
                    if (row[i] != null) {
                        attributes.put(header.get(i), row[i]);
                    }
                } else if (row[i] != null && (found == null || header.get(i).equals(PLACES.get(0)))) {
                    found = row[i];
                }
            }
            String where = table.whereIs();
            String picture = found;
            return new Entry(number++, found == null ? where : found, Collections.unmodifiableMap(attributes)) {
                @Override
                public byte[] bytes(long maximumBytes) throws PictureException {
                    return ManifestSource.this.bytes(picture, where, maximumBytes);
                }
            };
        }

        @Override
        public void close() {
            table.close();
        }
    }
}
