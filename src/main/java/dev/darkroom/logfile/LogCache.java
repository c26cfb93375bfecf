package dev.darkroom.logfile;

import dev.darkroom.logfile.index.IndexStore;
import dev.darkroom.logfile.source.UnpackFolder;
import org.jspecify.annotations.Nullable;

/**
 * What reading logs keeps on disk.
 *
 * @param indexes of large logs, for the next time
 * @param copies of packed logs, while they are open
 */
public record LogCache(IndexStore indexes, UnpackFolder copies) {
    static @Nullable IndexStore indexes(@Nullable LogCache cache) {
        return cache == null ? null : cache.indexes;
    }

    static UnpackFolder copies(@Nullable LogCache cache) {
        return cache == null ? UnpackFolder.TEMPORARY : cache.copies;
    }
}
