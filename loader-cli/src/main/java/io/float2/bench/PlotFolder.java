package io.float2.bench;

import io.float2.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where plots go. */
final class PlotFolder {

    private PlotFolder() {}

    static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserException("the folder " + folder + " cannot be made: " + e.getMessage(), e);
        }
    }
}
