package dev.darkroom.storage.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.storage.StoredMedia;
import dev.darkroom.storage.upload.ResultFileCache.CachedFile;
import dev.darkroom.storage.upload.ResultFileCache.Source;
import dev.darkroom.system.PartFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ResultFileCacheTest {
    private static final UUID GENERATION = UUID.randomUUID();
    private static final Source SOURCE = new Source(GENERATION, 0, "https://fal.media/a.png");

    @TempDir
    private Path folder;

    @Test
    void a_kept_file_is_there_after_a_restart_with_its_type_and_hash() throws IOException {
        CachedFile fetched = fetched("picture", "image/png; charset=x");

        assertThat(new ResultFileCache(folder, 1000).add(SOURCE, fetched)).isTrue();

        CachedFile found = new ResultFileCache(folder, 1000).find(SOURCE).orElseThrow();
        assertThat(found.file()).hasContent("picture");
        assertThat(found.sha256()).isEqualTo(fetched.sha256());
        assertThat(found.contentType()).isEqualTo("image/png; charset=x");
        assertThat(found.bytes()).isEqualTo(7);
        assertThat(fetched.file()).doesNotExist();
    }

    @Test
    void the_same_position_of_another_job_is_another_file() throws IOException {
        ResultFileCache cache = new ResultFileCache(folder, 1000);
        cache.add(SOURCE, fetched("picture", null));

        assertThat(cache.find(new Source(GENERATION, 0, "https://fal.media/b.png")))
                .isEmpty();
        assertThat(cache.find(new Source(GENERATION, 1, SOURCE.url()))).isEmpty();
        assertThat(cache.find(new Source(UUID.randomUUID(), 0, SOURCE.url()))).isEmpty();
        assertThat(cache.find(SOURCE).orElseThrow().contentType()).isNull();
    }

    @Test
    void a_file_whose_bytes_have_changed_is_not_given_out() throws IOException {
        ResultFileCache cache = new ResultFileCache(folder, 1000);
        cache.add(SOURCE, fetched("picture", "image/png"));
        Files.writeString(cache.find(SOURCE).orElseThrow().file(), "damaged");

        assertThat(cache.find(SOURCE)).isEmpty();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void the_oldest_file_makes_room_and_the_newest_stays() throws IOException {
        ResultFileCache cache = new ResultFileCache(folder, 20);
        for (int position = 0; position < 3; position++) {
            Source source = new Source(GENERATION, position, SOURCE.url());
            cache.add(source, fetched("8 bytes " + position, null));
            Path file = cache.find(source).orElseThrow().file();
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60 - position)));
        }

        assertThat(cache.bytes()).isEqualTo(18);
        assertThat(cache.contains(new Source(GENERATION, 0, SOURCE.url()))).isFalse();
        assertThat(cache.contains(new Source(GENERATION, 2, SOURCE.url()))).isTrue();
    }

    @Test
    void a_file_larger_than_the_room_is_left_where_it_is() throws IOException {
        CachedFile fetched = fetched("picture", null);

        assertThat(new ResultFileCache(folder, 6).add(SOURCE, fetched)).isFalse();
        assertThat(fetched.file()).exists();
    }

    @Test
    void what_a_killed_process_left_half_is_deleted_at_the_next_start_and_what_is_written_now_is_not()
            throws IOException {
        Process killed = new ProcessBuilder("sleep", "60").start();
        Path left = Files.writeString(folder.resolve("result-%d-0123456789ab.part".formatted(killed.pid())), "half");
        killed.destroyForcibly().onExit().join();
        Path written = PartFiles.create(folder, "result");

        ResultFileCache cache = new ResultFileCache(folder, 1000);

        assertThat(left).doesNotExist();
        assertThat(written).exists();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void the_files_of_a_generation_that_has_ended_are_let_go() throws IOException {
        ResultFileCache cache = new ResultFileCache(folder, 1000);
        Source other = new Source(UUID.randomUUID(), 0, SOURCE.url());
        cache.add(SOURCE, fetched("one", null));
        cache.add(new Source(GENERATION, 1, "https://fal.media/b.png"), fetched("two", null));
        cache.add(other, fetched("three", null));

        cache.remove(GENERATION);

        assertThat(cache.bytes()).isEqualTo(5);
        assertThat(cache.contains(other)).isTrue();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void nobody_else_may_read_what_is_kept() throws IOException {
        Path own = folder.resolve("own");
        ResultFileCache cache = new ResultFileCache(own, 1000);
        Path open = Files.writeString(folder.resolve("open"), "picture");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        cache.add(SOURCE, new CachedFile(open, 7, StoredMedia.sha256("picture".getBytes()), null));

        try (Stream<Path> files = Files.list(own)) {
            assertThat(files)
                    .singleElement()
                    .satisfies(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rwx------");
    }

    private CachedFile fetched(String content, String contentType) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "result-", ".part"), content);
        return new CachedFile(file, content.length(), StoredMedia.sha256(content.getBytes()), contentType);
    }
}
