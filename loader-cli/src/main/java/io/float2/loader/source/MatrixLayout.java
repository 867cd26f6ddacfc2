package io.float2.loader.source;

import io.float2.UserException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the numbers of a matrix are in a file, as its head says.
 *
 * @param begin of the first row, in bytes
 */
record MatrixLayout(ElementType element, ByteOrder order, long begin, long rows, int dimension) {

    private static final int BIN_HEAD = 2 * Integer.BYTES;

    private static final String NPY_MAGIC = "\u0093NUMPY";

    /** Magic, two bytes of version. */
    private static final int NPY_FIXED = 8;

    /** NumPy writes 64 to some hundred bytes; a longer head is not one of a matrix of numbers. */
    private static final int NPY_MOST_HEAD = 1 << 16;

    private static final Pattern NPY_TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern NPY_ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern NPY_SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\sL]*)\\)");

    int rowBytes() {
        return dimension * element.bytes();
    }

    /** Reads the head of fbin, u8bin or i8bin. */
    static MatrixLayout ofBin(SourceBytes bytes, ElementType element) {
        ByteBuffer head = ByteBuffer.allocate(BIN_HEAD).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.readAt(0, head);
        if (length < BIN_HEAD) {
            throw new UserException(bytes.path() + " holds no vectors: it is cut off after " + length + " of the " + BIN_HEAD
                    + " bytes that tell the number of rows and the dimension");
        }
        long rows = Integer.toUnsignedLong(head.getInt(0));
        long dimension = Integer.toUnsignedLong(head.getInt(Integer.BYTES));
        long reversed = Integer.toUnsignedLong(Integer.reverseBytes((int) dimension));
        String hint = !isDimension(dimension) && isDimension(reversed)
                ? "; its bytes are in the wrong order, this format is little-endian" : "";
        return checked(bytes.path(), element, ByteOrder.LITTLE_ENDIAN, BIN_HEAD, rows, dimension, hint);
    }

    /** Reads the head of npy. */
    static MatrixLayout ofNpy(SourceBytes bytes) {
        Path path = bytes.path();
        ByteBuffer fixed = ByteBuffer.allocate(NPY_FIXED + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.readAt(0, fixed);
        String magic = new String(fixed.array(), 0, NPY_MAGIC.length(), StandardCharsets.ISO_8859_1);
        if (length < fixed.capacity() || !magic.equals(NPY_MAGIC)) {
            throw new UserException(path + " is no npy file: it does not begin with \\x93NUMPY");
        }
        int version = fixed.get(NPY_MAGIC.length());
        if (version < 1 || version > 3) {
            throw new UserException(path + " is an npy file of version " + version + ", but only 1 to 3 are known");
        }
        int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
        long headLength = version == 1 ? fixed.getShort(NPY_FIXED) & 0xffff : Integer.toUnsignedLong(fixed.getInt(NPY_FIXED));
        if (headLength > NPY_MOST_HEAD) {
            throw new UserException(path + " has an npy head of " + headLength + " bytes, which is not that of a matrix of numbers");
        }
        ByteBuffer head = ByteBuffer.allocate((int) headLength);
        int headBegin = NPY_FIXED + lengthBytes;
        int found = bytes.readAt(headBegin, head);
        if (found < headLength) {
            throw new UserException(path + " is cut off after " + found + " of the " + headLength + " bytes of its npy head");
        }
        return ofNpyHead(path, new String(head.array(), StandardCharsets.ISO_8859_1), headBegin + headLength);
    }

    private static MatrixLayout ofNpyHead(Path path, String head, long begin) {
        String type = group(path, head, NPY_TYPE, "descr");
        ElementType element = elementOf(path, type);
        if (group(path, head, NPY_ORDER, "fortran_order").equals("True")) {
            throw new UserException(path + " has its matrix in Fortran order; np.ascontiguousarray makes the order needed here");
        }
        String shape = group(path, head, NPY_SHAPE, "shape");
        String[] sizes = shape.replace("L", "").strip().split("\\s*,\\s*");
        if (sizes.length != 2) {
            throw new UserException(path + " holds an array of the shape (" + shape + "); vectors are a matrix of two dimensions");
        }
        ByteOrder order = type.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return checked(path, element, order, begin, size(path, sizes[0]), size(path, sizes[1]), "");
    }

    private static ElementType elementOf(Path path, String type) {
        String plain = type.isEmpty() || "<>|=".indexOf(type.charAt(0)) < 0 ? type : type.substring(1);
        return switch (plain) {
            case "f2" -> ElementType.FLOAT16;
            case "f4" -> ElementType.FLOAT32;
            case "f8" -> ElementType.FLOAT64;
            case "u1" -> ElementType.UINT8;
            case "i1" -> ElementType.INT8;
            case "i2" -> ElementType.INT16;
            case "i4" -> ElementType.INT32;
            default -> throw new UserException(path + " holds numbers of the type " + type
                    + "; it can be f2, f4, f8, u1, i1, i2 or i4");
        };
    }

    private static String group(Path path, String head, Pattern pattern, String name) {
        Matcher matcher = pattern.matcher(head);
        if (!matcher.find()) {
            throw new UserException(path + " has an npy head without a plain " + name + ", as a matrix of numbers has");
        }
        return matcher.group(1);
    }

    private static long size(Path path, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new UserException(path + " has an npy head with a shape that is no size: " + text, e);
        }
    }

    private static MatrixLayout checked(
            Path path, ElementType element, ByteOrder order, long begin, long rows, long dimension, String hint) {
        if (!isDimension(dimension)) {
            throw new UserException(path + ": the dimension is " + dimension + ", but it can be 1 to " + VectorReader.MAX_DIMENSION
                    + hint);
        }
        if (rows == 0) {
            throw new UserException(path + " holds no vectors: its head says 0 rows");
        }
        return new MatrixLayout(element, order, begin, rows, (int) dimension);
    }

    private static boolean isDimension(long number) {
        return number >= 1 && number <= VectorReader.MAX_DIMENSION;
    }
}
