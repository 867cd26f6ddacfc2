package io.float2.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.float2.UserException;
import io.float2.loader.source.VectorBatch;
import io.float2.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectFileTest {

    private static final String ROW = "red,\"[1.0,2.0]\",no good\n";

    private final List<String> notes = new ArrayList<>();
    private final Progress progress = new Progress() {
        @Override
        public void phase(String name, String unit, long total) {}

        @Override
        public void advance(long units, long bytes) {}

        @Override
        public void note(String line) {
            notes.add(line);
        }

        @Override
        public void done() {}
    };

    @TempDir
    Path directory;

    private Path file;
    private RejectFile.Part part;

    @BeforeEach
    void rejectARow() {
        file = directory.resolve("rejects.csv");
        part = RejectFile.of(file, List.of("colour"), null, "v").part(3);
        VectorBatch batch = new VectorBatch(2, 1);
        batch.start(Path.of("x.csv"), 1);
        batch.values()[0] = 1;
        batch.values()[1] = 2;
        batch.fields(0)[0] = "red";
        batch.endRow(3);
        part.add(batch, 0, "no good");
        part.complete();
    }

    @Test
    void rowsOfAShardThatIsInTheTableAreAdded() throws IOException {
        part.keep(progress);
        part.drop();
        assertThat(file).content().isEqualTo("colour,v,float2_rejected\n" + ROW);
        assertThat(directory).isDirectoryNotContaining("glob:**.shard-3");
        assertThat(notes).isEmpty();
    }

    @Test
    void rowsOfAShardThatIsNotAreForgotten() {
        part.drop();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDirectoryIsRefused() {
        assertThatThrownBy(() -> RejectFile.of(directory, List.of(), null, "v")).isInstanceOf(UserException.class)
                .hasMessage(directory + " is a directory, so it cannot take the rejected rows; --rejects names a file");
    }

    /** The shard's other rows have been committed by then, so the row must not be lost. */
    @Test
    void rowsThatCannotBeAddedStayInTheirOwnFile() throws IOException {
        Files.createDirectories(file.resolve("in the way"));
        part.keep(progress);
        part.drop();
        assertThat(directory.resolve("rejects.csv.shard-3")).content().isEqualTo(ROW);
        assertThat(notes).singleElement().asString().startsWith("rejected rows cannot be added to " + file + " and are left in " + file + ".shard-3: ");
    }
}
