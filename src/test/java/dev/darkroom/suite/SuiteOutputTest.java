package dev.darkroom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.secret.SecretRedactor;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What counts as a finding in a temporary folder; uses its own folder, because findings in it are intentional. */
class SuiteOutputTest {
    private static final String SECRET = "found-on-purpose-81";

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        SecretRedactor.register(SECRET);
        folder = Files.createTempDirectory("suite-output");
    }

    @AfterEach
    void deleteFolder() throws IOException {
        PrivateFiles.deleteFolder(folder);
    }

    @Test
    void a_secret_in_a_log_or_an_export_is_a_finding() throws IOException {
        Files.writeString(folder.resolve("backend.log"), "connecting as ada:" + SECRET);
        Files.writeString(folder.resolve("ledger.csv"), "1,ada");

        assertThat(SuiteOutput.findings(folder)).containsExactly("backend.log: [in clear: fou… (19 characters)]");
    }

    @Test
    void a_secrets_file_may_hold_it_while_it_belongs_to_its_owner_alone() throws IOException {
        Path file = folder.resolve("config/secrets/staging.json");
        PrivateFiles.write(file, SECRET);
        assertThat(SuiteOutput.findings(folder)).isEmpty();

        Files.delete(file);
        Files.writeString(file, SECRET);
        assertThat(SuiteOutput.findings(folder)).hasSize(1);
    }

    @Test
    void a_file_that_a_test_wrote_by_hand_is_none() throws IOException {
        Files.writeString(SuiteOutput.input(folder.resolve("settings.json")), SECRET);

        assertThat(SuiteOutput.findings(folder)).isEmpty();
    }
}
