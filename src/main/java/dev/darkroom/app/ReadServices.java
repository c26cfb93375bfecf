package dev.darkroom.app;

import dev.darkroom.activity.ActivityQueries;
import dev.darkroom.credit.CreditQueries;
import dev.darkroom.database.DatabaseReader;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.ReadOnlyDatabase;
import dev.darkroom.event.EventBus;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.action.BulkActionQueries;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.diagnosis.TypicalDurationStore;
import dev.darkroom.generation.engine.EngineSettings;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.http.HttpClients;
import dev.darkroom.sharedlog.SharedLogQueries;
import dev.darkroom.storage.FileQueries;
import dev.darkroom.storage.access.SignedLinkSigner;
import dev.darkroom.storage.supabase.SignedUrl;
import dev.darkroom.storage.supabase.SupabaseSettings;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.time.Duration;
import java.util.Objects;

/**
 * The services that read one connection and cannot change it: all services of a read-only connection, and the reading half of
 * an {@link EngineServices}.
 */
public final class ReadServices implements AutoCloseable {
    public final ModelCatalog models;
    public final EventBus events;
    public final DatabaseReader database;
    public final HttpClients http;
    public final SupabaseStorage storage;
    public final SignedLinkSigner signer;
    /** The thresholds for what counts as stuck, for the engine and all screens. */
    public final StuckThresholds thresholds;

    public final GenerationQueries queries;
    public final BulkActionQueries bulks;
    public final CreditQueries credits;
    public final FileQueries files;
    public final ActivityQueries activity;
    public final SharedLogQueries sharedLog;
    private final Duration linkLife;
    private final Runnable closing;

    /** Addresses of the two services that a console reads; it does not query fal.ai and needs no key for it. */
    record ReadAddresses(DatabaseSettings database, SupabaseSettings storage) {}

    /**
     * Opens a read-only connection: neither its database sessions nor its HTTP clients can write.
     *
     * @throws dev.darkroom.database.DatabaseException with one sentence, if the database cannot be used
     */
    static ReadServices readOnly(ReadAddresses addresses, EngineSettings settings) {
        ReadOnlyDatabase database = ReadOnlyDatabase.open(addresses.database());
        HttpClients http = HttpClients.readOnly();
        return new ReadServices(
                database,
                http,
                new SupabaseStorage(http, addresses.storage()),
                ModelCatalog.builtIn(),
                new EventBus(),
                settings,
                1,
                () -> {
                    http.close();
                    database.close();
                });
    }

    /** @param closing closes the resources, unless the caller does it */
    ReadServices(
            DatabaseReader database,
            HttpClients http,
            SupabaseStorage storage,
            ModelCatalog models,
            EventBus events,
            EngineSettings settings,
            double speed,
            Runnable closing) {
        this.database = database;
        this.http = http;
        this.storage = storage;
        this.models = models;
        this.events = events;
        this.closing = closing;
        linkLife = settings.linkLife();
        signer = new SignedLinkSigner(storage);
        thresholds =
                StuckThresholds.learned(new TypicalDurationStore(database, models, speed), models, settings, speed);
        queries = new GenerationQueries(database, thresholds);
        bulks = new BulkActionQueries(database);
        credits = new CreditQueries(database);
        files = new FileQueries(database);
        activity = new ActivityQueries(database);
        sharedLog = new SharedLogQueries(database);
    }

    /** Returns a new link to the first file of a completed generation, without storing it. */
    SignedUrl sign(Generation generation) {
        String path = Objects.requireNonNull(generation.media().path(), "no stored file is named");
        return signer.sign(generation.userId(), path, linkLife);
    }

    @Override
    public void close() {
        closing.run();
    }
}
