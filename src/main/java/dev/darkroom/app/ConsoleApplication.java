package dev.darkroom.app;

import dev.darkroom.activity.ActivityExport;
import dev.darkroom.alert.AlertEntry;
import dev.darkroom.alert.AlertQueries;
import dev.darkroom.console.ConnectionBadge;
import dev.darkroom.console.ConsoleContext;
import dev.darkroom.console.ConsoleParts;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindow;
import dev.darkroom.console.EngineMode;
import dev.darkroom.console.EngineVitals;
import dev.darkroom.console.activity.ActivityModel;
import dev.darkroom.console.activity.ActivityScreen;
import dev.darkroom.console.alerts.AlertNotifier;
import dev.darkroom.console.alerts.AlertSettingsCard;
import dev.darkroom.console.alerts.AlertStrip;
import dev.darkroom.console.alerts.AlertsModel;
import dev.darkroom.console.credits.CreditsModel;
import dev.darkroom.console.credits.CreditsScreen;
import dev.darkroom.console.doctor.DoctorModel;
import dev.darkroom.console.doctor.DoctorNavigation;
import dev.darkroom.console.doctor.DoctorScreen;
import dev.darkroom.console.files.FilesModel;
import dev.darkroom.console.files.FilesScreen;
import dev.darkroom.console.files.PreviewModel;
import dev.darkroom.console.generations.ActionsModel;
import dev.darkroom.console.generations.GenerationNavigation;
import dev.darkroom.console.generations.GenerationPictures;
import dev.darkroom.console.generations.GenerationsModel;
import dev.darkroom.console.generations.details.GenerationDetailsModel;
import dev.darkroom.console.generations.details.GenerationDetailsReader;
import dev.darkroom.console.generations.form.NewGenerationModel;
import dev.darkroom.console.generations.list.GenerationsScreenView;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.list.SavedViewStore;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.logs.LogsScreen;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogSource;
import dev.darkroom.console.overview.OverviewModel;
import dev.darkroom.console.overview.OverviewNavigation;
import dev.darkroom.console.overview.OverviewReader;
import dev.darkroom.console.overview.OverviewScreen;
import dev.darkroom.console.settings.LimitsModel;
import dev.darkroom.console.settings.SettingsModel;
import dev.darkroom.console.settings.SettingsScreen;
import dev.darkroom.credit.CreditQueries;
import dev.darkroom.credit.LedgerExport;
import dev.darkroom.credit.StatementExport;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.logfile.LogCache;
import dev.darkroom.logfile.LogFile;
import dev.darkroom.logfile.RecordWriter;
import dev.darkroom.logfile.index.IndexStore;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.source.UnpackFolder;
import dev.darkroom.logging.LogLine;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.metric.ErrorGroupService;
import dev.darkroom.metric.MetricQueries;
import dev.darkroom.sandbox.demo.DemoTraffic;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sharedlog.SharedSpool;
import dev.darkroom.sharedlog.SpoolSize;
import dev.darkroom.storage.StorageComparison;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.preview.FileCache;
import dev.darkroom.storage.preview.FileDownload;
import dev.darkroom.storage.preview.PreviewService;
import dev.darkroom.storage.supabase.SignedUrl;
import dev.darkroom.system.DesktopNotification;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The console on one connection: opens it behind the window that already shows, builds the screens, closes everything. */
public final class ConsoleApplication {
    private static final long INDEX_CACHE = 2L * 1024 * 1024 * 1024;
    private static final long PREVIEW_CACHE = 500L * 1024 * 1024;
    private static final Duration ALL_ENGINES_BACK = Duration.ofDays(1);

    private final ConnectionResolver.Chosen chosen;
    private final AppDirectories folders;
    private final LoggingService logging;
    private final WindowStateStore memory;
    private final Executor background = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable ConnectionSession session;
    private @Nullable DemoTraffic traffic;
    private volatile @Nullable SharedSpool spool;
    private @Nullable LogPreferenceFile logPreferences;

    public ConsoleApplication(
            ConnectionResolver.Chosen chosen, AppDirectories folders, LoggingService logging, SettingsFile settings) {
        this.chosen = chosen;
        this.folders = folders;
        this.logging = logging;
        this.memory = new WindowStateStore(settings);
    }

    /** Shows the window and returns when it was closed and everything behind it has ended. */
    public void run() {
        HeapSettings.shrinkWhenIdle();
        // Told to end from outside, the window does not close by itself.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "desk-close"));
        ConsoleWindow.launch(new ConsoleContext(
                memory.badge(chosen.connection()),
                memory.window(),
                new SavedViewStore(memory.settings().views(), memory::views),
                memory::remember,
                this::start,
                this::close));
    }

    synchronized ConsoleParts start(ConsoleContext.Progress progress) {
        close(); // what a start that failed half way has left
        ConnectionSession opened =
                ConnectionSession.open(chosen, folders, told -> progress.step(MessageTexts.said(told), -1));
        session = opened;
        opened.shareLogs(logging);
        opened.watchLogs(logging);
        GenerationEngine engine =
                opened.darkroom().map(darkroom -> darkroom.engine).orElse(null);
        if (engine != null && chosen.connection().runsEngine()) {
            engine.start();
        }
        DemoTraffic demo =
                opened.sandbox().flatMap(_ -> opened.darkroom()).map(this::demo).orElse(null);
        traffic = demo;
        opened.sandbox().ifPresent(this::faultsAsLeft);
        ServicePauseMonitor pauses = new ServicePauseMonitor(opened.reads().queries, background);
        return new ConsoleParts(
                shell -> screens(shell, opened, demo),
                () -> vitals(opened).withPauses(pauses.latest()).withEngines(pauses.engines()),
                engine == null ? null : mode -> switchTo(engine, mode),
                new GlobalSearch(opened.reads().queries));
    }

    /** An outage has ended by itself meanwhile; the sign in the frame says what goes on. */
    private void faultsAsLeft(SandboxServices sandbox) {
        try {
            FaultRates left = FaultRates.parse(memory.settings().demoFaults());
            sandbox.faults(new FaultRates(left.rates()));
        } catch (IllegalArgumentException unknown) {
            memory.demoFaults(FaultRates.NONE.text()); // of another version
        }
    }

    /** What the window looks at, once it has started. */
    synchronized ConnectionSession session() {
        return Objects.requireNonNull(session, "not started");
    }

    private DemoTraffic demo(EngineServices darkroom) {
        DemoTraffic demo = new DemoTraffic(darkroom.service, darkroom.ledger, System.nanoTime(), true);
        demo.fillPurses();
        demo.start(memory.settings().demoRate());
        return demo;
    }

    private List<ConsoleScreen> screens(ConsoleShell shell, ConnectionSession opened, @Nullable DemoTraffic demo) {
        ReadServices reads = opened.reads();
        PreviewService previews = new PreviewService(
                reads.http, reads.storage, new FileCache(folders.cache().resolve("previews"), PREVIEW_CACHE));
        AlertsModel alerts = new AlertsModel(
                new AlertQueries(reads.database),
                opened.darkroom().map(darkroom -> darkroom.alerts).orElse(null),
                shell.feed(),
                actor());
        new AlertNotifier(alerts, shell, shell::isInFront, DesktopNotification::show);
        GenerationsScreenView generations = generations(shell, opened, previews);
        return List.of(
                overview(shell, opened, alerts, generations),
                generations,
                credits(shell, opened),
                files(shell, opened, previews),
                logs(shell, opened),
                doctor(shell, opened),
                activity(shell, opened),
                settings(shell, opened, demo, alerts));
    }

    private ConsoleScreen overview(
            ConsoleShell shell, ConnectionSession opened, AlertsModel alerts, GenerationsScreenView generations) {
        ReadServices reads = opened.reads();
        return new OverviewScreen(
                shell,
                new OverviewModel(
                        new OverviewReader(new MetricQueries(reads.database), reads.queries, reads.files),
                        opened.darkroom()
                                .map(darkroom -> new ErrorGroupService(darkroom.database))
                                .orElse(null),
                        shell.feed(),
                        actor(),
                        shell.overviewProperty()),
                reads.models,
                new OverviewNavigation(
                        what -> shell.open(new NavigationTarget(GenerationsScreenView.ID, what)),
                        () -> shell.open(NavigationTarget.screen(CreditsScreen.ID)),
                        () -> shell.open(NavigationTarget.screen(FilesScreen.ID)),
                        (id, act) -> {
                            shell.open(new NavigationTarget(GenerationsScreenView.ID, id.toString()));
                            generations.act(id, act);
                        },
                        filter -> {
                            shell.open(new NavigationTarget(GenerationsScreenView.ID, filter));
                            generations.retryAll(filter);
                        }),
                new AlertStrip(alerts, shell, alert -> shell.open(place(alert))));
    }

    /** Where one sees what an alert is about. */
    private static NavigationTarget place(AlertEntry alert) {
        return switch (alert.kind()) {
            case STUCK, REFUND_MISSING -> new NavigationTarget(GenerationsScreenView.ID, "view:attention");
            case FAILURE_RATE ->
                new NavigationTarget(GenerationsScreenView.ID, "status:failed model:" + alert.subject());
            case SERVICE_PAUSED -> new NavigationTarget(GenerationsScreenView.ID, "view:waiting");
            case ERROR_BURST, DATABASE_SLOW, HEARTBEAT_MISSING -> NavigationTarget.screen(LogsScreen.ID);
            case DISK_LOW, FAL_BALANCE -> NavigationTarget.screen(SettingsScreen.ID);
        };
    }

    private GenerationsScreenView generations(ConsoleShell shell, ConnectionSession opened, PreviewService previews) {
        ReadServices reads = opened.reads();
        @Nullable EngineServices darkroom = opened.darkroom().orElse(null);
        FxEventBridge feed = shell.feed();
        return new GenerationsScreenView(
                shell,
                new GenerationsModel(reads.queries, background, feed::fx, InstantSource.system(), actor()),
                new GenerationDetailsModel(
                        new GenerationDetailsReader(
                                reads.queries,
                                reads.credits,
                                reads.files,
                                darkroom == null
                                        ? reads::sign
                                        : generation -> darkroom.signedUrls.renew(generation, actor()),
                                this::lines),
                        background,
                        feed::fx),
                new ActionsModel(
                        darkroom == null ? null : operator(opened, darkroom), reads.bulks, background, feed::fx),
                darkroom == null
                        ? null
                        : () -> new NewGenerationModel(
                                darkroom.service, darkroom.ledger, reads.queries, actor(), background, feed::fx),
                reads.models,
                new GenerationPictures(reads.files, previews.thumbnails()),
                reads.events,
                new GenerationNavigation(
                        id -> shell.open(new NavigationTarget(LogsScreen.ID, id.toString())),
                        user -> shell.open(new NavigationTarget(CreditsScreen.ID, user)),
                        file -> shell.open(new NavigationTarget(FilesScreen.ID, "file:" + file))),
                this::copyLines);
    }

    private ActionsModel.Operator operator(ConnectionSession opened, EngineServices darkroom) {
        return new ActionsModel.Operator(
                darkroom.actions, darkroom.bulkActions, darkroom.triage, actor(), isProduction(opened));
    }

    private ConsoleScreen credits(ConsoleShell shell, ConnectionSession opened) {
        CreditQueries queries = opened.reads().credits;
        return new CreditsScreen(
                shell,
                new CreditsModel(
                        queries,
                        opened.darkroom().map(darkroom -> darkroom.ledger).orElse(null),
                        shell.feed(),
                        opened.reads().events,
                        shell.formats(),
                        actor()),
                new LedgerExport(queries),
                new StatementExport(queries),
                id -> shell.open(new NavigationTarget(GenerationsScreenView.ID, id.toString())));
    }

    private ConsoleScreen files(ConsoleShell shell, ConnectionSession opened, PreviewService previews) {
        ReadServices reads = opened.reads();
        BiFunction<StoredFile, Duration, SignedUrl> look =
                (file, life) -> reads.signer.sign(file.userId(), file.path(), life);
        return new FilesScreen(
                shell,
                new FilesModel(reads.files, shell.feed(), reads.events, shell.formats()),
                new PreviewModel(
                        look,
                        opened.darkroom()
                                .<BiFunction<StoredFile, Duration, SignedUrl>>map(
                                        darkroom -> (file, life) -> darkroom.signedUrls.renew(file, life, actor()))
                                .orElse(look),
                        previews,
                        shell.feed(),
                        InstantSource.system()),
                previews.thumbnails(),
                new FilesScreen.Services(
                        reads.files,
                        new FileDownload(look, previews),
                        new StorageComparison(reads.database, reads.storage),
                        opened.darkroom()
                                .<FilesScreen.Restore>map(darkroom -> (lost, reason) -> darkroom.actions
                                        .restore(lost, reason, actor())
                                        .told())
                                .orElse(null)),
                reads.storage.bucket(),
                id -> shell.open(new NavigationTarget(GenerationsScreenView.ID, id.toString())));
    }

    private ConsoleScreen activity(ConsoleShell shell, ConnectionSession opened) {
        ReadServices reads = opened.reads();
        return new ActivityScreen(
                shell,
                new ActivityModel(
                        reads.activity,
                        reads.bulks,
                        opened.darkroom().map(darkroom -> darkroom.bulkActions).orElse(null),
                        shell.feed(),
                        reads.events,
                        shell.formats(),
                        actor(),
                        isProduction(opened)),
                new ActivityExport(reads.activity),
                id -> shell.open(new NavigationTarget(GenerationsScreenView.ID, id.toString())),
                user -> shell.open(new NavigationTarget(CreditsScreen.ID, user)));
    }

    private boolean isProduction(ConnectionSession opened) {
        return memory.badge(opened.connection()).kind() == ConnectionBadge.Kind.PRODUCTION;
    }

    /** Who acts, as ledger and timeline name them. */
    private static String actor() {
        return System.getProperty("user.name", "operator");
    }

    private List<LogLine> lines(UUID generation) {
        String id = generation.toString();
        return logging.live().lines(line -> id.equals(line.generation()));
    }

    /** From the files of this machine, which go back farther than what is in memory. */
    private void copyLines(Generation generation, OutputStream out) throws IOException {
        RecordWriter lines = new RecordWriter(
                LogQuery.ALL.generation(generation.id().toString()), out, new UnpackFolder(folders::unpackedLogs));
        Optional<Path> file = logging.backendFile();
        if (file.isPresent() && Files.exists(file.get())) {
            lines.read(file.get());
        }
    }

    private ConsoleScreen logs(ConsoleShell shell, ConnectionSession opened) {
        List<LogSource> live = Stream.of(logging.backendFile(), logging.serverFile())
                .flatMap(java.util.Optional::stream)
                .map(LogSource::live)
                .toList();
        SharedSpool all = spool(opened);
        return new LogsScreen(
                shell,
                new LogsModel(
                        shell.feed(),
                        live,
                        List.of(LogSource.allEngines(_ -> LogFile.openUnread(all.start()), all::problem)),
                        logPreferences()),
                id -> shell.open(new NavigationTarget(GenerationsScreenView.ID, id)));
    }

    private ConsoleScreen doctor(ConsoleShell shell, ConnectionSession opened) {
        return new DoctorScreen(
                shell,
                new DoctorModel(opened.doctor(), shell.feed(), actor(), isProduction(opened)),
                new DoctorNavigation(
                        id -> shell.open(new NavigationTarget(GenerationsScreenView.ID, id.toString())),
                        user -> shell.open(new NavigationTarget(CreditsScreen.ID, user)),
                        file -> shell.open(new NavigationTarget(FilesScreen.ID, "file:" + file))));
    }

    /** One for all windows. */
    private SharedSpool spool(ConnectionSession opened) {
        SharedSpool all = spool;
        if (all == null) {
            all = AllEngines.spool(
                    opened.reads().database.settings(),
                    folders,
                    opened.connection().name(),
                    ALL_ENGINES_BACK,
                    SpoolSize.VIEW);
            spool = all;
        }
        return all;
    }

    /** One for all windows, so that none writes over what another one keeps. */
    private LogPreferenceFile logPreferences() {
        LogPreferenceFile kept = logPreferences;
        if (kept == null) {
            kept = new LogPreferenceFile(folders.config().resolve("logs.json"), logCache());
            logPreferences = kept;
        }
        return kept;
    }

    private LogCache logCache() {
        UnpackFolder copies = new UnpackFolder(folders::unpackedLogs);
        background.execute(copies::removeLeftovers);
        return new LogCache(new IndexStore(folders.cache().resolve("logs"), INDEX_CACHE), copies);
    }

    private ConsoleScreen settings(
            ConsoleShell shell, ConnectionSession opened, @Nullable DemoTraffic demo, AlertsModel alerts) {
        SettingsModel.Sandbox sandbox = demo == null
                ? null
                : new SettingsModel.Sandbox(
                        demo::rate,
                        rate -> {
                            demo.rate(rate);
                            memory.demoRate(rate);
                        },
                        Arrays.stream(SandboxFault.values())
                                .map(fault -> new SettingsModel.Fault(
                                        fault.word(), fault.side() == SandboxFault.Side.STORAGE))
                                .toList(),
                        () -> opened.sandbox().orElseThrow().faultsText(),
                        text -> {
                            SandboxServices services = opened.sandbox().orElseThrow();
                            services.faults(FaultRates.parse(text));
                            memory.demoFaults(services.faultsText());
                        });
        LimitsModel limits = new LimitsModel(
                opened.darkroom().map(darkroom -> darkroom.quotas).orElse(null),
                opened.reads().models,
                opened.reads().queries,
                shell.feed(),
                actor());
        limits.onChanged((sentence, undo) -> shell.toast(NotificationEntry.Kind.DONE, sentence, undo));
        return new SettingsScreen(
                new SettingsModel(
                        limits,
                        List.of(
                                new SettingsModel.Place("data", folders.data()),
                                new SettingsModel.Place("settings", folders.settingsFile()),
                                new SettingsModel.Place("logs", folders.logs())),
                        sandbox),
                shell.theme(),
                shell.utcProperty(),
                shell.feed(),
                new AlertSettingsCard(alerts, shell));
    }

    private EngineVitals vitals(ConnectionSession opened) {
        String kind = opened.sandbox().isPresent() ? "PostgreSQL 18, embedded" : "PostgreSQL";
        EngineVitals vitals = opened.darkroom()
                .map(darkroom -> vitals(darkroom.engine, kind))
                .orElseGet(() -> EngineVitals.withoutEngine(kind, logging.waiting()));
        return vitals.withFaults(opened.sandbox()
                .map(SandboxServices::faultsText)
                .filter(faults -> !faults.equals("none"))
                .orElse(""));
    }

    private EngineVitals vitals(GenerationEngine engine, String kind) {
        return new EngineVitals(mode(engine.state()), engine.inFlight(), kind, logging.waiting());
    }

    private static EngineMode mode(GenerationEngine.State state) {
        return switch (state) {
            case RUNNING -> EngineMode.RUNNING;
            case PAUSED -> EngineMode.PAUSED;
            case DRAINING, STOPPED -> EngineMode.OFF;
        };
    }

    private static void switchTo(GenerationEngine engine, EngineMode mode) {
        switch (mode) {
            case RUNNING -> {
                engine.start();
                engine.resume();
            }
            case PAUSED -> {
                engine.start();
                engine.pause();
            }
            case OFF -> engine.close();
        }
    }

    synchronized void close() {
        if (traffic != null) {
            traffic.close();
            traffic = null;
        }
        SharedSpool all = spool;
        if (all != null) {
            all.close();
            spool = null;
        }
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
