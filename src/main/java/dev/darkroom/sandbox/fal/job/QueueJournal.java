package dev.darkroom.sandbox.fal.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.system.PrivateFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that happened, one JSON object a line, so that a restart goes on where the stand-in was. */
public final class QueueJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueJournal.class);

    private final @Nullable Writer out;

    /** One line; exactly one member is set. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Line(
            @Nullable QueuedSubmission accepted,
            @Nullable Started started,
            @Nullable Ended ended,
            @Nullable ServedFile uploaded,
            @Nullable String forgotten) {
        static Line of(QueuedSubmission accepted) {
            return new Line(accepted, null, null, null, null);
        }

        static Line of(Started started) {
            return new Line(null, started, null, null, null);
        }

        static Line of(Ended ended) {
            return new Line(null, null, ended, null, null);
        }

        static Line of(ServedFile uploaded) {
            return new Line(null, null, null, uploaded, null);
        }

        static Line forgotten(String id) {
            return new Line(null, null, null, null, id);
        }
    }

    record Started(String id, Instant at) {}

    record Ended(String id, Instant at, boolean cancelled, JobOutcome outcome) {}

    private QueueJournal(@Nullable Writer out) {
        this.out = out;
    }

    static QueueJournal none() {
        return new QueueJournal(null);
    }

    /** Hands every line of the file to the reader, then goes on writing at its end. */
    public static QueueJournal open(Path file, Consumer<Line> reader) throws IOException {
        boolean torn = false;
        if (Files.exists(file)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.forEach(line -> read(line, reader));
            }
            torn = Files.size(file) > 0 && !endsWithNewline(file);
        }
        Writer out = new BufferedWriter(Channels.newWriter(
                PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), StandardCharsets.UTF_8));
        if (torn) {
            out.write('\n');
        }
        return new QueueJournal(out);
    }

    synchronized void write(Line line) {
        if (out == null) {
            return;
        }
        try {
            out.write(JsonMapping.write(line));
            out.write('\n');
            out.flush();
        } catch (IOException exception) {
            throw new UncheckedIOException("The journal of the fal.ai stand-in cannot be written", exception);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }

    private static void read(String line, Consumer<Line> reader) {
        if (line.isBlank()) {
            return;
        }
        try {
            reader.accept(JsonMapping.MAPPER.readValue(line, Line.class));
        } catch (JsonProcessingException exception) {
            // The last line of a killed process may be half a line.
            LOG.warn("A line of the journal is damaged and left out: {}", exception.getOriginalMessage());
        }
    }

    private static boolean endsWithNewline(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            java.nio.ByteBuffer last = java.nio.ByteBuffer.allocate(1);
            channel.position(channel.size() - 1);
            channel.read(last);
            return last.get(0) == '\n';
        }
    }
}
