package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.secret.SecretRedactor;
import dev.darkroom.suite.SuiteOutput;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionSecretsTest {
    @TempDir
    Path home;

    private AppDirectories folders;

    @BeforeEach
    void makeFolders() {
        folders = new AppDirectories(home, home.resolve("config"), home, home);
    }

    @Test
    void they_are_kept_in_a_file_of_their_own_that_only_the_owner_reads() throws IOException {
        ConnectionSecrets secrets = new ConnectionSecrets("ada", "pass-word-1", "service-key-1", "id-1:secret-1");
        secrets.save(folders, "staging");
        assertThat(ConnectionSecrets.load(folders, "staging")).isEqualTo(secrets);
        assertThat(ConnectionSecrets.load(folders, "other")).isEqualTo(ConnectionSecrets.NONE);
        Path file = folders.secretsFile("staging");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void they_cannot_be_spoken() {
        ConnectionSecrets secrets = new ConnectionSecrets("ada", "pass-word-2", "service-key-2", "id-2:secret-2");
        assertThat(secrets).hasToString("Secrets[***]");
        assertThat(SecretRedactor.text("pass-word-2 service-key-2 id-2:secret-2"))
                .isEqualTo("*** *** ***");
    }

    @Test
    void a_file_made_by_hand_that_others_can_read_is_told_with_its_mode_and_not_used() throws IOException {
        ConnectionSecrets secrets = new ConnectionSecrets("ada", "pass-word-8", "service-key-8", "id-8:secret-8");
        secrets.save(folders, "staging");
        Path file = SuiteOutput.input(folders.secretsFile("staging"));
        for (String rights : List.of("rw-r--r--", "rw-----w-", "rw-r-----")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
            assertThatThrownBy(() -> ConnectionSecrets.load(folders, "staging"))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("(" + rights + "): run chmod 600 " + file);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(ConnectionSecrets.load(folders, "staging")).isEqualTo(secrets);
    }

    @Test
    void a_secret_under_another_name_is_refused_with_the_names_there_are() throws IOException {
        Path file = SuiteOutput.input(folders.secretsFile("staging"));
        Files.createDirectories(file.getParent());
        Files.writeString(PrivateFiles.createFile(file), "{\"supabaseKey\": \"service-key-9\"}");
        assertThatThrownBy(() -> ConnectionSecrets.load(folders, "staging"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("database_user, database_password, supabase_key and fal_key")
                .hasMessageNotContaining("service-key-9");
    }

    @Test
    void a_broken_file_is_named_and_not_quoted() throws IOException {
        Path file = folders.secretsFile("staging");
        Files.createDirectories(file.getParent());
        Files.writeString(PrivateFiles.createFile(file), "{\"fal_key\": half-a-secret");
        assertThatThrownBy(() -> ConnectionSecrets.load(folders, "staging"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("supabase_key")
                .hasNoCause()
                .hasMessageNotContaining("half-a-secret");
    }
}
