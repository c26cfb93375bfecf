package dev.darkroom.sandbox.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal with one line of JSON per change, so that a stand-in continues where it was, however its process ended. Only
 * complete lines count: a line cut off by a crash is ignored. Safe for any thread.
 *
 * @param <T> the content of a line
 */
public final class LineJournal<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LineJournal.class);

    private final Path file;
    private Writer out;

    private LineJournal(Path file) throws IOException {
        this.file = file;
        this.out = append();
    }

    /** Passes every line of the file to the reader, then opens it for appending. */
    public static <T> LineJournal<T> open(Path file, Class<T> type, Consumer<T> reader) throws IOException {
        boolean known = Files.exists(file);
        if (known) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.filter(line -> !line.isBlank()).forEach(line -> read(line, type, reader));
            }
        }
        LineJournal<T> journal = new LineJournal<>(file);
        if (known) {
            journal.out.write('\n'); // ends a torn line, so that it cannot swallow the next one
        }
        return journal;
    }

    private static <T> void read(String line, Class<T> type, Consumer<T> reader) {
        try {
            reader.accept(JsonMapping.MAPPER.readValue(line, type));
        } catch (JsonProcessingException exception) {
            // A killed process may leave half of its last line: that change was never confirmed to anyone.
            LOG.warn("Skipping a damaged line of the journal: {}", exception.getOriginalMessage());
        }
    }

    public synchronized void append(T change) {
        try {
            out.write(JsonMapping.write(change) + "\n");
            out.flush();
        } catch (IOException exception) {
            throw new UncheckedIOException("The journal " + file + " cannot be written", exception);
        }
    }

    /** Replaces the whole file. */
    public synchronized void rewrite(Stream<T> lines) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (Writer writer = Channels.newWriter(
                PrivateFiles.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE),
                StandardCharsets.UTF_8)) {
            for (T line : (Iterable<T>) lines::iterator) {
                writer.write(JsonMapping.write(line) + "\n");
            }
        }
        out.close();
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        out = append();
    }

    private Writer append() throws IOException {
        return Channels.newWriter(
                PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
