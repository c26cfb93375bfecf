package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.app.ConnectionResolver.EnvironmentConnection;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.message.FailureTranslation;
import dev.darkroom.secret.SecretRedactor;
import dev.darkroom.suite.SuiteOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Invalid input that users may put into variables, settings and secrets files, and the messages they get. Each input contains a
 * secret with {@code S3cr} in it; no message may contain it.
 */
class HostileSettingsTest {
    private static final Map<String, String> COMPLETE = Map.of(
            "DARKROOM_DATABASE_URL", "postgresql://ada:pass-word-6@db.example.co/postgres",
            "DARKROOM_SUPABASE_URL", "https://abc.supabase.co",
            "DARKROOM_SUPABASE_KEY", "service-key-6",
            "FAL_KEY", "id-6:secret-6");

    @TempDir
    Path home;

    @ParameterizedTest
    @CsvFileSource(resources = "/hostile/settings.csv", useHeadersInDisplayName = true, maxCharsPerColumn = 10_000)
    void a_hostile_setting_gets_what_the_table_says(String input, String outcome) throws IOException {
        int blank = input.indexOf(' ');
        String told = input.startsWith("settings.json ")
                ? settings(input.substring(blank + 1))
                : input.matches("[rwx-]{9} .*")
                        ? secrets(input.substring(0, blank), input.substring(blank + 1))
                        : variable(input);
        assertThat(told.replace(home.toString(), "HOME").replaceAll("HOME/config/\\S+\\.json", "FILE"))
                .isEqualTo(outcome);
    }

    private static String variable(String assignment) {
        Map<String, String> variables = new HashMap<>(COMPLETE);
        variables.put(
                assignment.substring(0, assignment.indexOf('=')), assignment.substring(assignment.indexOf('=') + 1));
        return told(() -> {
            ConnectionResolver.Chosen env = EnvironmentConnection.of(new ProcessEnvironment(variables));
            DatabaseSettings database = ConnectionResolver.addresses(
                            new ConnectionResolver.Chosen(env.connection(), env.secrets()))
                    .database();
            assertThat(SecretRedactor.text("login " + database.password() + " refused"))
                    .isEqualTo("login *** refused");
            assertThat(SecretRedactor.text("connecting to " + assignment)).doesNotContain(database.password());
            return database.user() + " " + database.password() + " " + database.url();
        });
    }

    private String settings(String text) throws IOException {
        Path file = Files.createDirectories(home.resolve("config")).resolve("settings.json");
        Files.writeString(SuiteOutput.input(file), text);
        return told(() -> new UserSettingsFile(file).load().toString());
    }

    private String secrets(String rights, String text) throws IOException {
        AppDirectories folders = new AppDirectories(home, home.resolve("config"), home, home);
        Path file = folders.secretsFile("prod");
        Files.createDirectories(file.getParent());
        Files.writeString(SuiteOutput.input(file), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        return told(() -> "read " + ConnectionSecrets.load(folders, "prod").databasePassword());
    }

    /** What came of it, or the sentence, in which no secret stands even before it is redacted. */
    private static String told(Supplier<String> reading) {
        try {
            return reading.get();
        } catch (SettingsException exception) {
            FailureTranslation.assertComplete(exception);
            for (Locale locale : new Locale[] {Locale.ROOT, Locale.GERMAN, Locale.CHINESE}) {
                assertThat(exception.message().in(locale)).doesNotContain("S3cr", "etPw9", "***");
            }
            return exception.getMessage();
        }
    }
}
