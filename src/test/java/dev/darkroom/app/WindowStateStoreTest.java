package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.kit.list.SavedView;
import dev.darkroom.console.kit.table.TableLayout;
import dev.darkroom.console.kit.text.WindowLanguage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of one user write the same settings. */
class WindowStateStoreTest {
    private static final SavedView OLD = view("Old");
    private static final SavedView MINE = view("Mine");
    private static final SavedView THEIRS = view("Theirs");

    @TempDir
    Path folder;

    private WindowStateStore mine;
    private WindowStateStore theirs;

    private static SavedView view(String name) {
        return new SavedView("files", name, "NEWEST", "", new TableLayout(List.of(), Map.of(), "stored", false));
    }

    @BeforeEach
    void start() {
        file().save(UserSettings.DEFAULT.withViews(List.of(OLD)));
        mine = new WindowStateStore(file());
        theirs = new WindowStateStore(file());
    }

    private UserSettingsFile file() {
        return new UserSettingsFile(folder.resolve("settings.json"));
    }

    @Test
    void a_broken_file_gives_a_window_with_the_defaults_that_says_so_and_leaves_the_file_alone() throws IOException {
        Path broken = Files.writeString(folder.resolve("settings.json"), "{\"theme\": \"dark\" \"utc\": true}");

        WindowStateStore store = new WindowStateStore(file());
        store.demoRate(12);
        store.save();

        assertThat(store.problem().orElseThrow().english()).contains(broken.toString(), "line 1");
        assertThat(store.window()).isEqualTo(UserSettings.DEFAULT.window());
        assertThat(broken).hasContent("{\"theme\": \"dark\" \"utc\": true}");
    }

    @Test
    void what_one_process_changes_another_does_not_undo() {
        theirs.language(WindowLanguage.GERMAN);
        theirs.save();
        mine.demoRate(12);
        mine.save();

        assertThat(file().load().language()).isEqualTo(WindowLanguage.GERMAN);
        assertThat(file().load().demoRate()).isEqualTo(12);
    }

    @Test
    void the_views_that_two_processes_save_are_all_kept() {
        theirs.views(List.of(OLD, THEIRS));
        theirs.save();
        mine.views(List.of(OLD, MINE));
        mine.save();
        assertThat(file().load().views()).containsExactly(OLD, THEIRS, MINE);

        mine.views(List.of(MINE));
        mine.save();
        assertThat(file().load().views()).containsExactly(THEIRS, MINE);
    }

    @Test
    void a_profile_that_is_written_into_the_file_meanwhile_stays() throws Exception {
        Path path = folder.resolve("settings.json");
        Files.writeString(
                path,
                Files.readString(path).replace("\"demoFaults\" : \"none\"", "\"demoFaults\" : \"file-gone=0.1\""));
        mine.language(WindowLanguage.GERMAN);
        mine.save();
        assertThat(file().load().demoFaults()).isEqualTo("file-gone=0.1");
    }

    @Test
    void a_change_that_could_not_be_written_is_written_with_the_next_one() throws Exception {
        Path path = folder.resolve("settings.json");
        String whole = Files.readString(path);
        Files.writeString(path, "{");
        mine.language(WindowLanguage.GERMAN);
        mine.save();
        assertThat(path).hasContent("{");

        Files.writeString(path, whole);
        mine.demoRate(12);
        mine.save();
        assertThat(file().load().language()).isEqualTo(WindowLanguage.GERMAN);
    }
}
