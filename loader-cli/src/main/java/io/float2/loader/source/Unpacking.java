package io.float2.loader.source;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.GZIPInputStream;

/** How a file is packed. Its first bytes tell, whatever its name; no format begins with them. */
enum Unpacking {
    NONE {
        @Override
        InputStream unpack(InputStream packed) {
            return packed;
        }
    },
    GZIP {
        @Override
        InputStream unpack(InputStream packed) throws IOException {
            return new GZIPInputStream(packed, BUFFER);
        }
    },
    ZSTD {
        @Override
        InputStream unpack(InputStream packed) {
            return new CheckedStream(new ZstdInputStream(packed));
        }
    };

    private static final int BUFFER = 1 << 16;

    /** As a little-endian int; of the first one only three bytes are meant. */
    private static final int GZIP_MAGIC = 0x08_8b1f;

    private static final int ZSTD_MAGIC = 0xfd2f_b528;

    /** Damaged input is an IOException here, as it is everywhere else. */
    private static final class CheckedStream extends FilterInputStream {

        CheckedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return super.read(target, offset, length);
            } catch (RuntimeException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }

    /** The bytes behind the packing. */
    abstract InputStream unpack(InputStream packed) throws IOException;

    static Unpacking of(FileChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (head.hasRemaining() && channel.read(head, head.position()) >= 0) {
            // A read may bring less than was asked for.
        }
        if (head.hasRemaining()) {
            return NONE;
        }
        int magic = head.getInt(0);
        if ((magic & 0xff_ffff) == GZIP_MAGIC) {
            return GZIP;
        }
        return magic == ZSTD_MAGIC ? ZSTD : NONE;
    }
}
