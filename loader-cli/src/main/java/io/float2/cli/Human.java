package io.float2.cli;

import java.util.Locale;

/** Numbers as people read them, the same in every locale. Bytes count in thousands: 1 kB is 1,000 bytes. */
final class Human {

    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Human() {}

    /** 1,234,567 */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** 9 B, 8.2 kB, 15.4 MB, 1.50 GB: three digits. */
    static String bytes(double bytes) {
        int unit = 0;
        double value = bytes;
        while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return (unit == 0 ? String.format(Locale.ROOT, "%.0f", value) : threeDigits(value)) + " " + BYTE_UNITS[unit];
    }

    /** 1,234,567 rows/s, or 0.50 rows/s when it is slow. */
    static String rate(double perSecond, String unit) {
        return (perSecond < 10 ? String.format(Locale.ROOT, "%.2f", perSecond) : count(Math.round(perSecond))) + " " + unit + "/s";
    }

    /** 0.83 ms, 420 ms, 12.3 s, 3 min 05 s, 1 h 02 min. */
    static String duration(double seconds) {
        if (seconds < 0.9995) {
            return threeDigits(seconds * 1000) + " ms";
        }
        if (seconds < 99.95) {
            return threeDigits(seconds) + " s";
        }
        long whole = Math.round(seconds);
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }

    /** A text of others on one line: signs that would move the cursor or colour the terminal are shown as \ufffd. */
    static String oneLine(String text) {
        return text == null ? null : text.replaceAll("[\\p{Cntrl}\\x{85}\\x{2028}\\x{2029}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]", "\ufffd");
    }

    private static String threeDigits(double value) {
        String format = value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, value);
    }
}
