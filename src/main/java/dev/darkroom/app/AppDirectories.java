package dev.darkroom.app;

import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directories of Darkroom, following the platform's conventions; {@code DARKROOM_HOME} puts them all under one folder.
 * Only {@link #claim()} creates them. The macOS and Windows locations are untested.
 *
 * @param data the embedded database, the sandbox's files and results waiting for storage; should be backed up
 * @param config settings and secrets
 * @param cache data that can be recreated at any time
 * @param logs log files
 */
public record AppDirectories(Path data, Path config, Path cache, Path logs) {
    private static final String NAME = "darkroom";
    private static final String TITLE = "Darkroom";

    /** For this process. */
    public static AppDirectories standard() {
        return of(
                ProcessEnvironment.ofProcess(),
                System.getProperty("os.name"),
                Path.of(System.getProperty("user.home")));
    }

    static AppDirectories of(ProcessEnvironment environment, String system, Path home) {
        return environment
                .get("DARKROOM_HOME")
                .map(folder -> below(Path.of(folder).toAbsolutePath().normalize()))
                .orElseGet(() -> ofPlatform(environment, system.toLowerCase(Locale.ROOT), home));
    }

    /**
     * Creates the four folders with access for their owner only, and revokes access that a umask or a user granted to others.
     *
     * @return one sentence for each folder that stays open because it belongs to another user
     */
    public List<String> claim() {
        return Stream.of(data, config, cache, logs)
                .map(AppDirectories::claim)
                .flatMap(Optional::stream)
                .toList();
    }

    /** A folder that cannot be created is reported by the code that needs it. */
    private static Optional<String> claim(Path folder) {
        try {
            PrivateFiles.claimFolder(folder);
            return Optional.empty();
        } catch (IOException exception) {
            return Files.isDirectory(folder)
                    ? Optional.of(
                            "The folder %s is open to other users of this machine and cannot be closed (%s): make it yours."
                                    .formatted(folder, exception.getMessage()))
                    : Optional.empty();
        }
    }

    /** Temporary copies of packed logs. */
    public Path unpackedLogs() {
        return cache.resolve("unpacked-logs");
    }

    public Path settingsFile() {
        return config.resolve("settings.json");
    }

    public Path secretsFile(String connection) {
        return config.resolve("secrets").resolve(connection + ".json");
    }

    private static AppDirectories below(Path folder) {
        return new AppDirectories(
                folder.resolve("data"), folder.resolve("config"), folder.resolve("cache"), folder.resolve("logs"));
    }

    private static AppDirectories ofPlatform(ProcessEnvironment environment, String system, Path home) {
        if (system.contains("mac")) {
            Path library = home.resolve("Library");
            Path support = library.resolve("Application Support").resolve(TITLE);
            return new AppDirectories(
                    support.resolve("data"),
                    support.resolve("config"),
                    library.resolve("Caches").resolve(TITLE),
                    library.resolve("Logs").resolve(TITLE));
        }
        if (system.contains("win")) {
            Path roaming = base(environment, "APPDATA", home.resolve("AppData/Roaming"))
                    .resolve(TITLE);
            Path local = base(environment, "LOCALAPPDATA", home.resolve("AppData/Local"))
                    .resolve(TITLE);
            return new AppDirectories(local.resolve("data"), roaming, local.resolve("cache"), local.resolve("logs"));
        }
        return new AppDirectories(
                base(environment, "XDG_DATA_HOME", home.resolve(".local/share")).resolve(NAME),
                base(environment, "XDG_CONFIG_HOME", home.resolve(".config")).resolve(NAME),
                base(environment, "XDG_CACHE_HOME", home.resolve(".cache")).resolve(NAME),
                base(environment, "XDG_STATE_HOME", home.resolve(".local/state"))
                        .resolve(NAME)
                        .resolve("logs"));
    }

    /** Ignores a relative path in the variable, as the XDG Base Directory Specification requires. */
    private static Path base(ProcessEnvironment environment, String variable, Path otherwise) {
        return environment.get(variable).map(Path::of).filter(Path::isAbsolute).orElse(otherwise);
    }
}
