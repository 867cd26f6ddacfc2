package io.float2.picture.source;

import io.float2.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A place in a file, good for as long as the file does not change.
 *
 * @param offset in bytes
 * @param size of the file in bytes, by which most changes are found out at once
 * @param line of a file of text, counted from 1; 0 of others
 */
record FilePlace(long offset, long size, long line) {

    private static final int NUMBERS = 3;

    static FilePlace in(Path file, long offset, long line) {
        return new FilePlace(offset, size(file), line);
    }

    /** @throws UserException when the file has another size than it had */
    static FilePlace parse(String text, Path file) {
        String[] numbers = text.split(" ", NUMBERS);
        FilePlace place = new FilePlace(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
        long size = size(file);
        if (size != place.size) {
            throw new UserException(file + " has changed since it was listed: it had " + place.size + " bytes and has " + size
                    + " now; a new import lists it anew");
        }
        return place;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UserException(file + " cannot be read: " + Reading.words(e), e);
        }
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return offset + " " + size + " " + line;
    }
}
