package dev.darkroom.app;

import dev.darkroom.alert.AlertMonitor;
import dev.darkroom.alert.AlertService;
import dev.darkroom.alert.AlertWebhook;
import dev.darkroom.credit.CreditLedger;
import dev.darkroom.database.Database;
import dev.darkroom.database.writer.GroupCommitWriter;
import dev.darkroom.event.EventBus;
import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.EngineName;
import dev.darkroom.generation.GenerationRepository;
import dev.darkroom.generation.GenerationService;
import dev.darkroom.generation.ModelRepository;
import dev.darkroom.generation.action.BulkActionRunner;
import dev.darkroom.generation.action.BulkActionService;
import dev.darkroom.generation.action.GenerationActions;
import dev.darkroom.generation.action.QuotaService;
import dev.darkroom.generation.action.SignedUrlService;
import dev.darkroom.generation.action.TriageService;
import dev.darkroom.generation.diagnosis.StuckMonitor;
import dev.darkroom.generation.engine.EngineRegistry;
import dev.darkroom.generation.engine.EngineSettings;
import dev.darkroom.generation.engine.EngineWakeups;
import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.generation.engine.GenerationRunRepository;
import dev.darkroom.generation.engine.MaintenanceJob;
import dev.darkroom.generation.engine.RunContext;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.generation.engine.ServiceCircuitBreaker.ServiceProbe.Condition;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.StorageRepository;
import dev.darkroom.storage.access.StorageAccess;
import dev.darkroom.storage.supabase.SupabaseStorage;
import dev.darkroom.storage.upload.ResultFileCache;
import dev.darkroom.storage.upload.StorageService;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All services of one connection, created with {@code new} and closed in reverse. The engine waits for {@code start()}. */
public final class EngineServices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineServices.class);
    private static final int WRITER_LANES = 2;
    private static final long MAX_FILE_BYTES = 500L * 1024 * 1024;
    /** Maximum bytes of results waiting on this disk for storage. */
    private static final long WAITING_RESULTS = 5L * 1024 * 1024 * 1024;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** The services that all screens read from. */
    public final ReadServices reads;

    public final EventBus events = new EventBus();
    public final ModelCatalog models;
    public final Database database;
    public final HttpClients http;
    public final FalClient fal;
    public final SupabaseStorage storage;
    public final StorageRepository files;
    public final CreditLedger ledger;
    public final GenerationRepository generations;
    public final GenerationQueries queries;
    public final GenerationService service;
    public final GenerationActions actions;
    public final BulkActionService bulkActions;
    public final SignedUrlService signedUrls;
    public final QuotaService quotas;
    public final TriageService triage;
    public final EngineRegistry engines;
    public final ServiceCircuitBreaker circuitBreaker;
    public final GenerationEngine engine;
    public final AlertService alerts;
    public final AlertMonitor alertMonitor;

    /**
     * Connects to the database.
     *
     * @param speed how many times faster than the real models the service is, for a stand-in
     * @param resultsFolder folder for result files in transit or waiting for storage
     * @throws dev.darkroom.database.DatabaseException with one sentence, if the database cannot be used
     */
    public EngineServices(ServiceEndpoints addresses, EngineSettings settings, double speed, Path resultsFolder) {
        models = ModelCatalog.builtIn();
        database = closing(Database.open(addresses.database()));
        try {
            new ModelRepository(database).save(models);
            GroupCommitWriter writer = closing(GroupCommitWriter.open(database.settings(), WRITER_LANES));
            http = closing(new HttpClients());
            fal = new FalClient(http, addresses.fal());
            storage = new SupabaseStorage(http, addresses.storage());
            reads = new ReadServices(database, http, storage, models, events, settings, speed, () -> {});
            files = new StorageRepository(database, writer, storage);
            ledger = new CreditLedger(database, events);
            generations = new GenerationRepository(database, writer);
            queries = reads.queries;
            service = new GenerationService(models, generations, events);
            StorageService results = new StorageService(
                    http,
                    OutboundPolicy.of(addresses.fal().queueUrl()),
                    storage,
                    files,
                    new ResultFileCache(resultsFolder, WAITING_RESULTS),
                    resultsFolder,
                    MAX_FILE_BYTES);
            actions = new GenerationActions(database, events, models, fal, results, files);
            bulkActions = new BulkActionService(database, events);
            signedUrls = new SignedUrlService(database, events, files, settings.linkLife());
            quotas = new QuotaService(database, models);
            triage = new TriageService(database, events);
            engines = new EngineRegistry(database);
            circuitBreaker = new ServiceCircuitBreaker(
                    database,
                    events,
                    Map.of(
                            ServiceCircuitBreaker.Service.FAL,
                            () -> condition(fal.probe()),
                            ServiceCircuitBreaker.Service.STORAGE,
                            () -> condition(results.access())),
                    settings.probeAfter());
            EngineWakeups wakeups = closing(new EngineWakeups(database.notifications(), events));
            engine = closing(new GenerationEngine(
                    settings,
                    engines,
                    generations,
                    circuitBreaker,
                    wakeups,
                    events,
                    id -> new RunContext.EngineResources(
                                    fal,
                                    results,
                                    files,
                                    new GenerationRunRepository(writer, events, EngineName.of(id)),
                                    circuitBreaker,
                                    settings,
                                    generations)
                            .runFactory()));
            closing(StuckMonitor.start(database, queries.limits(), queries::clusterSnapshot, models, engine, events));
            closing(new BulkActionRunner(
                    database, actions, events, () -> engine.state() == GenerationEngine.State.RUNNING));
            AlertWebhook webhook =
                    new AlertWebhook(http, OutboundPolicy.of(addresses.fal().queueUrl()));
            alerts = new AlertService(database, webhook);
            alertMonitor = closing(new AlertMonitor(database, webhook, UUID.randomUUID(), fal::balance, resultsFolder));
            alertMonitor.start();
            closing(new MaintenanceJob(database, events, () -> engine.state() == GenerationEngine.State.RUNNING));
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    private static Condition condition(Optional<CodedMessage> silence) {
        return silence.<Condition>map(Condition.Silent::new).orElseGet(Condition.Working::new);
    }

    private static Condition condition(StorageAccess access) {
        return switch (access) {
            case StorageAccess.Ready _ -> new Condition.Working();
            case StorageAccess.Unavailable _ -> new Condition.Silent(access.message());
            case StorageAccess.BucketMissing _, StorageAccess.KeyRefused _, StorageAccess.PathWrong _ ->
                new Condition.Refusing(access.message());
        };
    }

    private <T extends AutoCloseable> T closing(T part) {
        open.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable part = open.pop();
            try {
                part.close();
            } catch (Exception failure) {
                LOG.warn("{} did not close cleanly", part.getClass().getSimpleName(), failure);
            }
        }
    }
}
