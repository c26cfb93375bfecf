package dev.darkroom.command;

import dev.darkroom.app.AllEngines;
import dev.darkroom.app.AppDirectories;
import dev.darkroom.app.ConnectionResolver;
import dev.darkroom.app.ProcessEnvironment;
import dev.darkroom.app.SettingsException;
import dev.darkroom.app.SettingsFile;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.sharedlog.SharedSpool;
import dev.darkroom.sharedlog.SpoolSize;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** The log of all engines as the file that {@code darkroom logs} reads. Apart, so that reading a file loads nothing of it. */
final class SharedSource {
    private SharedSource() {}

    /** Runs with the file and gives its exit code. */
    static int run(
            String connection,
            TlsOption tls,
            Duration back,
            boolean follow,
            Consumer<String> problems,
            ToIntFunction<Path> reading) {
        AppDirectories folders = AppDirectories.standard();
        try {
            ConnectionResolver connections = new ConnectionResolver(
                    folders, new SettingsFile(folders.settingsFile()).load(), ProcessEnvironment.ofProcess());
            ConnectionResolver.Chosen chosen = tls.over(connections.choose(connection));
            SpoolSize size = follow ? SpoolSize.FOLLOW : SpoolSize.ALL;
            try (AllEngines engines = AllEngines.of(chosen, folders, back, size, CommandSession::note)) {
                SharedSpool spool = engines.spool();
                Path file = follow ? spool.start() : spool.readOnce();
                spool.problem().ifPresent(problems);
                return reading.applyAsInt(file);
            }
        } catch (SettingsException | DatabaseException | IOException exception) {
            problems.accept(String.valueOf(exception.getMessage()));
            return LogsRun.ERROR;
        }
    }
}
