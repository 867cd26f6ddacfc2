package io.float2.loader.source;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import io.float2.UserException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/** The pages of one column within one row group, one at a time. */
final class ParquetPages implements PageReader {

    /** A page is some megabytes at most; one that says more is damaged. */
    private static final int MOST_PAGE = 1 << 28;

    private final String where;
    private final ColumnMetaData chunk;
    private final InputStream bytes;
    private long valuesRead;
    private DictionaryPage dictionary;
    private DataPage first;

    /** @param where names file and column, for messages */
    ParquetPages(String where, FileChannel channel, ColumnMetaData chunk) throws IOException {
        this.where = where;
        this.chunk = chunk;
        long begin = chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() > 0
                ? Math.min(chunk.getDictionary_page_offset(), chunk.getData_page_offset()) : chunk.getData_page_offset();
        long length = chunk.getTotal_compressed_size();
        if (begin < 0 || length < 0 || begin + length < 0 || begin + length > channel.size()) {
            throw damaged("its bytes are not all in the file", null);
        }
        bytes = new BufferedInputStream(new ChannelRange(channel, begin, begin + length), 1 << 16);
        first = nextPage();
    }

    private UserException damaged(String reason, Exception cause) {
        return new UserException(where + " is damaged: " + reason, cause);
    }

    @Override
    public DictionaryPage readDictionaryPage() {
        return dictionary;
    }

    @Override
    public long getTotalValueCount() {
        return chunk.getNum_values();
    }

    @Override
    public DataPage readPage() {
        try {
            DataPage page = first != null ? first : nextPage();
            first = null;
            return page;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DataPage nextPage() throws IOException {
        while (valuesRead < getTotalValueCount()) {
            PageHeader header = Util.readPageHeader(bytes);
            int packed = header.getCompressed_page_size();
            int unpacked = header.getUncompressed_page_size();
            if (packed < 0 || unpacked < 0 || packed > MOST_PAGE || unpacked > MOST_PAGE) {
                throw damaged("a page of " + Math.max(packed, unpacked) + " bytes", null);
            }
            switch (header.getType()) {
                case DICTIONARY_PAGE -> dictionary = new DictionaryPage(BytesInput.from(unpack(read(packed), 0, unpacked)),
                        header.getDictionary_page_header().getNum_values(), encoding(header.getDictionary_page_header().getEncoding()));
                case DATA_PAGE -> {
                    return version1(header.getData_page_header(), unpack(read(packed), 0, unpacked));
                }
                case DATA_PAGE_V2 -> {
                    return version2(header.getData_page_header_v2(), read(packed), unpacked);
                }
                default -> bytes.skipNBytes(packed);
            }
        }
        return null;
    }

    private DataPage version1(DataPageHeader header, byte[] content) {
        valuesRead += positive(header.getNum_values());
        return new DataPageV1(BytesInput.from(content), header.getNum_values(), content.length, null,
                encoding(header.getRepetition_level_encoding()), encoding(header.getDefinition_level_encoding()),
                encoding(header.getEncoding()));
    }

    /** Only the values are packed, not the levels before them. */
    private DataPage version2(DataPageHeaderV2 header, byte[] content, int unpacked) throws IOException {
        valuesRead += positive(header.getNum_values());
        int repetition = header.getRepetition_levels_byte_length();
        int levels = repetition + header.getDefinition_levels_byte_length();
        if (repetition < 0 || levels < repetition || levels > content.length || levels > unpacked) {
            throw damaged("a page with levels of " + levels + " bytes", null);
        }
        byte[] values = header.isIs_compressed() ? unpack(content, levels, unpacked - levels)
                : Arrays.copyOfRange(content, levels, content.length);
        return DataPageV2.uncompressed(header.getNum_rows(), header.getNum_nulls(), header.getNum_values(),
                BytesInput.from(content, 0, repetition), BytesInput.from(content, repetition, levels - repetition),
                encoding(header.getEncoding()), BytesInput.from(values), null);
    }

    private int positive(int values) {
        if (values < 1) {
            throw damaged("a page of " + values + " values", null);
        }
        return values;
    }

    private static Encoding encoding(org.apache.parquet.format.Encoding encoding) {
        return Encoding.valueOf(encoding.name());
    }

    private byte[] read(int count) throws IOException {
        byte[] content = bytes.readNBytes(count);
        if (content.length < count) {
            throw new EOFException("cut off within a page");
        }
        return content;
    }

    private byte[] unpack(byte[] content, int from, int unpacked) throws IOException {
        int packed = content.length - from;
        if (chunk.getCodec() == CompressionCodec.UNCOMPRESSED) {
            if (packed != unpacked) {
                throw damaged("a page of " + packed + " bytes that should be " + unpacked, null);
            }
            return content;
        }
        byte[] result = new byte[unpacked];
        int length;
        if (chunk.getCodec() == CompressionCodec.GZIP) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(content, from, packed))) {
                length = in.readNBytes(result, 0, unpacked);
            }
        } else {
            length = packed == 0 ? 0 : decompressor().decompress(content, from, packed, result, 0, unpacked);
        }
        if (length != unpacked) {
            throw damaged("a page that unpacks to " + length + " bytes instead of " + unpacked, null);
        }
        return result;
    }

    private Decompressor decompressor() {
        return switch (chunk.getCodec()) {
            case SNAPPY -> new SnappyDecompressor();
            case ZSTD -> new ZstdDecompressor();
            case LZ4_RAW -> new Lz4Decompressor();
            default -> throw new UserException(where + " is compressed as " + chunk.getCodec()
                    + "; what can be read is uncompressed, snappy, gzip, zstd and lz4_raw");
        };
    }

    /** A part of a file, read without moving the channel. */
    private static final class ChannelRange extends InputStream {

        private final FileChannel channel;
        private final long end;
        private long at;

        ChannelRange(FileChannel channel, long at, long end) {
            this.channel = channel;
            this.at = at;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (at == end) {
                return -1;
            }
            int read = channel.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, end - at)), at);
            at += Math.max(0, read);
            return read;
        }
    }
}
