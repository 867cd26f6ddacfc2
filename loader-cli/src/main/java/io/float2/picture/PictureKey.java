package io.float2.picture;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** The key of a picture: the MD5 of its bytes, all 128 bits, in the form of a UUID. Only equal bytes have equal keys. */
public final class PictureKey {

    private PictureKey() {}

    public static UUID of(byte[] bytes) {
        ByteBuffer digest = ByteBuffer.wrap(md5().digest(bytes));
        return new UUID(digest.getLong(), digest.getLong());
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
