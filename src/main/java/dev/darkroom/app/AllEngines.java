package dev.darkroom.app;

import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.embedded.DurabilityLevel;
import dev.darkroom.database.embedded.EmbeddedPostgres;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.sharedlog.SharedLogSpool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The shared log of all engines of a connection, for a command; opens only the database. */
public final class AllEngines implements AutoCloseable {
    private final @Nullable EmbeddedPostgres postgres;
    private final SharedLogSpool spool;

    private AllEngines(@Nullable EmbeddedPostgres postgres, SharedLogSpool spool) {
        this.postgres = postgres;
        this.spool = spool;
    }

    /** @param back how far back the records reach */
    public static AllEngines of(
            ConnectionResolver.Chosen chosen,
            AppDirectories folders,
            Duration back,
            SharedLogSpool.SpoolSize size,
            Consumer<CodedMessage> progress) {
        String name = chosen.connection().name();
        if (!chosen.connection().isSandbox()) {
            return new AllEngines(null, spool(ConnectionResolver.databaseAddress(chosen), folders, name, back, size));
        }
        EmbeddedPostgres postgres = EmbeddedPostgres.start(
                SandboxServices.database(ConnectionSession.sandboxFolder(folders)),
                folders.cache(),
                DurabilityLevel.DURABLE,
                progress);
        return new AllEngines(postgres, spool(postgres.settings(), folders, name, back, size));
    }

    static SharedLogSpool spool(
            DatabaseSettings settings,
            AppDirectories folders,
            String connection,
            Duration back,
            SharedLogSpool.SpoolSize size) {
        Path parent = folders.cache().resolve("shared-logs");
        return new SharedLogSpool(settings, parent, connection, back, size);
    }

    public SharedLogSpool spool() {
        return spool;
    }

    @Override
    public void close() {
        spool.close();
        if (postgres != null) {
            postgres.close();
        }
    }
}
