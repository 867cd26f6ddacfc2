package io.float2.picture.source;

import io.float2.picture.PictureException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Fetches a picture by HTTP. What a URL leads to, redirections included, must be a public address unless private ones are allowed.
 */
final class WebPicture {

    private static final int MOST_REDIRECTIONS = 5;
    /** A server that keeps sending a little would never be waited for too long. */
    private static final int TIMEOUTS_IN_ALL = 10;
    private static final int BUFFER = 1 << 16;
    private static final int CARRIER_NET = 100;
    private static final int UNIQUE_LOCAL = 0xfc;

    private WebPicture() {}

    static byte[] read(URI uri, SourceSettings settings, long maximumBytes) throws PictureException {
        if (!settings.allowUrls()) {
            throw new PictureException("is on the web, and URLs are not allowed; --allow-urls allows them");
        }
        URI place = uri;
        for (int i = 0; i <= MOST_REDIRECTIONS; i++) {
            try {
                HttpURLConnection connection = open(place, settings);
                try {
                    int status = connection.getResponseCode();
                    String location = connection.getHeaderField("Location");
                    if (status / 100 == 3 && location != null) {
                        place = place.resolve(location);
                        continue;
                    }
                    if (status != HttpURLConnection.HTTP_OK) {
                        throw new PictureException("cannot be fetched: the server answers with status " + status);
                    }
                    Reading.requireSize(connection.getContentLengthLong(), maximumBytes);
                    return body(connection, settings, maximumBytes);
                } finally {
                    connection.disconnect();
                }
            } catch (UnknownHostException e) {
                throw new PictureException("cannot be fetched: there is no host " + place.getHost(), e);
            } catch (SocketTimeoutException e) {
                throw new PictureException("cannot be fetched: the server takes longer than " + settings.timeout().toSeconds() + " s", e);
            } catch (IOException e) {
                throw new PictureException("cannot be fetched: " + e.getMessage(), e);
            }
        }
        throw new PictureException("cannot be fetched: more than " + MOST_REDIRECTIONS + " redirections");
    }

    private static HttpURLConnection open(URI uri, SourceSettings settings) throws PictureException, IOException {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || uri.getHost() == null) {
            throw new PictureException("has a URL of a kind that is not fetched: only http, https and file are");
        }
        if (!settings.allowPrivateAddresses()) {
            // The same answers are used for the connection, as Java keeps them for some seconds.
            for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
                if (isPrivate(address)) {
                    throw new PictureException("has a URL that leads to a private address, which is not allowed");
                }
            }
        }
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout((int) settings.timeout().toMillis());
        connection.setReadTimeout((int) settings.timeout().toMillis());
        connection.setRequestProperty("User-Agent", "float2");
        return connection;
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean carrier = bytes.length == 4 && bytes[0] == CARRIER_NET && (bytes[1] & 0xc0) == 64;
        boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == UNIQUE_LOCAL;
        boolean none = bytes.length == 4 && bytes[0] == 0;
        return address.isAnyLocalAddress() || address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress()
                || address.isMulticastAddress() || carrier || uniqueLocal || none;
    }

    private static byte[] body(HttpURLConnection connection, SourceSettings settings, long maximumBytes) throws PictureException, IOException {
        long deadline = System.nanoTime() + settings.timeout().multipliedBy(TIMEOUTS_IN_ALL).toNanos();
        try (InputStream in = connection.getInputStream()) {
            InputStream timed = new InputStream() {
                @Override
                public int read() throws IOException {
                    return in.read();
                }

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    if (System.nanoTime() - deadline > 0) {
                        throw new SocketTimeoutException();
                    }
                    return in.read(target, offset, Math.min(length, BUFFER));
                }
            };
            byte[] bytes = Reading.all(timed, maximumBytes);
            long told = connection.getContentLengthLong();
            if (told >= 0 && bytes.length < told) {
                throw new PictureException("cannot be fetched: only " + bytes.length + " of " + told + " bytes came");
            }
            return bytes;
        }
    }
}
