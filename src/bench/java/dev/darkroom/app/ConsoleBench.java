package dev.darkroom.app;

import dev.darkroom.app.demo.DemoHistorySeed;
import dev.darkroom.console.HeadlessToolkit;
import dev.darkroom.database.ConnectionPools;
import dev.darkroom.database.Database;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.embedded.DurabilityLevel;
import dev.darkroom.database.embedded.EmbeddedPostgres;
import dev.darkroom.generation.engine.EngineSettings;
import dev.darkroom.http.outbound.TlsRequirement;
import dev.darkroom.logging.LogSettings;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.storage.supabase.SupabaseSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code mvn -Pbench verify -Dbench=console}: how quickly the console responds with a million generations
 * ({@code -Dbench.console.rows}), and whether its window stays responsive while a thousand rows a second change. The rows are
 * kept in {@code -Dbench.console.folder} for the next run.
 */
public final class ConsoleBench {
    private static final long ROWS = Long.getLong("bench.console.rows", 1_000_000);
    private static final Path FOLDER = Path.of(System.getProperty("bench.console.folder", "target/bench-console"))
            .toAbsolutePath();
    private static final Path PROGRAMS = Path.of("target", "postgres-programs");
    /** Nothing listens there. */
    private static final String NOWHERE = "http://127.0.0.1:9";

    private ConsoleBench() {}

    public static void run() throws Exception {
        if (!Files.exists(FOLDER.resolve("postgres").resolve("data"))) {
            new DemoHistorySeed(ROWS, System.out::println).fillSandbox(FOLDER, PROGRAMS);
        }
        ConsoleFigures figures = new ConsoleFigures();
        try (EmbeddedPostgres server =
                EmbeddedPostgres.start(FOLDER.resolve("postgres"), PROGRAMS, DurabilityLevel.DURABLE, _ -> {})) {
            DatabaseSettings settings = server.settings();
            try (Database database = Database.open(settings)) {
                System.out.printf("%,d generations%n", rows(database));
            }
            if (!Boolean.getBoolean("bench.console.window")) {
                try (ReadServices reads = ReadServices.readOnly(
                        new ReadServices.ReadAddresses(settings, SupabaseSettings.of(NOWHERE, "key", "generations")),
                        EngineSettings.DEFAULT)) {
                    new ConsoleQuestions(reads, figures).ask();
                }
            }
            window(settings, figures);
        }
        figures.print();
    }

    private static long rows(Database database) {
        return database.read(handle -> handle.createQuery("select count(*) from generation")
                .mapTo(Long.class)
                .one());
    }

    /** The real window, without a display. */
    private static void window(DatabaseSettings settings, ConsoleFigures figures) throws Exception {
        HeadlessToolkit.configure();
        AppDirectories folders = AppDirectories.of(
                new ProcessEnvironment(Map.of(
                        "DARKROOM_HOME",
                        Files.createTempDirectory(Path.of("target"), "bench-home")
                                .toString())),
                "linux",
                Path.of("target"));
        folders.claim();
        ConnectionProfile profile = new ConnectionProfile(
                "bench",
                ConnectionProfile.Kind.CUSTOM,
                "postgresql://" + settings.address().replaceFirst("^/*", ""),
                NOWHERE,
                "generations",
                NOWHERE,
                NOWHERE,
                ConnectionProfile.Stage.STAGING,
                false,
                false,
                false,
                TlsRequirement.VERIFIED);
        ConnectionResolver.Chosen chosen = new ConnectionResolver.Chosen(
                profile, new ConnectionSecrets(settings.user(), settings.password(), "key", "id:secret"));
        try (LoggingService logging =
                LoggingService.start(LogSettings.in(folders.logs()).withTerminal(null))) {
            ConsoleApplication console =
                    new ConsoleApplication(chosen, folders, logging, new UserSettingsFile(folders.settingsFile()));
            new ConsoleWindowBench(console, () -> ConnectionPools.connect(settings), figures).run();
        }
    }
}
