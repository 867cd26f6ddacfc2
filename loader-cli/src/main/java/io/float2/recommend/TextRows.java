package io.float2.recommend;

import java.sql.SQLException;
import org.postgresql.copy.CopyIn;

/** Rows of numbers in COPY's text format, sent a bufferful at a time. Not thread safe. */
final class TextRows {

    private static final int SIZE = 1 << 18;
    private static final int LONGEST_ROW = 256;
    private static final int DECIMALS = 100_000;

    private final CopyIn copy;
    private final byte[] bytes = new byte[SIZE];
    private final byte[] digits = new byte[20];
    private int used;

    TextRows(CopyIn copy) {
        this.copy = copy;
    }

    /** A number from 0 on. */
    TextRows put(long number) {
        int count = 0;
        long rest = number;
        do {
            digits[count++] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        while (count > 0) {
            bytes[used++] = digits[--count];
        }
        bytes[used++] = '\t';
        return this;
    }

    /** A number from 0 on with five decimals. */
    TextRows putDecimal(double number) {
        long scaled = Math.round(number * DECIMALS);
        put(scaled / DECIMALS);
        bytes[used - 1] = '.';
        for (long place = DECIMALS / 10, rest = scaled % DECIMALS; place > 0; place /= 10) {
            bytes[used++] = (byte) ('0' + rest / place % 10);
        }
        bytes[used++] = '\t';
        return this;
    }

    /** Ends the row; returns its bytes on the wire. */
    void endRow() throws SQLException {
        bytes[used - 1] = '\n';
        if (used > SIZE - LONGEST_ROW) {
            flush();
        }
    }

    void flush() throws SQLException {
        copy.writeToCopy(bytes, 0, used);
        used = 0;
    }
}
