package dev.darkroom.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFilesTest {
    @TempDir
    Path folder;

    @Test
    void what_a_killed_process_was_filling_goes_and_what_others_fill_stays() throws Exception {
        Process killed = new ProcessBuilder("sleep", "60").start();
        Process alive = new ProcessBuilder("sleep", "60").start();
        Path left = Files.createFile(folder.resolve("result-%d-0123456789ab.part".formatted(killed.pid())));
        Path leftFolder =
                Files.createDirectory(folder.resolve("unfinished-%d-0123456789ab.part".formatted(killed.pid())));
        Files.createFile(leftFolder.resolve("half"));
        Path filled = Files.createFile(folder.resolve("result-%d-0123456789ab.part".formatted(alive.pid())));
        Path own = PartFiles.create(folder, "result");
        Path whole = Files.createFile(folder.resolve("picture-1.png"));
        killed.destroyForcibly().waitFor();

        PartFiles.removeLeftovers(folder);

        assertThat(List.of(left, leftFolder)).noneMatch(Files::exists);
        assertThat(List.of(filled, own, whole)).allMatch(Files::exists);
        alive.destroyForcibly().waitFor();
        PartFiles.removeLeftovers(folder);
        assertThat(filled).doesNotExist();
    }

    /** After a restart of the machine another program may have the number. */
    @Test
    void a_process_that_began_later_is_not_the_writer() throws IOException {
        Path own = PartFiles.create(folder, "result");
        Files.setLastModifiedTime(own, FileTime.from(Instant.now().minus(Duration.ofDays(365))));

        PartFiles.removeLeftovers(folder);

        assertThat(own).doesNotExist();
    }

    @Test
    void files_and_folders_belong_to_their_owner_alone() throws IOException {
        assertThat(rights(PartFiles.create(folder, "a"))).isEqualTo("rw-------");
        assertThat(rights(PartFiles.createFolder(folder, "b"))).isEqualTo("rwx------");
        Path deep = PrivateFiles.createFolder(folder.resolve("c/d"));
        assertThat(rights(deep.getParent())).isEqualTo("rwx------");
        PrivateFiles.write(deep.resolve("e/f.json"), "text");
        assertThat(rights(deep.resolve("e"))).isEqualTo("rwx------");
        assertThat(rights(deep.resolve("e/f.json"))).isEqualTo("rw-------");
        try (var out = PrivateFiles.newOutputStream(deep.resolve("g"))) {
            out.write(1);
        }
        assertThat(rights(deep.resolve("g"))).isEqualTo("rw-------");
        PrivateFiles.copy(Files.writeString(folder.resolve("open"), "text"), deep.resolve("h"));
        assertThat(rights(deep.resolve("h"))).isEqualTo("rw-------");
        Path replaced = Files.createFile(
                deep.resolve("i"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        PartFiles.replace(replaced, part -> Files.writeString(part, "text"));
        assertThat(rights(replaced)).isEqualTo("rw-------");
    }

    @Test
    void a_folder_that_was_open_is_closed_with_all_that_is_in_it() throws IOException {
        Path open = Files.createDirectories(folder.resolve("open/inner"));
        Path program = Files.createFile(open.resolve("program"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(open.resolve("link"), Path.of("/dev/null"));

        PrivateFiles.claimFolder(folder.resolve("open"));

        assertThat(rights(folder.resolve("open"))).isEqualTo("rwx------");
        assertThat(rights(open)).isEqualTo("rwx------");
        assertThat(rights(program)).isEqualTo("rwx------");
        assertThat(PrivateFiles.isOpenToOthers(Path.of("/dev/null"))).isTrue();
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
