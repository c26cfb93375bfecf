package dev.darkroom.logging;

import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the log goes and how much of it is kept.
 *
 * @param folder of {@code backend.log}, {@code server.log} and what was rotated; made if missing
 * @param terminal where the lines also go; null for nowhere
 * @param fileBytes a file of this size is rotated, as is one of yesterday
 * @param days rotated files are kept this long
 * @param totalBytes of the rotated files of one kind, as they lie on the disk; the oldest go first
 * @param queueLines that may wait for the disk before a caller has to
 * @param liveLines kept in memory for the console
 */
public record LogSettings(
        Path folder,
        @Nullable PrintStream terminal,
        boolean colours,
        long fileBytes,
        int days,
        long totalBytes,
        int queueLines,
        int liveLines) {
    private static final long MIB = 1 << 20;

    public LogSettings {
        if (fileBytes < 1 || days < 1 || totalBytes < fileBytes || queueLines < 1 || liveLines < 1) {
            throw new IllegalArgumentException(
                    "Log sizes must be positive, and the total (%d bytes) at least the size of one file (%d bytes)."
                            .formatted(totalBytes, fileBytes));
        }
    }

    /** Files of 50 MiB, at most 1 GiB of each kind and 90 days, lines also on standard output. */
    public static LogSettings in(Path folder) {
        return new LogSettings(folder, System.out, false, 50 * MIB, 90, 1024 * MIB, 65_536, 20_000);
    }

    public LogSettings withColours(boolean wanted) {
        return new LogSettings(folder, terminal, wanted, fileBytes, days, totalBytes, queueLines, liveLines);
    }

    /** For a command whose standard output is its answer, or a console that needs no lines on it. */
    public LogSettings withTerminal(@Nullable PrintStream stream) {
        return new LogSettings(folder, stream, colours, fileBytes, days, totalBytes, queueLines, liveLines);
    }

    public LogSettings withFiles(long bytesOfOne, long bytesOfAll) {
        return new LogSettings(folder, terminal, colours, bytesOfOne, days, bytesOfAll, queueLines, liveLines);
    }

    public LogSettings withQueue(int lines) {
        return new LogSettings(folder, terminal, colours, fileBytes, days, totalBytes, lines, liveLines);
    }
}
