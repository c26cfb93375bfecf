package dev.darkroom.logfile.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.logfile.HostileFiles;
import dev.darkroom.logfile.LogCache;
import dev.darkroom.logfile.LogTail;
import dev.darkroom.logfile.index.IndexStore;
import dev.darkroom.logfile.merge.MergedLog;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.source.UnpackFolder.UnpackedLogCopy;
import dev.darkroom.system.JavaCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnpackFolderTest {
    @TempDir
    Path folder;

    private Path copies;
    private Path packed;

    @BeforeEach
    void write() throws IOException {
        copies = folder.resolve("cache").resolve("unpacked");
        packed = Files.write(
                folder.resolve("a.log.gz"), HostileFiles.packed("one\ntwo\n".getBytes(StandardCharsets.UTF_8)));
    }

    /** Another program that has a packed log open until it is killed. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) throws Exception {
            UnpackFolder folder = new UnpackFolder(() -> Path.of(arguments[0]));
            try (LogTail tail = LogTail.of(Path.of(arguments[1]), LogQuery.ALL, folder)) {
                tail.poll();
                System.out.println("open");
                System.in.read();
            }
        }
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> all = Files.list(copies)) {
            return all.toList();
        }
    }

    @Test
    void a_copy_is_for_its_owner_alone_and_goes_with_the_log() throws IOException {
        LogTail tail = LogTail.of(packed, LogQuery.ALL, new UnpackFolder(() -> copies));
        tail.poll();

        assertThat(copies()).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copies)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copies().getFirst())))
                .isEqualTo("rw-------");
        tail.close();
        assertThat(copies()).isEmpty();
    }

    @Test
    void a_copy_takes_half_of_what_is_free_at_the_most() throws IOException {
        try (UnpackedLogCopy copy = new UnpackFolder(() -> copies).create(packed)) {
            assertThat(copy.maxBytes())
                    .isLessThanOrEqualTo(Files.getFileStore(copies).getUsableSpace() / 2 + (64 << 20));
        }
    }

    @Test
    void what_a_killed_program_left_is_removed_and_what_a_living_one_reads_stays() throws Exception {
        Process reader = new ProcessBuilder(
                        JavaCommand.of(List.of(), Reader.class, copies.toString(), packed.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(new String(reader.getInputStream().readNBytes(4), StandardCharsets.UTF_8))
                    .isEqualTo("open");
            new UnpackFolder(() -> copies).removeLeftovers();
            assertThat(copies()).hasSize(1);
        } finally {
            reader.destroyForcibly().waitFor();
        }
        assertThat(copies()).hasSize(1);
        try (LogTail own = LogTail.of(packed, LogQuery.ALL, new UnpackFolder(() -> copies))) {
            own.poll();
            assertThat(copies()).hasSize(1);
            new UnpackFolder(() -> copies).removeLeftovers();
            assertThat(copies()).hasSize(1);
        }
    }

    @Test
    void a_pipe_that_says_nothing_can_be_given_up() throws Exception {
        Path pipe = HostileFiles.pipe(folder.resolve("silent"));
        CountDownLatch over = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> {
            try (OutputStream _ = Files.newOutputStream(pipe)) {
                over.await();
            } catch (IOException | InterruptedException exception) {
                throw new IllegalStateException(exception);
            }
        });
        LogCache cache = new LogCache(new IndexStore(folder.resolve("indexes"), 1), new UnpackFolder(() -> copies));
        MergedLog log = MergedLog.openUnread(List.of(pipe), cache);

        assertThatThrownBy(() -> log.refresh(_ -> {
                    throw new CancellationException();
                }))
                .isInstanceOf(CancellationException.class);
        log.close();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("log-unpack")) {
                assertThat(thread.join(Duration.ofSeconds(10)))
                        .as("it has ended")
                        .isTrue();
            }
        }
        over.countDown();
        assertThat(copies()).isEmpty();
    }
}
