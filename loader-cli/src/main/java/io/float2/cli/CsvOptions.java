package io.float2.cli;

import io.float2.loader.source.CsvDialect;
import java.util.Map;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How CSV and TSV files are written. Use as {@code @Mixin CsvOptions csv}. */
final class CsvOptions {

    @Option(names = "--delimiter", paramLabel = "CHARACTER", converter = Delimiter.class,
            description = "In CSV and TSV: what stands between fields, a character, space or tab. Any number of spaces are one. Default: as "
                    + "the format says.")
    private Character delimiter;

    @Option(names = "--quote", paramLabel = "CHARACTER", converter = Quote.class,
            description = "In CSV and TSV: what stands around fields, a character or none. Default: \"; with --delimiter space, none.")
    private Character quote;

    @Option(names = "--no-header", showDefaultValue = Visibility.NEVER,
            description = "CSV and TSV have no line of names. Columns are column1, column2 and so on; the vector is the column with "
                    + "brackets or braces, or the numbers at the end of each line.")
    private boolean withoutHeader;

    CsvDialect dialect() {
        return new CsvDialect(delimiter, quote, !withoutHeader);
    }

    private static Character convert(String value, Map<String, Character> words) {
        if (words.containsKey(value)) {
            return words.get(value);
        }
        if (value.length() != 1) {
            throw new TypeConversionException("\"" + value + "\" is neither one character nor one of the words "
                    + String.join(", ", words.keySet().stream().filter(word -> !word.startsWith("\\")).sorted().toList()));
        }
        return value.charAt(0);
    }

    /** A blank is hard to see, and a tab hard to type. */
    static final class Delimiter implements ITypeConverter<Character> {

        @Override
        public Character convert(String value) {
            return CsvOptions.convert(value, Map.of("space", ' ', "tab", '\t', "\\t", '\t'));
        }
    }

    /** Takes none for no quotes. */
    static final class Quote implements ITypeConverter<Character> {

        @Override
        public Character convert(String value) {
            return CsvOptions.convert(value, Map.of("none", CsvDialect.NONE));
        }
    }
}
