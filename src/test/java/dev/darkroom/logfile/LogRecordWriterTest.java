package dev.darkroom.logfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkroom.logfile.LogGenerator.Style;
import dev.darkroom.logfile.index.ScanBuffer;
import dev.darkroom.logfile.query.LogQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The output for logs that must be decompressed, or that come through a pipe. */
class LogRecordWriterTest {
    private static final LogQuery STORAGE = LogQuery.ALL.category("STORAGE");

    @TempDir
    Path folder;

    @Test
    void a_packed_log_gives_byte_for_byte_what_the_plain_one_gives() throws IOException {
        for (int size :
                new int[] {0, 1000, ScanBuffer.SIZE - 1, ScanBuffer.SIZE, ScanBuffer.SIZE + 1, 9 * ScanBuffer.SIZE}) {
            Path plain = folder.resolve(size + ".log");
            Path packed = folder.resolve(size + ".log.gz");
            byte[] bytes = generated(size);
            Files.write(plain, bytes);
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
                out.write(bytes);
            }
            assertThat(printed(packed)).as("%d bytes", size).isEqualTo(printed(plain));
        }
    }

    @Test
    void a_file_begins_on_a_line_of_its_own_even_where_the_one_before_ends_without_a_newline() throws IOException {
        Path first = Files.writeString(folder.resolve("a.log"), "2026-11-23 13:44:29.123 INFO  [main] a - one");
        Path second = Files.writeString(folder.resolve("b.log"), "2026-11-23 13:44:29.124 ERROR [main] a - two");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        LogRecordWriter writer = new LogRecordWriter(LogQuery.ALL, out);
        writer.read(first);
        writer.read(Files.createFile(folder.resolve("empty.log")));
        writer.read(second);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(Files.readString(first) + "\n" + Files.readString(second));
    }

    @Test
    @Timeout(60)
    void what_comes_through_a_pipe_is_printed_before_it_ends() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(isMade(pipe));
        byte[] bytes = generated(6 * ScanBuffer.SIZE);
        CountDownLatch some = new CountDownLatch(1);
        ByteArrayOutputStream printed = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] b, int from, int length) {
                super.write(b, from, length);
                some.countDown();
            }
        };
        CompletableFuture<Long> reading = CompletableFuture.supplyAsync(() -> print(pipe, printed));
        try (OutputStream writing = Files.newOutputStream(pipe)) {
            int half = bytes.length / 2;
            writing.write(bytes, 0, half);
            writing.flush();
            some.await();
            writing.write(bytes, half, bytes.length - half);
        }
        assertThat(reading.get(30, TimeUnit.SECONDS)).isPositive();
        Path plain = Files.write(folder.resolve("plain.log"), bytes);
        assertThat(printed.toByteArray()).isEqualTo(printed(plain));
    }

    private static byte[] generated(int size) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LogGenerator(7, Style.NASTY, _ -> {}).write(out, size);
        return out.toByteArray();
    }

    private static boolean isMade(Path pipe) throws InterruptedException {
        try {
            return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
        } catch (IOException _) {
            return false; // there are no such pipes here
        }
    }

    private static byte[] printed(Path file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        print(file, out);
        return out.toByteArray();
    }

    private static long print(Path file, OutputStream out) {
        LogRecordWriter writer = new LogRecordWriter(STORAGE, out);
        try {
            assertThat(writer.read(file)).isEmpty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return writer.count();
    }
}
