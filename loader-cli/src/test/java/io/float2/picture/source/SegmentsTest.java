package io.float2.picture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import io.float2.picture.PictureException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranges of lists that are read from places in them. Those of S3 are in the integration tests. */
class SegmentsTest {

    private static final long MOST = 1000;
    private static final int PICTURES = 23;

    @TempDir
    private Path folder;

    @Test
    void anyRangeIsReadAlike() throws Exception {
        // A thousand rows are more than a reader takes in at once.
        for (Path source : List.of(pictures(), csv(1500), crlf(1500), jsonl(1500), tar("p.tar"), gz())) {
            List<String> whole = read(source, list(source, Integer.MAX_VALUE), 0, Integer.MAX_VALUE);
            for (int rows : new int[] {1, 2, 7, whole.size() - 1, whole.size(), whole.size() + 1}) {
                SourceList list = list(source, rows);
                assertThat(list.count()).isEqualTo(whole.size());
                assertThat(list.segments()).hasSize((whole.size() + rows - 1) / rows);
                for (int from = 0; from <= whole.size(); from += 1 + whole.size() / 6) {
                    int to = Math.min(whole.size(), from + 3);
                    assertThat(read(source, list, from, to)).as("%s, %d to %d, segments of %d", source, from, to, rows).isEqualTo(whole.subList(from, to));
                }
                assertThat(read(source, list, 0, whole.size())).as("%s, all, segments of %d", source, rows).isEqualTo(whole);
            }
        }
    }

    @Test
    void manifestsTellTheRowAlsoFromAPlaceOn() throws Exception {
        Path csv = Files.writeString(folder.resolve("m.csv"), "path,text\na.jpg,\"two\nlines\"\nb.jpg,x\n,nowhere\n");
        Path jsonl = Files.writeString(folder.resolve("m.jsonl"), "{\"path\":\"a.jpg\"}\n\n{\"path\":\n\"b.jpg\"}{\"path\":null}\n");
        assertThat(read(csv, list(csv, 1), 2, 3)).containsExactly("2 " + csv + ", row 3 (line 5) {text=nowhere}");
        assertThat(read(jsonl, list(jsonl, 1), 2, 3)).containsExactly("2 " + jsonl + ", row 3 (line 4) {}");
    }

    @Test
    void whatIsBeforeASegmentIsNotLookedAt() throws Exception {
        Path pictures = pictures();
        // The header is read each time, and the first thousand rows of JSON Lines for the names in them.
        for (Path source : List.of(pictures, csv(3000), jsonl(3000), tar("p.tar"))) {
            SourceList list = list(source, Files.isDirectory(source) || source.endsWith("p.tar") ? 5 : 500);
            ListSegment last = list.segments().get(list.segments().size() - 1);
            ListSegment before = list.segments().get(list.segments().size() - 2);
            List<String> expected = read(source, list, last.first(), list.count());
            assertThat(expected).hasSize((int) (last.past() - last.first()));
            if (source == pictures) {
                delete(pictures.resolve("02"));
            } else {
                spoil(source, before, last);
            }
            assertThat(read(source, list, last.first(), list.count())).as(source.toString()).isEqualTo(expected);
            assertThatThrownBy(() -> read(source, list, before.first(), before.past())).as(source.toString()).isInstanceOf(UserException.class);
        }
    }

    @Test
    void aPackedFileIsGoneThroughFromItsBeginning() throws Exception {
        Path gz = gz();
        assertThat(list(gz, 5).segments()).extracting(ListSegment::place).containsOnlyNulls().hasSize(5);
        assertThat(list(csv(PICTURES), 5).segments()).extracting(ListSegment::place).containsNull().filteredOn(place -> place != null).hasSize(4);
    }

    @Test
    void eachSegmentTellsWhetherItIsTheSame() throws Exception {
        Path pictures = pictures();
        SourceList list = list(pictures, 5);
        Files.move(pictures.resolve("01/08.jpg"), pictures.resolve("01/08b.jpg"));
        assertThatThrownBy(() -> read(pictures, list, 5, 6)).isInstanceOf(UserException.class).hasMessage(pictures
                + " has changed since it was listed: its pictures 6 to 10 are not the same ones, or not the last ones, any more; a new import lists it anew");
        assertThatThrownBy(() -> read(pictures, list, 0, PICTURES)).isInstanceOf(UserException.class).hasMessageContaining("its pictures 6 to 10 are");
        assertThat(read(pictures, list, 0, 5)).hasSize(5);
        assertThat(read(pictures, list, 10, PICTURES)).hasSize(PICTURES - 10);
        // One more within a segment, and one behind the last one.
        Files.writeString(pictures.resolve("02/13b.jpg"), "");
        assertThatThrownBy(() -> read(pictures, list, 10, 11)).isInstanceOf(UserException.class).hasMessageContaining("its pictures 11 to 15 are");
        assertThat(read(pictures, list, 20, PICTURES)).hasSize(3);
        Files.writeString(pictures.resolve("99.jpg"), "");
        assertThatThrownBy(() -> read(pictures, list, 20, PICTURES)).isInstanceOf(UserException.class).hasMessageContaining("its pictures 21 to 23 are");
        // One less at the end.
        Files.delete(pictures.resolve("99.jpg"));
        assertThatCode(() -> read(pictures, list, 20, 21)).doesNotThrowAnyException();
        Files.delete(pictures.resolve("03/22.jpg"));
        assertThatThrownBy(() -> read(pictures, list, 20, 21)).isInstanceOf(UserException.class).hasMessageContaining("its pictures 21 to 23 are");
    }

    @Test
    void aFileOfAnotherSizeIsAnotherFile() throws Exception {
        for (Path source : List.of(csv(PICTURES), jsonl(PICTURES), tar("p.tar"))) {
            SourceList list = list(source, 5);
            long size = Files.size(source);
            byte[] more = Arrays.copyOf(Files.readAllBytes(source), (int) size + 1024);
            Files.write(source, more);
            assertThatThrownBy(() -> read(source, list, 5, 6)).isInstanceOf(UserException.class)
                    .hasMessage(source + " has changed since it was listed: it had " + size + " bytes and has " + more.length + " now; a new import lists it anew");
        }
    }

    /** 00/00.jpg to 03/22.jpg. */
    private Path pictures() throws IOException {
        Path pictures = folder.resolve("pictures");
        for (int i = 0; i < PICTURES; i++) {
            Path file = pictures.resolve(name(i));
            Files.createDirectories(file.getParent());
            Files.writeString(file, String.valueOf(i));
        }
        return pictures;
    }

    private static String name(int i) {
        return String.format("%02d/%02d.jpg", i / 6, i);
    }

    /** With a byte order mark, texts of several lines, empty lines and characters of several bytes. */
    private Path csv(int rows) throws IOException {
        StringBuilder text = new StringBuilder("\ufeffpath,\"a\nuthor\",note\n");
        for (int i = 0; i < rows; i++) {
            text.append(name(i)).append(i % 4 == 1 ? ",\"Ann \"\"the\nfirst\"\"\r\n\n, \u00fc\"," : ",\u20ac" + i + ",\"").append(i % 4 == 1 ? "x" : "y\"")
                    .append(i % 5 == 0 ? "\n\n" : "\n");
        }
        return Files.writeString(folder.resolve("list.csv"), text);
    }

    private Path crlf(int rows) throws IOException {
        String text = Files.readString(csv(rows));
        Path file = folder.resolve("crlf.csv");
        // The last line without an end.
        return Files.writeString(file, text.substring(1, text.length() - 1).replace("\r", "").replace("\n", "\r\n"));
    }

    private Path jsonl(int rows) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            text.append("{\"path\":\"").append(name(i)).append("\",").append(i % 3 == 0 ? "\n " : "").append("\"note\":[\"\u20ac\",").append(i).append("]}")
                    .append(i % 4 == 0 ? "" : "\n");
        }
        return Files.writeString(folder.resolve("list.jsonl"), text);
    }

    /** With folders, hidden files and names that take blocks of their own. */
    private Path tar(String name) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file); OutputStream packed = name.endsWith("gz") ? new GZIPOutputStream(out) : out;
                TarArchiveOutputStream tar = new TarArchiveOutputStream(packed)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (int i = 0; i < PICTURES; i++) {
                if (i % 6 == 0) {
                    tar.putArchiveEntry(new TarArchiveEntry(String.format("%02d/", i / 6)));
                    tar.closeArchiveEntry();
                    add(tar, ".hidden", 700);
                }
                add(tar, (i % 5 == 3 ? "long/".repeat(40) : "") + name(i), i * 100);
            }
        }
        return file;
    }

    private Path gz() throws IOException {
        return tar("p.tar.gz");
    }

    private static void add(TarArchiveOutputStream tar, String name, int size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
        tar.write(new byte[size]);
        tar.closeArchiveEntry();
    }

    /** What is neither UTF-8 nor has an end of line, a quote or a header. */
    private static void spoil(Path file, ListSegment from, ListSegment to) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, offset(from), offset(to), (byte) 0xfe);
        Files.write(file, bytes);
    }

    private static int offset(ListSegment segment) {
        return Integer.parseInt(segment.place().split(" ")[0]);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static SourceList list(Path source, long rows) {
        try (PictureSource opened = PictureSources.open(source.toString(), SourceSettings.DEFAULT)) {
            return opened.list(rows);
        }
    }

    /** Number, name and attributes of each; of files that are there the bytes as well. */
    private static List<String> read(Path source, SourceList list, long from, long to) throws PictureException {
        List<String> read = new ArrayList<>();
        try (PictureSource opened = PictureSources.open(source.toString(), SourceSettings.DEFAULT);
                PictureRange range = opened.range(list.segments(), from, Math.min(to, list.count()))) {
            for (PictureEntry entry = range.next(); entry != null; entry = range.next()) {
                String bytes = Files.isDirectory(source) ? new String(entry.bytes(MOST), StandardCharsets.UTF_8) : "";
                read.add(entry.number() + " " + entry.name() + bytes + " " + entry.attributes());
            }
        }
        return read;
    }
}
