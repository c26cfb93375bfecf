package dev.darkroom.app;

import static dev.darkroom.system.RecordCopy.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.console.ConnectionBadge;
import dev.darkroom.console.WindowState;
import dev.darkroom.console.kit.layout.WindowBounds;
import dev.darkroom.console.kit.list.ListState;
import dev.darkroom.console.kit.list.SavedView;
import dev.darkroom.console.kit.table.TableLayout;
import dev.darkroom.console.kit.text.WindowLanguage;
import dev.darkroom.console.kit.theme.WindowTheme.ThemeChoice;
import dev.darkroom.http.outbound.TlsRequirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserSettingsFileTest {
    @TempDir
    Path folder;

    private static final ConnectionProfile PROFILE = new ConnectionProfile(
            "staging",
            ConnectionProfile.Kind.CUSTOM,
            "postgresql://db.example.co:5432/postgres",
            "https://abc.supabase.co",
            "results",
            ConnectionProfile.FAL_URL,
            ConnectionProfile.FAL_API_URL,
            ConnectionProfile.Stage.STAGING,
            true,
            false,
            false,
            TlsRequirement.UNVERIFIED);

    private static final TableLayout LAYOUT = new TableLayout(List.of("by"), Map.of("reason", 310.5), "time", true);

    @Test
    void without_a_file_the_defaults_hold_and_none_is_made() {
        assertThat(file().load()).isEqualTo(UserSettings.DEFAULT);
        assertThat(path()).doesNotExist();
    }

    @Test
    void what_is_saved_is_loaded_again() {
        UserSettings settings = with(
                UserSettings.DEFAULT
                        .withWindow(new WindowState(
                                -20,
                                30,
                                1280,
                                800,
                                true,
                                true,
                                ThemeChoice.DARK,
                                true,
                                1.5,
                                true,
                                "credits",
                                "7d",
                                Map.of("ledger", LAYOUT),
                                Map.of("files", 0.7),
                                Map.of("ledger", new ListState("MANUAL", "Mine", "user:ana", true)),
                                Map.of("generation", new WindowBounds(40, 60, 620, 900))))
                        .withLanguage(WindowLanguage.GERMAN)
                        .withViews(List.of(new SavedView("ledger", "Mine", "LEDGER", "user:ana kind:grant", LAYOUT)))
                        .withDemoRate(12.5)
                        .withDemoFaults("file-gone=0.1"),
                "connections",
                List.of(PROFILE));
        file().save(settings);
        assertThat(file().load()).isEqualTo(settings);
    }

    @Test
    void saving_leaves_one_file_that_only_its_owner_reads() throws IOException {
        file().save(UserSettings.DEFAULT);
        file().save(UserSettings.DEFAULT.withDemoRate(1));
        try (Stream<Path> files = Files.list(path().getParent())) {
            assertThat(files).containsExactly(path());
        }
        assertThat(Files.getPosixFilePermissions(path())).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"themme": "dark"}                         | the key "themme" is unknown: did you mean "theme"?
            {"colours": 1}                             | the key "colours" is unknown: it can be language, theme, contrast, textScale, utc, window, railFolded, screen, overview, tables, splits, lists, windows, views, demoRate, demoFaults, connections.
            {"theme": "drak"}                          | "theme" cannot be "drak": did you mean "dark"?
            {"theme": true}                            | "theme" must be a text in quotes, not true.
            {"railFolded": "yes"}                      | "railFolded" must be true or false, not "yes".
            {"railFolded": null}                       | "railFolded" must be true or false, not null.
            {"demoRate": "fast"}                       | "demoRate" must be a number, not "fast".
            {"demoRate": -1}                           | demoRate must be from 0 to 600 generations a minute: -1.0.
            {"window": {"width": 200, "height": 900}}  | "window.width" must be at least 1000, not 200.
            {"tables": {"ledger": 3}}                  | "tables" cannot be read: leave it out.
            {"splits": {"files": "wide"}}              | "splits" cannot be read: leave it out.
            {"views": [{"list": "files", "name": " "}]} | views[0]: a saved view needs a list, and a name of 1 to 40 characters.
            {"views": [{"name": "Mine"}]}              | the key "views[0].list" is missing.
            {"window": {"widht": 2000}}                | the key "window.widht" is unknown: did you mean "width"?
            {"window": []}                             | "window" must be an object in braces, not [].
            {"connections": {}}                        | "connections" must be a list in brackets, not {}.
            {"connections": [{"nmae": "a"}]}           | the key "connections[0].nmae" is unknown: did you mean "name"?
            {"connections": [{"name": "a"}]}           | the key "connections[0].databaseUrl" is missing.
            []                                         | must contain one JSON object in braces, not [].
            {"theme": "dark",}                         | is not valid JSON at line 1, column 18
            {"theme": "dark"} {}                       | is not one JSON object
            {                                          | is not valid JSON at line 1
            """)
    void a_mistake_is_told_with_file_key_and_fix_and_the_file_is_never_overwritten(String text, String sentence)
            throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), text);
        UserSettingsFile file = file();
        assertThatThrownBy(file::load)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(path().toString())
                .hasMessageContaining(sentence);
        assertThatThrownBy(() -> file.save(UserSettings.DEFAULT)).hasMessageContaining("correct it first");
        assertThat(path()).hasContent(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sandbox | postgresql://h/d    | https://a.co  | connections must not contain one named "sandbox": it is built in
            Prod    | postgresql://h/d    | https://a.co  | name must be lowercase letters
            prod    | mysql://h/d         | https://a.co  | databaseUrl must begin with postgresql://
            prod    | postgresql://u:p@h/d | https://a.co | databaseUrl must not contain user or password
            prod    | postgresql://h/d    | a.co          | supabaseUrl must be an http or https address
            prod    | postgresql://h/d    | https://a.co/ | supabaseUrl must not end with a slash
            """)
    void a_profile_that_cannot_work_is_refused(String name, String database, String supabase, String sentence)
            throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(
                path(),
                "{\"connections\": [{\"name\": \"%s\", \"databaseUrl\": \"%s\", \"supabaseUrl\": \"%s\"}]}"
                        .formatted(name, database, supabase));
        assertThatThrownBy(() -> file().load()).hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                         | true
            {"readOnly": true}                         | false
            {"sharesLogs": false}                      | false
            {"readOnly": true, "sharesLogs": true}     | sharesLogs cannot be true for a read-only connection
            """)
    void a_connection_shares_its_logs_unless_it_is_read_only_or_says_no(String more, String outcome)
            throws IOException {
        write(more);
        if (outcome.startsWith("sharesLogs")) {
            assertThatThrownBy(() -> file().load()).hasMessageContaining(outcome);
        } else {
            assertThat(file().load().connections().getFirst().sharesLogs()).isEqualTo(Boolean.valueOf(outcome));
        }
        assertThat(ConnectionProfile.sandbox().sharesLogs()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                     | VERIFIED
            {"tls": "verified"}    | VERIFIED
            {"tls": "unverified"}  | UNVERIFIED
            {"tls": "off"}         | OFF
            {"tls": "of"}          | "connections[0].tls" cannot be "of": did you mean "off"?
            {"tls": false}         | "connections[0].tls" must be a text in quotes, not false.
            """)
    void a_connection_asks_for_verified_tls_unless_it_says_otherwise(String more, String outcome) throws IOException {
        write(more);
        if (outcome.startsWith("\"")) {
            assertThatThrownBy(() -> file().load()).hasMessageContaining(outcome);
        } else {
            assertThat(file().load().connections().getFirst().tls()).isEqualTo(TlsRequirement.valueOf(outcome));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                       | PRODUCTION
            {"readOnly": true}       | PRODUCTION
            {"stage": "production"}  | PRODUCTION
            {"stage": "staging"}     | STAGING
            {"stage": "stageing"}    | "connections[0].stage" cannot be "stageing": did you mean "staging"?
            """)
    void a_saved_connection_is_production_unless_it_says_staging(String more, String outcome) throws IOException {
        write(more);
        if (outcome.startsWith("\"")) {
            assertThatThrownBy(() -> file().load()).hasMessageContaining(outcome);
        } else {
            assertThat(WindowStateStore.badge(file().load().connections().getFirst())
                            .kind())
                    .isEqualTo(ConnectionBadge.Kind.valueOf(outcome));
        }
        assertThat(WindowStateStore.badge(ConnectionProfile.sandbox()).kind()).isEqualTo(ConnectionBadge.Kind.SANDBOX);
    }

    private void write(String more) throws IOException {
        Files.createDirectories(path().getParent());
        String address =
                "{\"name\": \"prod\", \"databaseUrl\": \"postgresql://h/d\", \"supabaseUrl\": \"https://a.co\"";
        String rest = more.equals("{}") ? "}" : ", " + more.substring(1);
        Files.writeString(path(), "{\"connections\": [" + address + rest + "]}");
    }

    @Test
    void a_folder_that_cannot_be_written_is_named() throws IOException {
        Path blocked = Files.createFile(folder.resolve("blocked"));
        UserSettingsFile file = new UserSettingsFile(blocked.resolve("settings.json"));
        assertThatThrownBy(() -> file.save(UserSettings.DEFAULT))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(blocked.resolve("settings.json").toString())
                .hasMessageContaining("make that folder writable");
    }

    private Path path() {
        return folder.resolve("config").resolve("settings.json");
    }

    private UserSettingsFile file() {
        return new UserSettingsFile(path());
    }
}
