package dev.darkroom.app;

import static dev.darkroom.system.RecordCopy.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.app.demo.DemoRun;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogMark;
import dev.darkroom.logging.LogSettings;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.sandbox.fault.FaultRates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The permissions of everything below the four folders after real work, whatever the umask. */
class PrivateFoldersTest {
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    @TempDir
    Path home;

    @Test
    void everything_below_the_folders_belongs_to_its_owner_alone_while_it_runs_and_afterwards() throws IOException {
        AppDirectories folders = new AppDirectories(
                home.resolve("data"), home.resolve("config"), home.resolve("cache"), home.resolve("logs"));
        assertThat(folders.claim()).isEmpty();
        try (LoggingService logging =
                LoggingService.start(with(LogSettings.in(folders.logs()).withTerminal(null), "fileBytes", 10_000L))) {
            for (int i = 0; i < 1000; i++) {
                CategoryLog.info(LogCategory.STORAGE, LogMark.FILE, "line {}", i);
            }
            logging.flush();
            Path sandbox = folders.data().resolve("sandbox");
            new DemoRun(sandbox, folders.cache())
                    .run(new DemoRun.Wanted(6, 6, FaultRates.NONE, 400, 7, Duration.ofMinutes(3)), _ -> {});
            new UserSettingsFile(folders.settingsFile()).save(UserSettings.DEFAULT);
            new ConnectionSecrets("ada", "pass-word-9", "service-key-9", "id-9:secret-9").save(folders, "staging");
            try (SandboxServices services = new SandboxServices(sandbox, folders.cache(), 100, 1, _ -> {})) {
                assertThat(services.fal()).isPresent();
                assertThat(openToOthers()).isEmpty();
                assertThat(environment(sandbox))
                        .contains("PATH=")
                        .doesNotContain("DARKROOM", System.getenv("DARKROOM_SUITE_KEY"));
            }
        }
        assertThat(openToOthers()).isEmpty();
        assertThat(files().map(file -> String.valueOf(file.getFileName())))
                .contains("backend.log", "server.log", "settings.json", "staging.json", "sandbox.json", "token-secret")
                .anyMatch(name -> name.endsWith(".log.gz"));
    }

    private static String environment(Path sandbox) throws IOException {
        String pid = Files.readAllLines(sandbox.resolve("postgres/data/postmaster.pid"))
                .getFirst();
        return Files.readString(Path.of("/proc", pid, "environ"), StandardCharsets.ISO_8859_1);
    }

    /** The programs of PostgreSQL excepted, which for root another account runs; the folder around them is closed. */
    private List<Path> openToOthers() throws IOException {
        try (Stream<Path> files = files()) {
            return files.filter(file -> !file.toString().contains("/cache/postgres/18-"))
                    .filter(file -> !Files.isSymbolicLink(file))
                    .filter(PrivateFoldersTest::isOpenToOthers)
                    .map(home::relativize)
                    .toList();
        }
    }

    private Stream<Path> files() throws IOException {
        return Files.walk(home).filter(file -> !file.equals(home));
    }

    private static boolean isOpenToOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).stream()
                    .anyMatch(OTHERS::contains);
        } catch (java.nio.file.NoSuchFileException _) {
            return false; // the server has removed it meanwhile
        } catch (IOException exception) {
            throw new java.io.UncheckedIOException(exception);
        }
    }
}
