package dev.darkroom.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.storage.preview.PreviewFileCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCacheLeftoversTest {
    @TempDir
    Path folder;

    @Test
    void what_a_killed_process_was_fetching_goes_and_what_another_window_fetches_stays() throws Exception {
        Process killed = new ProcessBuilder("sleep", "60").start();
        Process other = new ProcessBuilder("sleep", "60").start();
        Path left = Files.createFile(folder.resolve("new-%d-0123456789ab.part".formatted(killed.pid())));
        Path fetched = Files.createFile(folder.resolve("new-%d-0123456789ab.part".formatted(other.pid())));
        killed.destroyForcibly().waitFor();
        try {
            new PreviewFileCache(folder, 1000);

            assertThat(left).doesNotExist();
            assertThat(fetched).exists();
        } finally {
            other.destroyForcibly();
        }
    }

    /** As ImageIO does, which deletes the file it is given and makes another. */
    @Test
    void a_file_that_was_made_anew_on_its_way_is_still_its_owners_alone() throws IOException {
        PreviewFileCache cache = new PreviewFileCache(folder, 1000);
        Path begun = cache.createPart();
        Files.delete(begun);
        Files.writeString(begun, "picture");
        Files.setPosixFilePermissions(begun, PosixFilePermissions.fromString("rw-r--r--"));

        Path kept = cache.add(begun, "a.png");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
    }
}
