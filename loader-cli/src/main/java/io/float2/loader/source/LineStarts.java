package io.float2.loader.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes of text in an encoding that agrees with ASCII, such as UTF-8, with the places where their lines begin: a reader of rows reads on before it tells
 * in which line a row begins. A line ends with LF, CR or both.
 */
final class LineStarts extends FilterInputStream {

    private long[] starts = new long[1024];
    /** The part of them that may still be asked for, and the number of the line that begins at its first, counted from 1. */
    private int begin;
    private int end = 1;
    private long firstLine = 1;
    private long read;
    private boolean afterReturn;

    /** @param in from the first line on */
    LineStarts(InputStream in) {
        super(in);
    }

    /** Where a line begins. Lines before it are not asked for any more. */
    long offset(long line) {
        begin += (int) (line - firstLine);
        firstLine = line;
        return starts[begin];
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int bytes = super.read(target, offset, length);
        for (int i = offset; i < offset + bytes; i++) {
            note(target[i]);
        }
        return bytes;
    }

    private void note(byte value) {
        read++;
        if (value == '\n' && afterReturn) {
            // It belongs to the end that the last one began.
            starts[end - 1] = read;
        } else if (value == '\n' || value == '\r') {
            if (end == starts.length) {
                makeRoom();
            }
            starts[end++] = read;
        }
        afterReturn = value == '\r';
    }

    private void makeRoom() {
        long[] larger = end - begin > starts.length / 2 ? new long[starts.length * 2] : starts;
        System.arraycopy(starts, begin, larger, 0, end - begin);
        end -= begin;
        begin = 0;
        starts = larger;
    }
}
