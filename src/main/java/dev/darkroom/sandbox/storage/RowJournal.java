package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.system.PrivateFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * One line of JSON for each change of the rows, so that they outlive the process however it ends. Only whole lines count:
 * one that was cut by a crash is left out. Rewritten without what was replaced at every start.
 */
final class RowJournal implements AutoCloseable {
    private final Path file;
    private final FileChannel lockChannel;
    private FileChannel out;

    /** @throws UncheckedIOException with a sentence when another process uses the folder */
    RowJournal(Path root) {
        this.file = root.resolve("rows.ndjson");
        try {
            this.lockChannel =
                    PrivateFiles.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock(root);
            this.out = append();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private void lock(Path root) throws IOException {
        FileLock lock;
        try {
            lock = lockChannel.tryLock();
        } catch (OverlappingFileLockException _) {
            lock = null;
        }
        if (lock == null) {
            lockChannel.close();
            throw new IOException(
                    "Another sandbox already uses the folder " + root + "; stop it or name another folder.");
        }
    }

    private FileChannel append() throws IOException {
        return PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** Hands over every kept line as its word and its value. */
    void replay(BiConsumer<String, JsonNode> reader) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    JsonMapping.parse(line)
                            .properties()
                            .forEach(entry -> reader.accept(entry.getKey(), entry.getValue()));
                } catch (IllegalArgumentException _) {
                    // cut by a crash: this change was never confirmed to anyone
                }
            }
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    synchronized void append(String word, Object value) {
        try {
            out.write(ByteBuffer.wrap(line(word, value).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** Exchanges the file as a whole. */
    synchronized void rewrite(Stream<ObjectNode> lines) {
        Path fresh = file.resolveSibling("rows.new");
        try {
            try (Writer writer = new OutputStreamWriter(PrivateFiles.newOutputStream(fresh), StandardCharsets.UTF_8)) {
                for (ObjectNode line : (Iterable<ObjectNode>) lines::iterator) {
                    writer.write(JsonMapping.write(line) + "\n");
                }
            }
            out.close();
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            out = append();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** A line feed goes first, so that a torn line before it cannot swallow this one. */
    private static String line(String word, Object value) {
        return "\n" + JsonMapping.write(entry(word, value));
    }

    static ObjectNode entry(String word, Object value) {
        ObjectNode line = JsonMapping.MAPPER.createObjectNode();
        line.set(word, JsonMapping.MAPPER.valueToTree(value));
        return line;
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
            lockChannel.close();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
