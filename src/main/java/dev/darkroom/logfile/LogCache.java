package dev.darkroom.logfile;

import dev.darkroom.logfile.index.IndexStore;
import dev.darkroom.logfile.source.UnpackFolder;
import org.jspecify.annotations.Nullable;

/**
 * The on-disk caches of the log reader.
 *
 * @param indexes of large logs, kept for the next time they are opened
 * @param copies of compressed logs, kept while those are open
 */
public record LogCache(IndexStore indexes, UnpackFolder copies) {
    static @Nullable IndexStore indexes(@Nullable LogCache cache) {
        return cache == null ? null : cache.indexes;
    }

    static UnpackFolder copies(@Nullable LogCache cache) {
        return cache == null ? UnpackFolder.TEMPORARY : cache.copies;
    }
}
