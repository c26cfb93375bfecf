package dev.darkroom.console.generations;

import dev.darkroom.console.generations.details.GenerationDetailsModel;
import dev.darkroom.console.generations.details.GenerationDetailsReader;
import dev.darkroom.console.generations.form.NewGenerationModel;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.credit.CreditLedger;
import dev.darkroom.credit.CreditQueries;
import dev.darkroom.database.Database;
import dev.darkroom.database.writer.GroupCommitWriter;
import dev.darkroom.event.EventBus;
import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.GenerationRepository;
import dev.darkroom.generation.GenerationService;
import dev.darkroom.generation.action.BulkActionQueries;
import dev.darkroom.generation.action.BulkActionService;
import dev.darkroom.generation.action.GenerationActions;
import dev.darkroom.generation.action.SignedUrlService;
import dev.darkroom.generation.action.TriageService;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.logging.LogLine;
import dev.darkroom.storage.FileQueries;
import dev.darkroom.storage.StorageRepository;
import dev.darkroom.storage.preview.FilePreviewService;
import dev.darkroom.storage.supabase.SupabaseSettings;
import dev.darkroom.storage.supabase.SupabaseStorage;
import dev.darkroom.storage.upload.ResultFileCache;
import dev.darkroom.storage.upload.StorageService;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The real components behind the screen, on a test database; the storage is not reachable. */
public final class GenerationsTestBench implements AutoCloseable {
    private static final URI NOBODY = URI.create("http://127.0.0.1:9");

    public final Database database;
    /** Nothing is ever stored. */
    private static final Path RESULTS = Path.of("target", "results");

    public final EventBus events = new EventBus();
    public final ModelCatalog models = ModelCatalog.builtIn();
    public final GenerationQueries queries;
    public final CreditLedger ledger;
    public final GenerationRepository generations;
    final GenerationService service;
    public final GenerationActions actions;
    final BulkActionService bulk;
    private final HttpClients http = new HttpClients();
    private final GroupCommitWriter writer;
    private final SupabaseStorage storage;
    private final SignedUrlService links;

    public GenerationsTestBench(Database database) {
        this(database, new FalSettings(NOBODY, NOBODY, "key:of-a-test"));
    }

    public GenerationsTestBench(Database database, FalSettings fal) {
        this.database = database;
        // Slow, so that nothing gets stuck while a test is running.
        queries = new GenerationQueries(database, StuckThresholds.of(models, 0.2));
        ledger = new CreditLedger(database, events);
        writer = GroupCommitWriter.open(database.settings(), 1);
        generations = new GenerationRepository(database, writer);
        service = new GenerationService(models, generations, events);
        storage =
                new SupabaseStorage(http, SupabaseSettings.of("http://127.0.0.1:9", "service-key-of-a-test", "media"));
        StorageRepository files = new StorageRepository(database, writer, storage);
        StorageService results = new StorageService(
                http, OutboundPolicy.of(fal.queueUrl()), storage, files, new ResultFileCache(RESULTS, 0), RESULTS, 0);
        actions = new GenerationActions(database, events, models, new FalClient(http, fal), results, files);
        bulk = new BulkActionService(database, events);
        links = new SignedUrlService(database, events, files, Duration.ofDays(7));
    }

    public GenerationsModel list(Executor background, Executor fx) {
        return new GenerationsModel(queries, background, fx, ValueFormats.utc(), "tester");
    }

    public GenerationActionsModel doing(Executor background, Executor fx, boolean readOnly) {
        GenerationActionsModel.Operator tester = new GenerationActionsModel.Operator(
                actions, bulk, new TriageService(database, events), "tester", false);
        return new GenerationActionsModel(readOnly ? null : tester, new BulkActionQueries(database), background, fx);
    }

    public GenerationDetailsModel detailsModel(Function<UUID, List<LogLine>> log, Executor background, Executor fx) {
        return new GenerationDetailsModel(
                new GenerationDetailsReader(
                        queries,
                        new CreditQueries(database),
                        new FileQueries(database),
                        links::sign,
                        generation -> log.apply(generation.id()),
                        _ -> false),
                background,
                fx);
    }

    public GenerationPictures pictures(FilePreviewService previews) {
        return new GenerationPictures(new FileQueries(database), previews.thumbnails());
    }

    public NewGenerationModel form(Executor background, Executor fx) {
        return new NewGenerationModel(service, ledger, queries, "tester", background, fx);
    }

    @Override
    public void close() {
        writer.close();
        http.close();
    }
}
