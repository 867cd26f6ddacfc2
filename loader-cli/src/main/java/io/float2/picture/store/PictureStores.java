package io.float2.picture.store;

import io.float2.UserException;
import io.float2.picture.s3.S3Place;
import java.nio.file.Path;

/** Opens stores by the text that names them. */
public final class PictureStores {

    private PictureStores() {}

    /**
     * Opens a store; a folder is made when it is not there.
     *
     * @param text a folder or s3://bucket/prefix
     * @throws UserException when it cannot be used
     */
    public static PictureStore open(String text, StoreSettings settings) {
        return text.startsWith(S3Place.SCHEME) ? new S3Store(text, settings) : new FolderStore(Path.of(text), settings.sync());
    }
}
