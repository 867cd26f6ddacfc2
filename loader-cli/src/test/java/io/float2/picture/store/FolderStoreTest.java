package io.float2.picture.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import io.float2.picture.PictureException;
import io.float2.picture.PictureKey;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A picture is in the store once, whole, whoever puts it there. */
class FolderStoreTest {

    private static final byte[] BYTES = "abc".getBytes(StandardCharsets.US_ASCII);
    private static final UUID KEY = PictureKey.of(BYTES);

    @TempDir
    private Path folder;

    @Test
    void aPictureIsKeptUnderItsKey() throws Exception {
        try (PictureStore store = open()) {
            String uri = store.put(KEY, "png", BYTES);
            assertThat(Path.of(URI.create(uri))).isEqualTo(folder.toRealPath().resolve("store/90/01/90015098-3cd2-4fb0-d696-3f7d28e17f72.png"));
            assertThat(store.get(uri)).isEqualTo(BYTES);
            assertThat(store.has(uri)).isTrue();
            assertThat(store.has(uri.replace(".png", ".gif"))).isFalse();
            assertThatThrownBy(() -> store.get(uri.replace(".png", ".gif"))).isInstanceOf(PictureException.class).hasMessage("is not in the store");
        }
    }

    @Test
    void puttingItAgainChangesNothingAndAPartIsReplaced() throws Exception {
        try (PictureStore store = open()) {
            Path file = Path.of(URI.create(store.put(KEY, "png", BYTES)));
            FileTime old = FileTime.fromMillis(1_000_000);
            Files.setLastModifiedTime(file, old);
            store.put(KEY, "png", BYTES);
            assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);
            Files.writeString(file, "a");
            store.put(KEY, "png", BYTES);
            assertThat(file).hasBinaryContent(BYTES);
        }
    }

    @Test
    void manyAtOnceLeaveOneFileAndNoParts() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (PictureStore store = open()) {
            List<Future<String>> puts = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                puts.add(threads.submit(() -> store.put(KEY, "png", BYTES)));
            }
            for (Future<String> put : puts) {
                assertThat(store.get(put.get())).isEqualTo(BYTES);
            }
            try (Stream<Path> files = Files.walk(folder)) {
                assertThat(files.filter(Files::isRegularFile)).hasSize(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anotherPlaceIsNotRead() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "x");
        try (PictureStore store = open()) {
            for (String uri : List.of(secret.toUri().toString(), open().put(KEY, "png", BYTES) + "/../../../../secret", "s3://bucket/x", "no URI")) {
                assertThatThrownBy(() -> store.get(uri)).as(uri).isInstanceOf(UserException.class).hasMessageContaining("is not in the store");
            }
        }
    }

    @Test
    void aStoreThatCannotBeMadeIsTold() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> PictureStores.open(file.toString(), StoreSettings.DEFAULT)).isInstanceOf(UserException.class)
                .hasMessageStartingWith("the store " + file + " cannot be made");
    }

    private PictureStore open() {
        return PictureStores.open(folder.resolve("store").toString(), StoreSettings.DEFAULT);
    }
}
