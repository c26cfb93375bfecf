package dev.darkroom.console.logs;

import dev.darkroom.logfile.LogCounts;
import dev.darkroom.logfile.LogLevel;
import dev.darkroom.logfile.LogSelection;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One look at a file under one wish: immutable, handed from the reading thread to the window.
 *
 * @param bytes read so far
 * @param records in the file
 * @param shown the records that match
 * @param matches those that hold what is looked for, null when nothing is
 * @param troubles errors among what is shown
 * @param warnings warnings among what is shown
 * @param categories counts under all conditions but the category's
 * @param levels counts under all conditions but the level's
 * @param millis what reading and filtering took
 * @param problem why it could not be read or looked through, null when it could
 */
record Look(
        Path file,
        Wish wish,
        long bytes,
        int records,
        LogSelection shown,
        @Nullable LogSelection matches,
        LogSelection troubles,
        LogSelection warnings,
        LogCounts categories,
        LogCounts levels,
        long millis,
        @Nullable String problem) {

    long of(LogLevel level) {
        return levels.of(level);
    }
}
