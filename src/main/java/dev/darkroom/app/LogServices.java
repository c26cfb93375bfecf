package dev.darkroom.app;

import dev.darkroom.console.logs.reader.LogSource;
import dev.darkroom.generation.Generation;
import dev.darkroom.logfile.LogCache;
import dev.darkroom.logfile.LogFile;
import dev.darkroom.logfile.LogRecordWriter;
import dev.darkroom.logfile.index.IndexStore;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.source.LogFamily;
import dev.darkroom.logfile.source.UnpackFolder;
import dev.darkroom.logging.LogLine;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.sharedlog.SharedLogSpool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The logs that the windows show: this machine's files and the records of all engines. All windows share one instance. */
final class LogServices implements AutoCloseable {
    private static final long INDEX_CACHE = 2L * 1024 * 1024 * 1024;
    private static final Duration ALL_ENGINES_BACK = Duration.ofDays(1);

    /** The most that the clocks of the database and of this machine may differ. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofHours(1);

    private final LoggingService logging;
    private final AppDirectories folders;
    private final Executor background;
    private volatile @Nullable SharedLogSpool spool;
    private @Nullable LogPreferenceFile preferenceFile;

    LogServices(LoggingService logging, AppDirectories folders, Executor background) {
        this.logging = logging;
        this.folders = folders;
        this.background = background;
    }

    /** Returns the log lines of a generation that are still in memory. */
    List<LogLine> lines(UUID generation) {
        String id = generation.toString();
        return logging.live().lines(line -> id.equals(line.generation()));
    }

    /** Copies the lines from this machine's log files, rotated ones too, which reach further back than memory. */
    void copyLines(Generation generation, OutputStream out) throws IOException {
        LogRecordWriter lines = new LogRecordWriter(
                LogQuery.ALL.generation(generation.id().toString()), out, new UnpackFolder(folders::unpackedLogs));
        Optional<Path> file = logging.backendFile();
        if (file.isPresent()) {
            copyLines(file.get(), generation.createdAt().minus(CLOCK_DIFFERENCE), lines);
        }
    }

    /** Reads a log and its rotated files, oldest first, without those last written before {@code since}. */
    static void copyLines(Path log, Instant since, LogRecordWriter lines) throws IOException {
        for (Path file : LogFamily.of(log)) {
            try {
                if (!Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
                    lines.read(file);
                }
            } catch (IOException exception) {
                if (Files.exists(file)) {
                    throw exception;
                }
                // deleted or renamed by a rotation since the files were listed
            }
        }
    }

    /** Returns the log files being written on this machine. */
    List<LogSource> ofThisMachine() {
        return Stream.of(logging.backendFile(), logging.serverFile())
                .flatMap(Optional::stream)
                .map(LogSource::live)
                .toList();
    }

    LogSource ofAllEngines(ConnectionSession opened) {
        SharedLogSpool all = spool(opened);
        return LogSource.allEngines(_ -> LogFile.openUnread(all.start()), all::problem);
    }

    private SharedLogSpool spool(ConnectionSession opened) {
        SharedLogSpool all = spool;
        if (all == null) {
            all = AllEngines.spool(
                    opened.reads().database.settings(),
                    folders,
                    opened.connection().name(),
                    ALL_ENGINES_BACK,
                    SharedLogSpool.SpoolSize.VIEW);
            spool = all;
        }
        return all;
    }

    /** Shared by all windows, so that they do not overwrite each other's preferences. */
    LogPreferenceFile preferences() {
        LogPreferenceFile kept = preferenceFile;
        if (kept == null) {
            kept = new LogPreferenceFile(folders.config().resolve("logs.json"), logCache());
            preferenceFile = kept;
        }
        return kept;
    }

    private LogCache logCache() {
        UnpackFolder copies = new UnpackFolder(folders::unpackedLogs);
        background.execute(copies::removeLeftovers);
        return new LogCache(new IndexStore(folders.cache().resolve("logs"), INDEX_CACHE), copies);
    }

    @Override
    public void close() {
        SharedLogSpool all = spool;
        if (all != null) {
            all.close();
            spool = null;
        }
    }
}
