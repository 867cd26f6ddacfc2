package io.float2.loader;

import io.float2.UserException;
import io.float2.loader.source.ColumnTable;
import io.float2.loader.source.SourceOptions;
import io.float2.loader.source.VectorBatch;
import io.float2.loader.source.VectorReader;
import io.float2.sql.Identifier;
import io.float2.sql.VectorType;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/**
 * All rows of a load: the sources one after the other, and the metadata joined to them by row number.
 *
 * <p>Opening looks into every source, so that most of what is wrong with one shows before anything is written. Not thread safe.
 */
final class SourceRows implements Closeable {

    /** Rows read before it is known how long their fields are. */
    private static final int CAUTIOUS_ROWS = 64;

    private final LoadPlan plan;
    private final VectorType target;
    private final Survey survey;
    private final int dimension;
    private final String vectorName;
    private final List<String> ownFields;
    private final List<SourceField> fields;
    private final long expected;
    /** The first row that is wanted. */
    private final long begin;

    private ColumnTable metadata;
    private VectorReader reader;
    private int nextSource;
    private long rows;
    private int most;
    private long metadataBytes;

    private SourceRows(LoadPlan plan, VectorType target, Survey survey) {
        this.plan = plan;
        this.target = target;
        this.survey = survey;
        dimension = survey.dimension;
        vectorName = survey.vectorName;
        ownFields = survey.fields;
        begin = plan.selection().skip();
        if (survey.rows != VectorReader.UNKNOWN && begin >= survey.rows) {
            throw new UserException(sourceNames() + " holds " + survey.rows + " vectors, of which --skip " + begin + " leaves none");
        }
        expected = survey.rows == VectorReader.UNKNOWN ? survey.rows : Math.max(0, Math.min(survey.rows - begin, plan.limit()));
        metadata = plan.metadata() == null ? null : plan.openMetadata();
        try {
            fields = allFields();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        most = fields.isEmpty() ? Integer.MAX_VALUE : CAUTIOUS_ROWS;
    }

    static SourceRows open(LoadPlan plan, VectorType target) {
        return new SourceRows(plan, target, Survey.of(plan, target));
    }

    /** The same rows for another thread, from the first one on; the caller closes it. */
    SourceRows again() {
        return new SourceRows(plan, target, survey);
    }

    private List<SourceField> allFields() {
        List<SourceField> all = new ArrayList<>();
        for (String name : ownFields) {
            all.add(new SourceField(name, plan.sources().get(0), false));
        }
        if (metadata != null) {
            for (String name : metadata.header()) {
                if (ownFields.contains(name) || name.equals(vectorName)) {
                    throw new UserException("the column " + Identifier.display(name) + " is in " + plan.sources().get(0)
                            + " and in " + plan.metadata() + " too");
                }
                all.add(new SourceField(name, plan.metadata(), true));
            }
        }
        return List.copyOf(all);
    }

    int dimension() {
        return dimension;
    }

    /** The vector column's name in the files, or null. */
    String vectorName() {
        return vectorName;
    }

    /** The columns beside the vector. */
    List<SourceField> fields() {
        return fields;
    }

    /** How many rows there are to load, or {@link VectorReader#UNKNOWN}. */
    long expectedRows() {
        return expected;
    }

    VectorBatch newBatch() {
        return new VectorBatch(dimension, fields.size());
    }

    /** A batch that takes about so many bytes at most, texts included; one row it takes in any case. */
    VectorBatch newBatch(int bytes) {
        return new VectorBatch(dimension, fields.size(), bytes);
    }

    /**
     * Goes on with the given row, counted from 0 at the first one that is wanted: at once where the format tells where a row is, else by reading
     * up to it.
     *
     * @return false when there are fewer rows than that, and none is left to read; the check of {@link #read} has been made then
     */
    boolean moveTo(long wanted) {
        long row = begin + wanted;
        if (row < rows) {
            rewind();
        }
        while (rows < row) {
            if (Thread.interrupted()) {
                throw new CancellationException("the load has been stopped");
            }
            if (!openNext()) {
                return false;
            }
            long passed = reader.skip(row - rows);
            skipMetadata(passed);
            rows += passed;
            if (passed == 0) {
                closeReader();
            }
        }
        return true;
    }

    private void rewind() {
        closeReader();
        nextSource = 0;
        rows = 0;
        if (metadata != null) {
            metadata.close();
            metadata = plan.openMetadata();
            metadataBytes = 0;
        }
    }

    private void skipMetadata(long count) {
        if (metadata == null) {
            return;
        }
        String[] dropped = new String[metadata.header().size()];
        for (long i = 0; i < count; i++) {
            if (!metadata.next(dropped, 0)) {
                throw tooLittleMetadata();
            }
        }
        metadataBytes = metadata.bytesRead();
    }

    /** Whether there is an open source; the next one is opened when there is none. */
    private boolean openNext() {
        if (reader == null) {
            if (nextSource == plan.sources().size()) {
                checkMetadataEnds();
                return false;
            }
            reader = openSource(plan, nextSource++, target);
            checkAgain();
        }
        return true;
    }

    private void closeReader() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    /**
     * Fills the batch with the next rows.
     *
     * @return false when there are no more; whether metadata and vectors are of the same number has then been checked
     */
    boolean read(VectorBatch batch) {
        return read(batch, Long.MAX_VALUE);
    }

    /** As {@link #read(VectorBatch)}, with at most so many rows. */
    boolean read(VectorBatch batch, long atMost) {
        if (rows < begin && !moveTo(0)) {
            return false;
        }
        while (rows - begin < plan.limit()) {
            if (!openNext()) {
                return false;
            }
            if (reader.read(batch, (int) Math.min(most, Math.min(atMost, plan.limit() - (rows - begin))))) {
                batch.setFirstRow(rows);
                joinMetadata(batch);
                leaveOut(batch);
                rows += batch.rows();
                most = fields.isEmpty() ? Integer.MAX_VALUE : batch.rowsThatFit();
                return true;
            }
            closeReader();
        }
        return false;
    }

    /** A file may have been exchanged between the first look and now. */
    private void checkAgain() {
        if (reader.dimension() != dimension || !reader.fieldNames().equals(ownFields)) {
            throw new UserException(reader.file() + " has changed while " + plan.sources().get(0) + " was being loaded");
        }
    }

    private void joinMetadata(VectorBatch batch) {
        if (metadata == null) {
            return;
        }
        for (int row = 0; row < batch.rows(); row++) {
            if (!metadata.next(batch.fields(row), ownFields.size())) {
                throw tooLittleMetadata();
            }
            batch.addCharacters(metadata.characters());
        }
        batch.addBytes(metadata.bytesRead() - metadataBytes);
        metadataBytes = metadata.bytesRead();
    }

    private void leaveOut(VectorBatch batch) {
        for (int row = 0; row < batch.rows(); row++) {
            if (!plan.selection().samples(batch.rowNumber(row))) {
                batch.leaveOut(row);
            }
        }
    }

    private UserException tooLittleMetadata() {
        return new UserException(plan.metadata() + " has " + metadata.row() + " rows, but " + sourceNames() + " holds "
                + (expected == VectorReader.UNKNOWN ? "more" : expected) + " vectors");
    }

    private void checkMetadataEnds() {
        if (metadata == null) {
            return;
        }
        String[] dropped = new String[metadata.header().size()];
        while (metadata.next(dropped, 0)) {
            // Only counted, for the sentence below.
        }
        if (metadata.row() != rows) {
            throw new UserException(plan.metadata() + " has " + metadata.row() + " rows, but " + sourceNames() + " holds " + rows
                    + " vectors");
        }
    }

    private String sourceNames() {
        return plan.sources().stream().map(Path::toString).collect(Collectors.joining(" with "));
    }

    @Override
    public void close() {
        closeReader();
        if (metadata != null) {
            metadata.close();
        }
    }

    private static VectorReader openSource(LoadPlan plan, int index, VectorType target) {
        return VectorReader.open(plan.sources().get(index), new SourceOptions(
                plan.format(), plan.csv(), plan.vectorSourceColumn(), target, plan.dimension(), plan.rejects() != null));
    }

    /** What a first look at every source tells. */
    private record Survey(int dimension, String vectorName, List<String> fields, long rows) {

        static Survey of(LoadPlan plan, VectorType target) {
            Survey whole = null;
            for (int i = 0; i < plan.sources().size(); i++) {
                try (VectorReader reader = openSource(plan, i, target)) {
                    Survey one = new Survey(reader.dimension(), reader.vectorName(), reader.fieldNames(), reader.rows());
                    whole = whole == null ? one : whole.followedBy(one, plan.sources().get(0), reader.file());
                }
            }
            return whole;
        }

        private Survey followedBy(Survey next, Path first, Path file) {
            if (next.dimension != dimension) {
                throw new UserException(file + " holds vectors of dimension " + next.dimension + ", but those of " + first
                        + " are of dimension " + dimension);
            }
            if (!next.fields.equals(fields)) {
                throw new UserException(file + " has the columns " + next.fields + " beside the vector, but " + first + " has "
                        + fields);
            }
            boolean known = rows != VectorReader.UNKNOWN && next.rows != VectorReader.UNKNOWN;
            return new Survey(dimension, vectorName, fields, known ? rows + next.rows : VectorReader.UNKNOWN);
        }
    }
}
