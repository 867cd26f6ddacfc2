package io.float2.library.export;

import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridValuesWriter;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * One column of a row group, kept packed until the group is written. The encoders are Parquet's own; its column writers need libraries of
 * collections and geometries, which nothing else here does.
 */
final class ParquetChunk {

    private static final int PAGE_BYTES = 1 << 20;
    private static final int SLAB_BYTES = 1 << 12;

    private final ColumnDescriptor column;
    private final PlainValuesWriter values = new PlainValuesWriter(SLAB_BYTES, PAGE_BYTES, new HeapByteBufferAllocator());
    private final RunLengthBitPackingHybridValuesWriter repetitions;
    private final RunLengthBitPackingHybridValuesWriter definitions;
    private final ZstdCompressor compressor = new ZstdCompressor();
    private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
    private int inPage;
    private long count;
    private long unpacked;

    ParquetChunk(ColumnDescriptor column) {
        this.column = column;
        repetitions = levels(column.getMaxRepetitionLevel());
        definitions = levels(column.getMaxDefinitionLevel());
    }

    /** Levels that can only be 0 are not written. */
    private static RunLengthBitPackingHybridValuesWriter levels(int most) {
        return most == 0 ? null : new RunLengthBitPackingHybridValuesWriter(Integer.SIZE - Integer.numberOfLeadingZeros(most), SLAB_BYTES, PAGE_BYTES,
                new HeapByteBufferAllocator());
    }

    void text(String value) {
        levels(0, column.getMaxDefinitionLevel());
        values.writeBytes(Binary.fromString(value));
    }

    void whole(long value) {
        levels(0, column.getMaxDefinitionLevel());
        values.writeLong(value);
    }

    void number(int value) {
        levels(0, column.getMaxDefinitionLevel());
        values.writeInteger(value);
    }

    /** An element of a list; the first one begins it. */
    void element(float value, boolean first) {
        levels(first ? 0 : 1, column.getMaxDefinitionLevel());
        values.writeFloat(value);
    }

    /** No value. @param definition 0 for NULL, 1 for an empty list */
    void nothing(int definition) {
        levels(0, definition);
    }

    private void levels(int repetition, int definition) {
        if (repetitions != null) {
            repetitions.writeInteger(repetition);
        }
        if (definitions != null) {
            definitions.writeInteger(definition);
        }
        inPage++;
    }

    /** Ends the page when it is large enough; to be called between rows only. */
    void endRow() throws IOException {
        if (values.getBufferedSize() >= PAGE_BYTES) {
            endPage();
        }
    }

    /** Bytes that it takes here. */
    long bytes() {
        return pages.size() + values.getBufferedSize();
    }

    private void endPage() throws IOException {
        List<BytesInput> parts = new ArrayList<>();
        if (repetitions != null) {
            parts.add(repetitions.getBytes());
        }
        if (definitions != null) {
            parts.add(definitions.getBytes());
        }
        parts.add(values.getBytes());
        byte[] content = BytesInput.concat(parts).toByteArray();
        byte[] packed = new byte[compressor.maxCompressedLength(content.length)];
        int length = compressor.compress(content, 0, content.length, packed, 0, packed.length);
        PageHeader header = new PageHeader(PageType.DATA_PAGE, content.length, length);
        header.setData_page_header(new DataPageHeader(inPage, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
        int before = pages.size();
        Util.writePageHeader(header, pages);
        unpacked += pages.size() - before + content.length;
        pages.write(packed, 0, length);
        count += inPage;
        inPage = 0;
        values.reset();
        if (repetitions != null) {
            repetitions.reset();
        }
        if (definitions != null) {
            definitions.reset();
        }
    }

    /** Writes the chunk; returns what the file's description has to say of it. */
    ColumnChunk write(CountedStream out) throws IOException {
        if (inPage > 0) {
            endPage();
        }
        long offset = out.count();
        pages.writeTo(out);
        Set<Encoding> encodings = EnumSet.of(Encoding.PLAIN, Encoding.RLE);
        PrimitiveTypeName name = column.getPrimitiveType().getPrimitiveTypeName();
        Type type = name == PrimitiveTypeName.BINARY ? Type.BYTE_ARRAY : Type.valueOf(name.name());
        return new ColumnChunk(offset).setMeta_data(new ColumnMetaData(type, List.copyOf(encodings), List.of(column.getPath()), CompressionCodec.ZSTD, count,
                unpacked, pages.size(), offset));
    }
}
