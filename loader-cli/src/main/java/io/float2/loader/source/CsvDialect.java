package io.float2.loader.source;

import io.float2.UserException;

/**
 * How the text of a CSV or TSV file is written.
 *
 * @param separator between fields; null: the comma or the tab that the format's name tells of. Of several blanks in a row, and of
 *     those at either end of a line, none makes an empty field
 * @param quote around fields that hold separators or line ends; {@link #NONE}: there are no quotes; null: {@code "}, but none where
 *     the separator is a blank
 * @param header whether the first line has the columns' names; else they are {@code column1}, {@code column2} and so on
 */
public record CsvDialect(Character separator, Character quote, boolean header) {

    /** As the formats' names say, with a header line. */
    public static final CsvDialect DEFAULT = new CsvDialect(null, null, true);

    /** The quote of a file that has none: no text of a table has this character. */
    public static final char NONE = '\0';

    public CsvDialect {
        refuseLineEnd("--delimiter", separator);
        refuseLineEnd("--quote", quote);
        if (separator != null && separator.equals(quote)) {
            throw new UserException("--delimiter and --quote are both " + separator + ": a file needs two characters for them");
        }
    }

    private static void refuseLineEnd(String option, Character character) {
        if (character != null && (character == '\n' || character == '\r')) {
            throw new UserException(option + " cannot be a character that ends a line");
        }
    }

    /** What stands between the fields of a file of one of the two formats. */
    char separatorOf(SourceFormat format) {
        return separator != null ? separator : format == SourceFormat.TSV ? '\t' : ',';
    }

    /** Whether any number of separators in a row is one. */
    boolean mergesSeparators() {
        return separator != null && separator == ' ';
    }

    /** The quote, or {@link #NONE}. */
    char quoteOrNone() {
        return quote != null ? quote : mergesSeparators() ? NONE : '"';
    }

    /** As the options on a command line. */
    @Override
    public String toString() {
        if (equals(DEFAULT)) {
            return "none";
        }
        return "--delimiter " + (separator == null ? "by format" : (int) separator) + ", --quote "
                + (quoteOrNone() == NONE ? "none" : (int) quoteOrNone()) + (header ? "" : ", --no-header");
    }
}
