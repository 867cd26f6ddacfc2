package io.float2.loader;

import io.float2.UserException;
import io.float2.sql.Identifier;
import io.float2.sql.VectorType;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    private final int dimension;
    private final String vectorName;
    private final List<String> ownFields;
    private final List<SourceField> fields;
    private final long expected;
    private final CsvTable metadata;

    private VectorReader reader;
    private int nextSource;
    private long rows;
    private int most;
    private long metadataBytes;
    private volatile long bytes;

    private SourceRows(LoadPlan plan, VectorType target) {
        this.plan = plan;
        this.target = target;
        Survey survey = Survey.of(plan, target);
        dimension = survey.dimension;
        vectorName = survey.vectorName;
        ownFields = survey.fields;
        expected = survey.rows == VectorReader.UNKNOWN ? survey.rows : Math.min(survey.rows, plan.limit());
        metadata = plan.metadata() == null ? null : CsvTable.open(plan.metadata());
        try {
            fields = allFields();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        most = fields.isEmpty() ? Integer.MAX_VALUE : CAUTIOUS_ROWS;
    }

    static SourceRows open(LoadPlan plan, VectorType target) {
        return new SourceRows(plan, target);
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

    /** Bytes of the files that the rows read so far took. Any thread may ask. */
    long bytesRead() {
        return bytes;
    }

    VectorBatch newBatch() {
        return new VectorBatch(dimension, fields.size());
    }

    /**
     * Fills the batch with the next rows.
     *
     * @return false when there are no more; whether metadata and vectors are of the same number has then been checked
     */
    boolean read(VectorBatch batch) {
        while (rows < plan.limit()) {
            if (reader == null) {
                if (nextSource == plan.sources().size()) {
                    checkMetadataEnds();
                    return false;
                }
                reader = openSource(plan, nextSource++, target);
                checkAgain();
            }
            if (reader.read(batch, (int) Math.min(most, plan.limit() - rows))) {
                batch.setFirstRow(rows);
                joinMetadata(batch);
                rows += batch.rows();
                bytes += batch.bytes();
                most = fields.isEmpty() ? Integer.MAX_VALUE : batch.rowsThatFit();
                return true;
            }
            reader.close();
            reader = null;
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
                throw new UserException(plan.metadata() + " has " + metadata.row() + " rows, but " + sourceNames() + " holds "
                        + (expected == VectorReader.UNKNOWN ? "more" : expected) + " vectors");
            }
            batch.addCharacters(metadata.characters());
        }
        batch.addBytes(metadata.bytesRead() - metadataBytes);
        metadataBytes = metadata.bytesRead();
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
        if (reader != null) {
            reader.close();
        }
        if (metadata != null) {
            metadata.close();
        }
    }

    private static VectorReader openSource(LoadPlan plan, int index, VectorType target) {
        return VectorReader.open(plan.sources().get(index), plan.format(), plan.vectorSourceColumn(), target);
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
