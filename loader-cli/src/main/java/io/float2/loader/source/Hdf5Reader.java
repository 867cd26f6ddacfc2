package io.float2.loader.source;

import io.float2.UserException;
import io.float2.sql.VectorType;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads a data set of two dimensions of an HDF5 file, a block of rows at a time. */
final class Hdf5Reader implements VectorReader {

    /** The vectors to be searched, in the files of ann-benchmarks. */
    private static final String ANN_BENCHMARKS = "train";

    /** Values of a block, unless one row of chunks has more. */
    private static final int BLOCK_VALUES = 1 << 20;

    /** Most values of a block; a row of chunks with more is read in parts, and unpacked again for each. */
    private static final int MOST_BLOCK_VALUES = 1 << 24;

    private static final int MOST_DEPTH = 16;

    private final Path path;
    private final HdfFile file;
    private final Dataset dataset;
    private final Narrowing narrowing;
    private final long rows;
    private final int dimension;
    private final int blockRows;
    private Object[] block = {};
    private long blockBegin;
    private long nextRow;

    private Hdf5Reader(Path path, HdfFile file, String name, VectorType target) {
        this.path = path;
        this.file = file;
        narrowing = new Narrowing(target);
        dataset = name == null ? find() : byPath(name);
        long[] sizes = dataset.getDimensionsAsLong();
        String what = path + ": the data set " + dataset.getPath();
        if (sizes.length != 2) {
            throw new UserException(what + " has " + sizes.length + (sizes.length == 1 ? " dimension" : " dimensions")
                    + ", but vectors are a matrix of two");
        }
        if (!isNumeric(dataset)) {
            throw new UserException(what + " does not hold numbers");
        }
        if (sizes[1] < 1 || sizes[1] > MAX_DIMENSION) {
            throw new UserException(what + " has vectors of dimension " + sizes[1] + ", but it can be 1 to " + MAX_DIMENSION);
        }
        if (sizes[0] < 1) {
            throw new UserException(what + " holds no vectors");
        }
        rows = sizes[0];
        dimension = (int) sizes[1];
        int wanted = Math.max(1, BLOCK_VALUES / dimension);
        int chunk = dataset instanceof ChunkedDataset chunked ? chunked.getChunkDimensions()[0] : 1;
        long whole = (long) (wanted + chunk - 1) / chunk * chunk;
        blockRows = whole * dimension <= MOST_BLOCK_VALUES ? (int) whole : wanted;
    }

    /** @param name path of the data set; null: {@code train}, or the only one of two dimensions */
    static Hdf5Reader open(Path path, String name, VectorType target) {
        Path plain = InputFile.plain(path);
        HdfFile file = guarded(path, "", () -> new HdfFile(plain));
        try {
            return guarded(path, "", () -> new Hdf5Reader(path, file, name, target));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Whatever the library stumbles over in a damaged file is the file's fault. */
    private static <T> T guarded(Path path, String where, Supplier<T> work) {
        try {
            return work.get();
        } catch (UserException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new UserException(path + where + " cannot be read as HDF5: it is no such file, is damaged or uses something that is "
                    + "not known here" + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")"), e);
        } catch (OutOfMemoryError e) {
            throw new UserException(path + where + " cannot be read: it is damaged, or its chunks are too large for the memory of this "
                    + "process", e);
        }
    }

    private Dataset byPath(String name) {
        Node node = file;
        for (String part : name.split("/")) {
            if (!part.isEmpty()) {
                node = node instanceof Group group ? group.getChild(part) : null;
            }
        }
        if (node instanceof Dataset found) {
            return found;
        }
        throw new UserException(path + " has no data set " + name + "; it has " + names(datasets()));
    }

    private Dataset find() {
        if (file.getChild(ANN_BENCHMARKS) instanceof Dataset train) {
            return train;
        }
        List<Dataset> matrices = datasets().stream()
                .filter(found -> found.getDimensionsAsLong().length == 2 && isNumeric(found)).toList();
        if (matrices.size() != 1) {
            throw new UserException(path + " has no data set train, and " + (matrices.isEmpty() ? "none" : "more than one")
                    + " of two dimensions; it has " + names(datasets()) + (matrices.isEmpty() ? "" : ": name one with --vector-column"));
        }
        return matrices.get(0);
    }

    private List<Dataset> datasets() {
        List<Dataset> found = new ArrayList<>();
        collect(file, found, 0);
        return found;
    }

    private static void collect(Group group, List<Dataset> found, int depth) {
        for (Node node : group.getChildren().values()) {
            if (node instanceof Dataset dataset) {
                found.add(dataset);
            } else if (node instanceof Group inner && depth < MOST_DEPTH) {
                collect(inner, found, depth + 1);
            }
        }
    }

    private static String names(List<Dataset> datasets) {
        return datasets.isEmpty() ? "none" : String.join(", ", datasets.stream().map(Node::getPath).toList());
    }

    private static boolean isNumeric(Dataset dataset) {
        Class<?> type = dataset.isCompound() || dataset.isVariableLength() ? Object.class : dataset.getJavaType();
        return type.isPrimitive() && type != boolean.class && type != char.class;
    }

    @Override
    public Path file() {
        return path;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public boolean read(VectorBatch batch, int most) {
        batch.start(path, nextRow + 1);
        int count = (int) Math.min(Math.min(most, batch.capacity()), rows - nextRow);
        for (int row = 0; row < count; row++, nextRow++) {
            if (nextRow < blockBegin || nextRow >= blockBegin + block.length) {
                readBlock();
            }
            decode(block[(int) (nextRow - blockBegin)], batch, row);
        }
        batch.endRows(count);
        batch.addBytes((long) count * dimension * dataset.getDataType().getSize());
        return count > 0;
    }

    /** Blocks begin at multiples of their size, so that chunks are unpacked once. */
    private void readBlock() {
        blockBegin = nextRow / blockRows * blockRows;
        int count = (int) Math.min(blockRows, rows - blockBegin);
        block = new Object[0];
        block = (Object[]) guarded(path, ", row " + (nextRow + 1) + ":",
                () -> dataset.getData(new long[] {blockBegin, 0}, new int[] {count, dimension}));
    }

    private void decode(Object values, VectorBatch batch, int row) {
        int to = row * dimension;
        if (values instanceof float[] floats) {
            System.arraycopy(floats, 0, batch.values(), to, dimension);
            return;
        }
        for (int i = 0; i < dimension; i++) {
            batch.values()[to + i] = narrowing.narrow(value(values, i));
            if (narrowing.overflowed()) {
                batch.markOverflow(row);
            }
        }
    }

    private static double value(Object values, int index) {
        if (values instanceof double[] doubles) {
            return doubles[index];
        }
        if (values instanceof int[] ints) {
            return ints[index];
        }
        if (values instanceof byte[] bytes) {
            return bytes[index];
        }
        if (values instanceof short[] shorts) {
            return shorts[index];
        }
        return ((long[]) values)[index];
    }

    @Override
    public long skip(long count) {
        long passed = Math.min(count, rows - nextRow);
        nextRow += passed;
        return passed;
    }

    @Override
    public void close() {
        file.close();
    }
}
