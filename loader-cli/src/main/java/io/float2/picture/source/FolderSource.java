package io.float2.picture.source;

import io.float2.UserException;
import io.float2.picture.PictureException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The files of a folder and of those in it, whatever they are called, but for hidden ones. In the order of their names (by code
 * units), a folder's files where its name belongs.
 */
final class FolderSource extends ListedSource {

    private final Path root;
    private final boolean followLinks;

    FolderSource(Path root, SourceSettings settings) {
        super(root.toString());
        this.root = root;
        followLinks = settings.followLinks();
    }

    /** A place is the name of the file before it. */
    @Override
    Listing open(String place, long number) {
        return new FolderListing(place, number);
    }

    @Override
    public void close() {
        // Nothing is open between ranges.
    }

    private final class FolderListing implements Listing {

        /** Of the folders on the way to the next file, those not seen yet. */
        private final Deque<Iterator<Path>> folders = new ArrayDeque<>();
        private final Deque<Path> way = new ArrayDeque<>();
        private Path passed;
        private Path file;
        private long number;

        FolderListing(String after, long number) {
            this.number = number;
            if (after == null) {
                enter(root, null);
            } else {
                goTo(Path.of(after));
            }
            advance();
        }

        /** Of the folders that lead to a file only what comes after it; no other folder is looked into. */
        private void goTo(Path after) {
            Path folder = root;
            for (Path name : after) {
                if (Files.isDirectory(folder)) {
                    enter(folder, name.toString());
                }
                folder = folder.resolve(name);
            }
        }

        /** @param after names up to this one are left out; null: none */
        private void enter(Path folder, String after) {
            List<Path> names = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                stream.forEach(names::add);
            } catch (IOException | DirectoryIteratorException e) {
                throw new UserException("the folder " + folder + " cannot be listed: " + Reading.words(e), e);
            }
            names.removeIf(path -> after != null && path.getFileName().toString().compareTo(after) <= 0);
            names.sort((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()));
            folders.push(names.iterator());
            way.push(folder);
        }

        private void advance() {
            file = null;
            while (file == null && !folders.isEmpty()) {
                if (!folders.peek().hasNext()) {
                    folders.pop();
                    way.pop();
                    continue;
                }
                Path path = folders.peek().next();
                if (path.getFileName().toString().startsWith(".") || !followLinks && Files.isSymbolicLink(path)) {
                    continue;
                }
                if (Files.isRegularFile(path)) {
                    file = path;
                } else if (Files.isDirectory(path) && !isOnTheWay(path)) {
                    enter(path, null);
                }
            }
        }

        /** A link to a folder that it is in would be followed for ever. */
        private boolean isOnTheWay(Path folder) {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            try {
                for (Path passed : way) {
                    if (Files.isSameFile(passed, folder)) {
                        return true;
                    }
                }
                return false;
            } catch (IOException e) {
                throw new UserException("the folder " + folder + " cannot be listed: " + Reading.words(e), e);
            }
        }

        @Override
        public boolean hasNext() {
            return file != null;
        }

        @Override
        public PictureEntry next() {
            if (file == null) {
                throw new NoSuchElementException();
            }
            Path path = file;
            PictureEntry entry = new Entry(number++, root.relativize(path).toString(), Map.of()) {
                @Override
                public byte[] bytes(long maximumBytes) throws PictureException {
                    return Reading.file(path, maximumBytes);
                }
            };
            passed = path;
            advance();
            return entry;
        }

        @Override
        public String place() {
            return root.relativize(passed).toString();
        }

        @Override
        public void close() {
            folders.clear();
        }
    }
}
