package io.float2.loader.source;

import io.float2.UserException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/** The description at the end of a Parquet file. */
final class ParquetFooter {

    private static final String MAGIC = "PAR1";
    private static final String ENCRYPTED_MAGIC = "PARE";

    /** Length of the file's description, and the magic after it. */
    private static final int TAIL = 2 * Integer.BYTES;

    private ParquetFooter() {}

    /**
     * Reads it.
     *
     * @throws UserException when the file is no Parquet file, or has been cut off
     */
    static FileMetaData read(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        ByteBuffer tail = read(channel, Math.max(0, size - TAIL), TAIL);
        String magic = new String(tail.array(), Integer.BYTES, MAGIC.length(), StandardCharsets.ISO_8859_1);
        if (magic.equals(ENCRYPTED_MAGIC)) {
            throw new UserException(path + " is encrypted");
        }
        if (size < MAGIC.length() + TAIL || !magic.equals(MAGIC)) {
            throw new UserException(path + " is no Parquet file, or is cut off: it does not end with " + MAGIC);
        }
        long length = Integer.toUnsignedLong(tail.getInt(0));
        if (length > size - TAIL - MAGIC.length()) {
            throw new UserException(path + " cannot be read as Parquet: it says that its description has " + length
                    + " bytes, but the file has " + size);
        }
        ByteBuffer description = read(channel, size - TAIL - length, Math.toIntExact(length));
        return Util.readFileMetaData(new ByteArrayInputStream(description.array()));
    }

    private static ByteBuffer read(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
            // A read may bring less than was asked for.
        }
        return buffer;
    }
}
