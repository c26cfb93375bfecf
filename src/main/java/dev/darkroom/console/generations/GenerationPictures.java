package dev.darkroom.console.generations;

import dev.darkroom.generation.GenerationRow;
import dev.darkroom.storage.FileQueries;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.preview.FileThumbnail;
import dev.darkroom.storage.preview.ThumbnailStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Small pictures of what generations made, drawn where those of the Files screen are drawn, within the same bounds. Blocks. */
public final class GenerationPictures {
    private final FileQueries files;
    private final ThumbnailStore thumbnails;

    public GenerationPictures(FileQueries files, ThumbnailStore thumbnails) {
        this.files = files;
        this.thumbnails = thumbnails;
    }

    public FileThumbnail of(StoredFile file) throws InterruptedException, IOException {
        return thumbnails.of(file);
    }

    /** A PNG of its first file; empty when there is none or it is not drawn. */
    Optional<Path> of(GenerationRow row) throws InterruptedException, IOException {
        Optional<StoredFile> file =
                Optional.ofNullable(row.media().path()).flatMap(path -> files.atPath(row.id(), path));
        return file.isPresent() && thumbnails.of(file.get()) instanceof FileThumbnail.Picture picture
                ? Optional.of(picture.png())
                : Optional.empty();
    }
}
