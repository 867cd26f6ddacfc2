package io.float2.library.export;

import io.float2.UserException;
import io.float2.picture.store.PictureStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is handed out, and how.
 *
 * @param view name of the parameterised view
 * @param parameters of the view, as texts
 * @param folder for the files; made when it is not there
 * @param shardRows most pictures in a file
 * @param jobs files that are written at once
 * @param store opens where the pictures are; only for {@link ExportFormat#WEBDATASET}
 */
public record ExportPlan(String view, Map<String, String> parameters, Path folder, ExportFormat format, long shardRows, int jobs,
        Supplier<PictureStore> store) {

    /** Most pictures in a file unless said otherwise. */
    public static final long DEFAULT_ROWS = 100_000;

    public ExportPlan {
        if (!view.matches("[a-z_][a-z0-9_]*")) {
            throw new UserException("\"" + view + "\" is no view: its name has small letters, digits and _");
        }
        for (String name : parameters.keySet()) {
            if (!name.matches("[a-z_][a-z0-9_]*")) {
                throw new UserException("\"" + name + "\" is no parameter: its name has small letters, digits and _");
            }
        }
        if (shardRows < 1 || jobs < 1) {
            throw new UserException("--shard-rows and --jobs must be at least 1");
        }
        if (format == ExportFormat.WEBDATASET && store == null) {
            throw new UserException("pictures come from a store: give --store, as the import had it");
        }
    }
}
