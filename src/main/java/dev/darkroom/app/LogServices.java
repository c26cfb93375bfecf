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
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogLine;
import dev.darkroom.logging.LogLineEncoder;
import dev.darkroom.logging.LogLineTime;
import dev.darkroom.logging.LogMark;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.sharedlog.SharedLogQueries;
import dev.darkroom.sharedlog.SharedLogSpool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The logs that the windows show: this machine's files and the records of all engines. All windows share one instance. */
final class LogServices implements AutoCloseable {
    private static final long INDEX_CACHE = 2L * 1024 * 1024 * 1024;
    private static final Duration ALL_ENGINES_BACK = Duration.ofDays(1);

    /** Maximum difference between the clocks of the database and of this machine. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofHours(1);

    /** Maximum number of lines of a generation that are shown, and that are copied. */
    private static final int MAX_LINES = 1_000;

    private static final int MAX_COPIED = 10_000;

    /** Maximum that is read of the files for the lines that are shown. */
    private static final int MAX_BYTES = 1024 * 1024;

    private static final Duration MAX_READING = Duration.ofSeconds(2);
    private static final Pattern RECORD_BEGIN = Pattern.compile("(?m)^(?=\\d{4}-\\d\\d-\\d\\d )");

    private final LoggingService logging;
    private final AppDirectories folders;
    private final Executor background;
    private volatile @Nullable SharedLogSpool spool;
    private @Nullable LogPreferenceFile preferenceFile;
    private volatile @Nullable LinesOfFiles lastRead;

    /** The lines of a generation in the files, read again after each of its changes. */
    private record LinesOfFiles(UUID generation, Instant updatedAt, List<LogLine> lines) {}

    LogServices(LoggingService logging, AppDirectories folders, Executor background) {
        this.logging = logging;
        this.folders = folders;
        this.background = background;
    }

    /**
     * Returns the newest log lines of a generation: those of all engines that share theirs, those still in memory, and, for one
     * that is older than these, those of this machine's files. Blocks while it reads.
     */
    List<LogLine> lines(SharedLogQueries shared, Generation generation) {
        String id = generation.id().toString();
        List<LogLine> own = logging.live().lines(line -> id.equals(line.generation()));
        return merged(
                shared.lines(id, MAX_LINES),
                logging.live().reachesBackTo(generation.createdAt()) ? own : merged(ofFiles(generation), own));
    }

    private List<LogLine> ofFiles(Generation generation) {
        LinesOfFiles last = lastRead;
        if (last == null
                || !last.generation().equals(generation.id())
                || !last.updatedAt().equals(generation.updatedAt())) {
            last = new LinesOfFiles(generation.id(), generation.updatedAt(), readFiles(generation));
            lastRead = last;
        }
        return last.lines();
    }

    /** Reads the files of its time; of many lines, or after a while, only those read so far. */
    private List<LogLine> readFiles(Generation generation) {
        String id = generation.id().toString();
        Instant until = generation.updatedAt().plus(CLOCK_DIFFERENCE);
        long begun = System.nanoTime();
        BoundedOutput own = new BoundedOutput();
        try {
            copyOwnLines(
                    generation,
                    own,
                    written -> written.isAfter(until) || System.nanoTime() - begun > MAX_READING.toNanos());
        } catch (IOException unread) {
            CategoryLog.warning(
                    LogCategory.GENERATION,
                    LogMark.WARNING,
                    "The log files cannot be read for generation {}: {}",
                    id,
                    unread.getMessage());
        }
        return RECORD_BEGIN
                .splitAsStream(own.toString(StandardCharsets.UTF_8))
                .flatMap(record -> LogLine.parse(id, record).stream())
                .toList();
    }

    /** Drops what exceeds {@link #MAX_BYTES}. */
    private static final class BoundedOutput extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, Math.min(length, MAX_BYTES - Math.min(MAX_BYTES, count)));
        }
    }

    /** Merges both in time order; a line in both appears once. */
    static List<LogLine> merged(List<LogLine> shared, List<LogLine> own) {
        Map<String, LogLine> lines = new LinkedHashMap<>();
        Stream.of(shared, own)
                .flatMap(List::stream)
                .forEach(line -> lines.putIfAbsent(line.time().toEpochMilli() + line.message(), line));
        return lines.values().stream()
                .sorted(Comparator.comparing(LogLine::time))
                .toList();
    }

    /**
     * Copies the lines of a generation: those of all engines that share theirs, in this machine's time zone, and those of this
     * machine's log files, rotated ones too, which reach further back than memory.
     */
    void copyLines(SharedLogQueries shared, Generation generation, OutputStream out) throws IOException {
        List<LogLine> lines = shared.lines(generation.id().toString(), MAX_COPIED);
        if (lines.isEmpty()) {
            copyOwnLines(generation, out, _ -> false);
            return;
        }
        ByteArrayOutputStream own = new ByteArrayOutputStream();
        copyOwnLines(generation, own, _ -> false);
        out.write(merged(lines, own.toString(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    }

    /** Merges both in time order; what has the same time and text in both appears once. */
    static String merged(List<LogLine> shared, String own) {
        LogLineEncoder encoder = new LogLineEncoder();
        Map<String, String> records = new LinkedHashMap<>();
        Stream.concat(shared.stream().map(encoder::format), RECORD_BEGIN.splitAsStream(own))
                .forEach(record -> records.putIfAbsent(time(record) + textOf(record), record));
        return records.values().stream()
                .sorted(Comparator.comparing(LogServices::time))
                .collect(Collectors.joining());
    }

    private static String time(String record) {
        return record.substring(0, Math.min(record.length(), LogLineTime.LENGTH));
    }

    /** Returns the first line without the names of engine, thread and logger. */
    private static String textOf(String record) {
        String first = record.lines().findFirst().orElse("");
        return first.substring(first.indexOf(" - ") + 1);
    }

    private void copyOwnLines(Generation generation, OutputStream out, Predicate<Instant> isLast) throws IOException {
        LogRecordWriter lines = new LogRecordWriter(
                LogQuery.ALL.generation(generation.id().toString()), out, new UnpackFolder(folders::unpackedLogs));
        Optional<Path> file = logging.backendFile();
        if (file.isPresent()) {
            copyLines(file.get(), generation.createdAt().minus(CLOCK_DIFFERENCE), isLast, lines);
        }
    }

    /**
     * Reads a log and its rotated files, oldest first, without those last written before {@code since}.
     *
     * @param isLast whether no file after one that was last written at this time is read
     */
    static void copyLines(Path log, Instant since, Predicate<Instant> isLast, LogRecordWriter lines)
            throws IOException {
        for (Path file : LogFamily.of(log)) {
            try {
                Instant written = Files.getLastModifiedTime(file).toInstant();
                if (!written.isBefore(since)) {
                    lines.read(file);
                    if (isLast.test(written)) {
                        return;
                    }
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
        SharedLogQueries records = opened.reads().sharedLog;
        return LogSource.allEngines(
                _ -> LogFile.openUnread(all.start()), all::problem, id -> records.has(id, ALL_ENGINES_BACK));
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
