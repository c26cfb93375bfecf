package dev.darkroom.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.message.FailureTranslation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A folder that PostgreSQL cannot open is reported with a remedy, and left unchanged. */
class DamagedFolderTest extends ServerFoldersRig {
    @Test
    void without_its_version_file() throws IOException {
        Path folder = folders.copy("no-version");
        Files.delete(folder.resolve("data/PG_VERSION"));
        refused(folder, "its file PG_VERSION is missing", "restore the folder from a backup, or move it away");
    }

    @Test
    void of_another_major_version() throws IOException {
        Path folder = folders.copy("old-version");
        Files.writeString(folder.resolve("data/PG_VERSION"), "17\n");
        refused(
                folder,
                "was made by PostgreSQL 17 and this Darkroom includes 18",
                "open it with the Darkroom that made it");
    }

    @Test
    void without_its_control_file() throws IOException {
        Path folder = folders.copy("no-control");
        Files.delete(folder.resolve("data/global/pg_control"));
        refused(folder, "its file global/pg_control is missing");
    }

    @Test
    void with_rubbish_in_its_control_file() throws IOException {
        Path folder = folders.copy("rubbish");
        Files.write(folder.resolve("data/global/pg_control"), new byte[8192]);
        refused(folder, "is damaged", "move it away");
    }

    @Test
    void with_a_typing_error_in_its_configuration() throws IOException {
        Path folder = folders.copy("configuration");
        Files.writeString(folder.resolve("data/postgresql.conf"), "shared_bufers = 1\n");
        refused(folder, "configuration file", "postgresql.conf");
    }

    @Test
    void that_is_something_else_altogether() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("holiday")).toRealPath();
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("data/photo.jpg"), "not a database");
        refused(folder, "its file PG_VERSION is missing");
    }

    @Test
    void without_its_password() throws IOException {
        Path folder = folders.copy("no-password");
        Files.delete(folder.resolve("password"));
        refused(folder, "The password file", "is missing: put it back");
    }

    private static void refused(Path folder, String... parts) throws IOException {
        List<String> before = ServerFolders.files(folder.resolve("data"));
        assertThatThrownBy(() -> ServerFolders.start(folder))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContainingAll(parts)
                .satisfies(FailureTranslation::assertComplete);
        assertThat(ServerFolders.files(folder.resolve("data"))).containsAll(before);
        assertThat(ServerFolders.allGone(folder)).isTrue();
    }
}
