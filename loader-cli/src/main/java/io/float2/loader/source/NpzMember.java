package io.float2.loader.source;

import io.float2.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Finds the matrix in an npz file, which is a zip archive of npy files. */
final class NpzMember {

    private static final String ENDING = ".npy";

    private NpzMember() {}

    /**
     * The bytes of a member. Java reads a member that is not packed at any place, one that is from its beginning.
     *
     * @param name with or without {@code .npy}; null: the only one there is
     * @throws UserException when there is none of that name, or no name for several
     */
    static SourceBytes open(Path path, String name) {
        Path file = InputFile.plain(path);
        InputFile.closeQuietly(InputFile.openChannel(file));
        ZipFile archive = null;
        try {
            archive = new ZipFile(file.toFile());
            return SourceBytes.ofMember(path, archive, find(path, archive, name));
        } catch (IOException | IllegalArgumentException e) {
            // Also for a name that is in no known encoding.
            throw new UserException(path + " is no npz file, or is cut off: " + e.getMessage(), e);
        } catch (UserException e) {
            InputFile.closeQuietly(archive);
            throw e;
        }
    }

    private static ZipEntry find(Path path, ZipFile archive, String name) {
        List<? extends ZipEntry> members = archive.stream().filter(member -> member.getName().endsWith(ENDING)).toList();
        if (members.isEmpty()) {
            throw new UserException(path + " holds no array: none of the files in it ends with " + ENDING);
        }
        String names = String.join(", ", members.stream().map(member -> withoutEnding(member.getName())).toList());
        if (name == null && members.size() > 1) {
            throw new UserException(path + " holds the arrays " + names + ": name the one with the vectors with --vector-column");
        }
        return members.stream().filter(member -> name == null || withoutEnding(member.getName()).equals(withoutEnding(name))).findFirst()
                .orElseThrow(() -> new UserException(path + " holds no array " + name + "; it has " + names));
    }

    private static String withoutEnding(String name) {
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }
}
