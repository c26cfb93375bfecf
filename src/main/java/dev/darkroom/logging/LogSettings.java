package dev.darkroom.logging;

import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the log is written and how much of it is kept.
 *
 * @param folder of {@code backend.log}, {@code server.log} and their rotated files; created if missing
 * @param terminal a stream that also receives the lines; null for none
 * @param fileBytes size at which a file is rotated; it is also rotated daily
 * @param days how long rotated files are kept
 * @param totalBytes of the rotated files of one kind, as stored on disk; the oldest are deleted first
 * @param queueLines lines that may be queued for the disk before callers block
 * @param liveLines lines kept in memory for the console
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
                    "Log sizes must be positive, and the total (%s bytes) at least the size of one file (%s bytes)."
                            .formatted(totalBytes, fileBytes));
        }
    }

    /** Files of 50 MiB, at most 1 GiB and 90 days of each kind, and lines on standard output as well. */
    public static LogSettings in(Path folder) {
        return new LogSettings(folder, System.out, false, 50 * MIB, 90, 1024 * MIB, 65_536, 20_000);
    }

    public LogSettings withColours(boolean wanted) {
        return new LogSettings(folder, terminal, wanted, fileBytes, days, totalBytes, queueLines, liveLines);
    }

    /** Changes the stream, for a command whose standard output is its result, or a console that needs no lines there. */
    public LogSettings withTerminal(@Nullable PrintStream stream) {
        return new LogSettings(folder, stream, colours, fileBytes, days, totalBytes, queueLines, liveLines);
    }
}
