package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppDirectoriesTest {
    private static final Path HOME = Path.of("/home/ada");

    @Test
    void linux_follows_the_xdg_folders() {
        assertThat(folders("Linux", Map.of()))
                .isEqualTo(new AppDirectories(
                        HOME.resolve(".local/share/darkroom"),
                        HOME.resolve(".config/darkroom"),
                        HOME.resolve(".cache/darkroom"),
                        HOME.resolve(".local/state/darkroom/logs")));
        assertThat(folders("Linux", Map.of("XDG_DATA_HOME", "/data", "XDG_CONFIG_HOME", "relative")))
                .returns(Path.of("/data/darkroom"), AppDirectories::data)
                .returns(HOME.resolve(".config/darkroom"), AppDirectories::config);
    }

    @Test
    void macos_and_windows_have_places_of_their_own() {
        assertThat(folders("Mac OS X", Map.of()).logs()).isEqualTo(HOME.resolve("Library/Logs/Darkroom"));
        assertThat(folders("Windows 11", Map.of()).config()).isEqualTo(HOME.resolve("AppData/Roaming/Darkroom"));
        assertThat(folders("Windows 11", Map.of("LOCALAPPDATA", "/local")).data())
                .isEqualTo(Path.of("/local/Darkroom/data"));
    }

    @Test
    void folders_that_others_could_read_are_closed_with_what_is_in_them(@TempDir Path home) throws IOException {
        AppDirectories folders =
                folders("Linux", Map.of("DARKROOM_HOME", home.resolve("made").toString()));
        Path file = Files.createDirectories(folders.logs()).resolve("backend.log");
        Files.writeString(file, "a line");
        Files.setPosixFilePermissions(folders.logs(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(folders.claim()).isEmpty();

        for (Path folder : List.of(folders.data(), folders.config(), folders.cache(), folders.logs())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void one_variable_puts_everything_under_one_folder() {
        AppDirectories folders = folders("Linux", Map.of("DARKROOM_HOME", "/srv/darkroom", "XDG_DATA_HOME", "/data"));
        Path home = Path.of("/srv/darkroom");
        assertThat(folders)
                .isEqualTo(new AppDirectories(
                        home.resolve("data"), home.resolve("config"), home.resolve("cache"), home.resolve("logs")));
        assertThat(folders.settingsFile()).isEqualTo(home.resolve("config/settings.json"));
    }

    private static AppDirectories folders(String system, Map<String, String> variables) {
        return AppDirectories.of(new ProcessEnvironment(variables), system, HOME);
    }
}
