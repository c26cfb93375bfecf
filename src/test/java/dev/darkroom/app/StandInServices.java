package dev.darkroom.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.generation.GenerationCreationResult;
import dev.darkroom.generation.GenerationRequest;
import dev.darkroom.generation.engine.EngineSettings;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.sandbox.fal.FalSandbox;
import dev.darkroom.sandbox.fal.FalSandboxSettings;
import dev.darkroom.sandbox.storage.StorageSandbox;
import dev.darkroom.storage.supabase.StorageBucket;
import dev.darkroom.storage.supabase.SupabaseSettings;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Both stand-ins, an engine running on them that produces what a test needs, and everything a console needs to find it. */
final class StandInServices implements AutoCloseable {
    static final String BUCKET = "generations";

    final FalSandbox fal;
    final StorageSandbox storage;
    private final Path folder;

    StandInServices(Path folder) {
        this.folder = folder;
        fal = FalSandbox.start(FalSandboxSettings.defaults()
                .withSpeed(200)
                .withPictureScale(0.2)
                .withDirectory(folder.resolve("fal")));
        storage = StorageSandbox.in(folder.resolve("storage")).start();
    }

    /** With a bucket; its engine is not started. */
    EngineServices engine(DatabaseSettings database) {
        EngineServices services = new EngineServices(
                new ServiceEndpoints(
                        database,
                        new FalSettings(URI.create(fal.url()), URI.create(fal.url() + "/v1"), fal.key()),
                        SupabaseSettings.of(storage.url().toString(), storage.serviceKey(), BUCKET)),
                EngineSettings.sandbox(10),
                1,
                folder.resolve("results"));
        services.storage.buckets().ensure(BUCKET, StorageBucket.Rules.PRIVATE);
        return services;
    }

    /** Comes back when it has ended, well or not. */
    static UUID generate(EngineServices services, String user, String model, String prompt) {
        ObjectNode input = services.models.require(model).defaultInput().deepCopy();
        input.put("prompt", prompt);
        UUID id = ((GenerationCreationResult.Created)
                        services.service.create(new GenerationRequest(user, model, input, "test")))
                .generation();
        for (int tries = 0; tries < 600; tries++) {
            if (services.generations.find(id).orElseThrow().status().isFinal()) {
                return id;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError(id + " did not end within 30 s");
    }

    /** For the connection "env". */
    static Map<String, String> environment(
            DatabaseSettings database, String storage, String storageKey, String fal, String falKey) {
        String login = database.user() + ":" + URLEncoder.encode(database.password(), StandardCharsets.UTF_8) + "@";
        return Map.of(
                "DARKROOM_DATABASE_URL", "postgresql://" + login + database.address(),
                "DARKROOM_SUPABASE_URL", storage,
                "DARKROOM_SUPABASE_KEY", storageKey,
                "DARKROOM_FAL_URL", fal,
                "FAL_KEY", falKey);
    }

    Map<String, String> environment(DatabaseSettings database) {
        return environment(database, storage.url().toString(), storage.serviceKey(), fal.url(), fal.key());
    }

    /** A console on the connection "env", not yet started. */
    static ConsoleApplication console(Map<String, String> environment, Path home, LoggingService logging) {
        AppDirectories folders = directories(home);
        return new ConsoleApplication(
                new ConnectionResolver(folders, UserSettings.DEFAULT, new ProcessEnvironment(environment))
                        .choose("env"),
                folders,
                logging,
                new UserSettingsFile(folders.settingsFile()));
    }

    /** Below a home of its own. */
    static AppDirectories directories(Path home) {
        return new AppDirectories(
                home.resolve("data"), home.resolve("config"), home.resolve("cache"), home.resolve("logs"));
    }

    @Override
    public void close() {
        storage.close();
        fal.close();
    }
}
