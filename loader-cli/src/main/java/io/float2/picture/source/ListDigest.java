package io.float2.picture.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts names and makes a short text of them, which is another one for other names. */
final class ListDigest {

    private static final int BYTES_SHOWN = 8;

    private final MessageDigest digest;
    private long count;

    ListDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void add(String name) {
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        count++;
    }

    long count() {
        return count;
    }

    /** Of all names of a list. To be asked for once. */
    String ofList() {
        return count + "-" + text();
    }

    /** Of some names that follow each other. To be asked for once. */
    String ofSegment(boolean listGoesOn) {
        digest.update((byte) (listGoesOn ? 1 : 0));
        return text();
    }

    private String text() {
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES_SHOWN);
    }
}
