package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.http.Redact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    Path home;

    private Folders folders;

    @BeforeEach
    void makeFolders() {
        folders = new Folders(home, home.resolve("config"), home, home);
    }

    @Test
    void they_are_kept_in_a_file_of_their_own_that_only_the_owner_reads() throws IOException {
        Secrets secrets = new Secrets("ada", "pass-word-1", "service-key-1", "id-1:secret-1");
        secrets.save(folders, "staging");
        assertThat(Secrets.load(folders, "staging")).isEqualTo(secrets);
        assertThat(Secrets.load(folders, "other")).isEqualTo(Secrets.NONE);
        Path file = folders.secretsFile("staging");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void they_cannot_be_spoken() {
        Secrets secrets = new Secrets("ada", "pass-word-2", "service-key-2", "id-2:secret-2");
        assertThat(secrets).hasToString("Secrets[***]");
        assertThat(Redact.text("pass-word-2 service-key-2 id-2:secret-2")).isEqualTo("*** *** ***");
    }

    @Test
    void a_broken_file_is_named_and_not_quoted() throws IOException {
        Path file = folders.secretsFile("staging");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"fal_key\": half-a-secret");
        assertThatThrownBy(() -> Secrets.load(folders, "staging"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("enter them again")
                .hasNoCause()
                .hasMessageNotContaining("half-a-secret");
    }
}
