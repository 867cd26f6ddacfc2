package io.float2.picture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.float2.UserException;
import io.float2.picture.PictureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders, tar files and manifests. Their pictures are short texts: what is in them is not looked at here. */
class PictureSourcesTest {

    private static final long MOST = 1000;

    @TempDir
    private Path folder;

    @Test
    void aFolderIsReadInTheOrderOfItsNames() throws Exception {
        write("b.jpg", "2");
        write("a/z.jpg", "0");
        write("c/d/e.png", "4");
        write("a-.jpg", "1");
        write("c/a.png", "3");
        write(".hidden.jpg", "-");
        write(".git/x.jpg", "-");
        assertThat(contents(folder.toString())).containsExactly("0 a/z.jpg=0", "1 a-.jpg=1", "2 b.jpg=2", "3 c/a.png=3", "4 c/d/e.png=4");
        assertThat(range(folder.toString(), 1, 3)).containsExactly("1 a-.jpg=1", "2 b.jpg=2");
        assertThat(range(folder.toString(), 5, 5)).isEmpty();
        assertThatThrownBy(() -> range(folder.toString(), 2, 6)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void theVersionTellsWhetherTheListIsTheSame() throws Exception {
        write("a.jpg", "1");
        write("b.jpg", "2");
        String version = version();
        write("b.jpg", "other bytes");
        assertThat(version()).isEqualTo(version);
        write("c.jpg", "3");
        assertThat(version()).isNotEqualTo(version);
        Files.delete(folder.resolve("c.jpg"));
        Files.move(folder.resolve("b.jpg"), folder.resolve("d.jpg"));
        assertThat(version()).isNotEqualTo(version);
    }

    @Test
    void linksAreFollowedWhenAskedForAndNeverInCircles() throws Exception {
        write("real/a.jpg", "1");
        Files.createSymbolicLink(folder.resolve("real/round"), folder);
        Files.createSymbolicLink(folder.resolve("z.jpg"), folder.resolve("real/a.jpg"));
        assertThat(contents(folder.toString())).containsExactly("0 real/a.jpg=1");
        try (PictureSource source = PictureSources.open(folder.toString(), SourceSettings.DEFAULT.withLinks(true))) {
            assertThat(texts(all(source))).containsExactly("0 real/a.jpg=1", "1 z.jpg=1");
        }
    }

    @Test
    void whatIsGoneSinceItWasListedIsOnePictureLess() throws Exception {
        write("a.jpg", "1");
        write("b.jpg", "2");
        try (PictureSource source = PictureSources.open(folder.toString(), SourceSettings.DEFAULT); PictureRange range = range(source, 0, 2)) {
            PictureEntry first = range.next();
            Files.delete(folder.resolve("a.jpg"));
            assertThatThrownBy(() -> first.bytes(MOST)).isInstanceOf(PictureException.class).hasMessage("is not there any more");
            assertThat(range.next().bytes(MOST)).asString().isEqualTo("2");
            assertThat(range.next()).isNull();
        }
    }

    @Test
    void nothingLargerThanTheLimitIsRead() throws Exception {
        write("a.jpg", "12345");
        try (PictureSource source = PictureSources.open(folder.toString(), SourceSettings.DEFAULT); PictureRange range = range(source, 0, 1)) {
            PictureEntry entry = range.next();
            assertThatThrownBy(() -> entry.bytes(4)).isInstanceOf(PictureException.class).hasMessage("has 5 bytes, more than the limit of 4");
            assertThat(entry.bytes(5)).hasSize(5);
        }
    }

    @Test
    void tarFilesAreReadPlainAndPacked() throws Exception {
        byte[] tar = tar(Map.of("x/", "", "x/a.jpg", "A", "x/.hidden", "-", "b.png", "B".repeat(3000), "c", "C"), List.of("x/", "x/a.jpg", "x/.hidden", "b.png", "c"));
        Path plain = Files.write(folder.resolve("p.tar"), tar);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(tar);
        }
        Path gz = Files.write(folder.resolve("p.tar.gz"), packed.toByteArray());
        for (Path file : List.of(plain, gz)) {
            try (PictureSource source = PictureSources.open(file.toString(), SourceSettings.DEFAULT)) {
                assertThat(source.list(10).count()).isEqualTo(3);
                try (PictureRange range = range(source, 1, 3)) {
                    PictureEntry entry = range.next();
                    assertThat(entry.name()).isEqualTo("b.png");
                    assertThatThrownBy(() -> entry.bytes(2999)).isInstanceOf(PictureException.class).hasMessage("has 3000 bytes, more than the limit of 2999");
                    assertThat(entry.bytes(3000)).asString().isEqualTo("B".repeat(3000));
                    assertThat(range.next().bytes(MOST)).asString().isEqualTo("C");
                    assertThat(range.next()).isNull();
                }
            }
        }
    }

    @Test
    void aTarFileThatIsCutOffIsTold() throws Exception {
        byte[] tar = tar(Map.of("a", "A".repeat(5000), "b", "B".repeat(50_000)), List.of("a", "b"));
        int second = 512 + 5120;
        for (int length : new int[] {0, 300, 3000, second, second + 600, 40_000, 40_960}) {
            Path file = Files.write(folder.resolve("cut.tar"), Arrays.copyOf(tar, length));
            assertThatThrownBy(() -> contents(file.toString())).as("cut to " + length).isInstanceOf(UserException.class)
                    .hasMessage(file + " is cut off, or no tar file: it does not end as one");
        }
        // What follows a header that claims too much is missing, though the file ends well.
        byte[] greedy = tar.clone();
        System.arraycopy("77777777777".getBytes(StandardCharsets.US_ASCII), 0, greedy, second + 124, 11);
        Path damaged = Files.write(folder.resolve("damaged.tar"), greedy);
        assertThatThrownBy(() -> contents(damaged.toString())).isInstanceOf(UserException.class)
                .hasMessageStartingWith(damaged + " is cut off or damaged after ");
        Path noGzip = Files.write(folder.resolve("no.tar.gz"), tar);
        assertThatThrownBy(() -> contents(noGzip.toString())).isInstanceOf(UserException.class)
                .hasMessageStartingWith(noGzip + " is cut off or damaged after 0 files");
        Path noTar = Files.writeString(folder.resolve("no.tar"), "this is no tar file, but a text that is longer than the header of one ".repeat(20));
        assertThatThrownBy(() -> contents(noTar.toString())).isInstanceOf(UserException.class).hasMessageStartingWith(noTar + " is cut off, or no tar file");
    }

    @Test
    void manifestsHaveAttributes() throws Exception {
        write("pics/a.jpg", "1");
        Path other = write("other.jpg", "2");
        Path csv = write("m.csv", "author,path,price\nAnn,pics/a.jpg,\nBob," + other + ",\"1,5\"\nCid," + other.toUri() + ",3\nDan,,4\nEve,pics/none.jpg,5\n");
        try (PictureSource source = PictureSources.open(csv.toString(), SourceSettings.DEFAULT); PictureRange range = range(source, 0, 5)) {
            PictureEntry entry = range.next();
            assertThat(entry.attributes()).isEqualTo(Map.of("author", "Ann"));
            assertThat(entry.name()).isEqualTo("pics/a.jpg");
            assertThat(entry.bytes(MOST)).asString().isEqualTo("1");
            entry = range.next();
            assertThat(entry.attributes()).isEqualTo(Map.of("author", "Bob", "price", "1,5"));
            assertThat(entry.bytes(MOST)).asString().isEqualTo("2");
            assertThat(range.next().bytes(MOST)).asString().isEqualTo("2");
            PictureEntry nowhere = range.next();
            assertThatThrownBy(() -> nowhere.bytes(MOST)).isInstanceOf(PictureException.class).hasMessage("is nowhere: " + csv + ", row 4 has neither path nor url");
            PictureEntry gone = range.next();
            assertThatThrownBy(() -> gone.bytes(MOST)).isInstanceOf(PictureException.class).hasMessage("is not there any more");
        }
        Path jsonl = write("m.jsonl", "{\"path\":\"pics/a.jpg\",\"tags\":[\"x\",\"y\"]}\n{\"path\":\"other.jpg\"}\n");
        try (PictureSource source = PictureSources.open(jsonl.toString(), SourceSettings.DEFAULT); PictureRange range = range(source, 0, 2)) {
            assertThat(range.next().attributes()).isEqualTo(Map.of("tags", "[\"x\",\"y\"]"));
            assertThat(range.next().bytes(MOST)).asString().isEqualTo("2");
        }
    }

    @Test
    void aManifestWithoutTheColumnIsRefused() throws Exception {
        Path csv = write("m.csv", "file,author\na.jpg,Ann\n");
        assertThatThrownBy(() -> contents(csv.toString())).isInstanceOf(UserException.class)
                .hasMessage(csv + " has no column path or url, which would tell where the pictures are; it has file, author");
        Path broken = write("n.csv", "path,author\na.jpg,Ann\nb.jpg\n");
        assertThatThrownBy(() -> contents(broken.toString())).isInstanceOf(UserException.class).hasMessageContaining("n.csv, row 2");
    }

    @Test
    void urlsAreFetchedOnlyWhenAllowed() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String base = "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort();
        server.createContext("/a.jpg", exchange -> answer(exchange, 200, "web"));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/a.jpg");
            answer(exchange, 302, "");
        });
        server.createContext("/round", exchange -> {
            exchange.getResponseHeaders().set("Location", "/round");
            answer(exchange, 302, "");
        });
        server.createContext("/to-file", exchange -> {
            exchange.getResponseHeaders().set("Location", "file:///etc/passwd");
            answer(exchange, 302, "");
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 1000; i++) {
                    out.write(new byte[1 << 16]);
                }
            } catch (IOException e) {
                // The other side has had enough.
            }
        });
        server.createContext("/silent", exchange -> { });
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        try {
            Path csv = write("m.csv", "url\n" + base + "/a.jpg\n" + base + "/moved\n" + base + "/round\n" + base + "/to-file\n" + base
                    + "/endless\n" + base + "/missing\n" + base + "/silent\nftp://example.invalid/x\n");
            assertThat(sentences(csv, SourceSettings.DEFAULT)).startsWith("is on the web, and URLs are not allowed; --allow-urls allows them");
            assertThat(sentences(csv, SourceSettings.DEFAULT.withUrls(true, false)))
                    .startsWith("has a URL that leads to a private address, which is not allowed");
            assertThat(sentences(csv, SourceSettings.DEFAULT.withUrls(true, true).withTimeout(Duration.ofSeconds(1)))).containsExactly("web", "web",
                    "cannot be fetched: more than 5 redirections", "has a URL of a kind that is not fetched: only http, https and file are",
                    "has more than 1000 bytes, the limit", "cannot be fetched: the server answers with status 404",
                    "cannot be fetched: the server takes longer than 1 s", "has a URL of a kind that is not fetched: only http, https and file are");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatIsNoSourceIsTold() throws Exception {
        assertThatThrownBy(() -> contents(folder.resolve("none").toString())).isInstanceOf(UserException.class)
                .hasMessage("there is no file or folder " + folder.resolve("none"));
        Path text = write("x.txt", "x");
        assertThatThrownBy(() -> contents(text.toString())).isInstanceOf(UserException.class).hasMessageStartingWith(text + " is no source of pictures");
        assertThatThrownBy(() -> contents("s3://")).isInstanceOf(UserException.class).hasMessage("s3:// names no bucket; it is written as s3://bucket/prefix");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static List<String> sentences(Path manifest, SourceSettings settings) {
        List<String> sentences = new ArrayList<>();
        try (PictureSource source = PictureSources.open(manifest.toString(), settings); PictureRange range = all(source)) {
            for (PictureEntry entry = range.next(); entry != null; entry = range.next()) {
                try {
                    sentences.add(new String(entry.bytes(MOST), StandardCharsets.UTF_8));
                } catch (PictureException e) {
                    sentences.add(e.getMessage());
                }
            }
        }
        return sentences;
    }

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private String version() {
        try (PictureSource source = PictureSources.open(folder.toString(), SourceSettings.DEFAULT)) {
            return source.list(10).version();
        }
    }

    private static List<String> contents(String text) throws PictureException {
        try (PictureSource source = PictureSources.open(text, SourceSettings.DEFAULT)) {
            return texts(all(source));
        }
    }

    private static List<String> range(String text, long from, long to) throws PictureException {
        try (PictureSource source = PictureSources.open(text, SourceSettings.DEFAULT)) {
            return texts(range(source, from, to));
        }
    }

    private static PictureRange all(PictureSource source) {
        SourceList list = source.list(2);
        return source.range(list.segments(), 0, list.count());
    }

    private static PictureRange range(PictureSource source, long from, long to) {
        return source.range(source.list(2).segments(), from, to);
    }

    private static List<String> texts(PictureRange range) throws PictureException {
        List<String> texts = new ArrayList<>();
        try (range) {
            for (PictureEntry entry = range.next(); entry != null; entry = range.next()) {
                texts.add(entry.number() + " " + entry.name() + "=" + new String(entry.bytes(1 << 20), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    private static byte[] tar(Map<String, String> files, List<String> order) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (String name : order) {
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(files.get(name).length());
                tar.putArchiveEntry(entry);
                tar.write(files.get(name).getBytes(StandardCharsets.US_ASCII));
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
