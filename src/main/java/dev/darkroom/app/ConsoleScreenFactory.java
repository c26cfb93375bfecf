package dev.darkroom.app;

import dev.darkroom.activity.ActivityExport;
import dev.darkroom.alert.AlertQueries;
import dev.darkroom.console.ConnectionBadge;
import dev.darkroom.console.ConsoleShell;
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
import dev.darkroom.console.files.FilePreviewModel;
import dev.darkroom.console.files.FilesModel;
import dev.darkroom.console.files.FilesScreen;
import dev.darkroom.console.generations.GenerationActionsModel;
import dev.darkroom.console.generations.GenerationNavigation;
import dev.darkroom.console.generations.GenerationPictures;
import dev.darkroom.console.generations.GenerationsModel;
import dev.darkroom.console.generations.details.GenerationDetailsModel;
import dev.darkroom.console.generations.details.GenerationDetailsReader;
import dev.darkroom.console.generations.form.NewGenerationModel;
import dev.darkroom.console.generations.list.CaseBundleController;
import dev.darkroom.console.generations.list.GenerationsScreenView;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.DeferredScreen;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.logs.LogsScreen;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.overview.OverviewModel;
import dev.darkroom.console.overview.OverviewNavigation;
import dev.darkroom.console.overview.OverviewReader;
import dev.darkroom.console.overview.OverviewScreen;
import dev.darkroom.console.settings.QuotaLimitsModel;
import dev.darkroom.console.settings.SettingsModel;
import dev.darkroom.console.settings.SettingsScreen;
import dev.darkroom.credit.CreditQueries;
import dev.darkroom.credit.CreditStatementExport;
import dev.darkroom.credit.LedgerExport;
import dev.darkroom.metric.ErrorGroupService;
import dev.darkroom.metric.MetricQueries;
import dev.darkroom.sandbox.demo.DemoTraffic;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.storage.StorageComparison;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.preview.FileDownload;
import dev.darkroom.storage.preview.FilePreviewService;
import dev.darkroom.storage.preview.PreviewFileCache;
import dev.darkroom.storage.supabase.SignedUrl;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Builds the screens of one window on an open connection. FX thread. */
final class ConsoleScreenFactory {
    private static final long PREVIEW_CACHE = 500L * 1024 * 1024;

    private final ConsoleShell shell;
    private final ConnectionSession opened;
    private final ReadServices reads;
    private final @Nullable DemoTraffic demo;
    private final LogServices logs;
    private final AppDirectories folders;
    private final WindowStateStore memory;
    private final Executor background;
    private final AlertNotifier.DesktopChannel desktop;

    /**
     * @param demo the traffic that Settings can change, or null
     * @param desktop the one of all windows
     */
    ConsoleScreenFactory(
            ConsoleShell shell,
            ConnectionSession opened,
            @Nullable DemoTraffic demo,
            LogServices logs,
            AppDirectories folders,
            WindowStateStore memory,
            Executor background,
            AlertNotifier.DesktopChannel desktop) {
        this.shell = shell;
        this.opened = opened;
        this.reads = opened.reads();
        this.demo = demo;
        this.logs = logs;
        this.folders = folders;
        this.memory = memory;
        this.background = background;
        this.desktop = desktop;
    }

    /** Returns the screens in the order of the rail. */
    List<ConsoleScreen> screens() {
        FilePreviewService previews = new FilePreviewService(
                reads.http, reads.storage, new PreviewFileCache(folders.cache().resolve("previews"), PREVIEW_CACHE));
        AlertsModel alerts = new AlertsModel(
                new AlertQueries(reads.database),
                opened.services().map(darkroom -> darkroom.alerts).orElse(null),
                shell.feed(),
                actor());
        alerts.onChanged((sentence, undo) -> shell.toast(NotificationEntry.Kind.DONE, sentence, undo));
        new AlertNotifier(alerts, shell, desktop);
        GenerationsScreenView generations = generations(previews);
        DeferredScreen<LogsScreen> logViewer = new DeferredScreen<>(LogsScreen.entry(), this::logs);
        LogsScreen.acceptFiles(shell, logViewer::screen, CaseBundleController::isBundle);
        return List.of(
                overview(alerts, generations),
                generations,
                new DeferredScreen<>(CreditsScreen.entry(), this::credits),
                new DeferredScreen<>(FilesScreen.entry(), () -> files(previews)),
                logViewer,
                new DeferredScreen<>(DoctorScreen.entry(), this::doctor),
                new DeferredScreen<>(ActivityScreen.entry(), this::activity),
                new DeferredScreen<>(SettingsScreen.entry(), () -> settings(alerts)));
    }

    private ConsoleScreen overview(AlertsModel alerts, GenerationsScreenView generations) {
        AlertStrip strip = new AlertStrip(
                alerts,
                shell,
                alert -> shell.open(AlertTarget.of(alert, shell.formats().zone())));
        return new OverviewScreen(
                shell,
                new OverviewModel(
                        new OverviewReader(new MetricQueries(reads.database), reads.queries, reads.files),
                        opened.services()
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
                            generations.requestAction(id, act);
                        },
                        filter -> {
                            shell.open(new NavigationTarget(GenerationsScreenView.ID, filter));
                            generations.requestRetryAll(filter);
                        },
                        rows -> {
                            shell.open(new NavigationTarget(GenerationsScreenView.ID, "view:attention"));
                            generations.recoverAll(rows);
                        }),
                strip,
                strip::actions);
    }

    private GenerationsScreenView generations(FilePreviewService previews) {
        @Nullable EngineServices darkroom = opened.services().orElse(null);
        FxEventBridge feed = shell.feed();
        return new GenerationsScreenView(
                shell,
                new GenerationsModel(reads.queries, background, feed::fx, shell.formats(), actor()),
                new GenerationDetailsModel(
                        new GenerationDetailsReader(
                                reads.queries,
                                reads.credits,
                                reads.files,
                                darkroom == null
                                        ? reads::sign
                                        : generation -> darkroom.signedUrls.renew(generation, actor()),
                                generation -> logs.lines(reads.sharedLog, generation),
                                logs::readFiles),
                        background,
                        feed::fx),
                new GenerationActionsModel(
                        darkroom == null ? null : operator(darkroom), reads.bulks, background, feed::fx),
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
                (generation, out) -> logs.copyLines(reads.sharedLog, generation, out));
    }

    private GenerationActionsModel.Operator operator(EngineServices darkroom) {
        return new GenerationActionsModel.Operator(
                darkroom.actions, darkroom.bulkActions, darkroom.triage, actor(), isProduction());
    }

    private ConsoleScreen credits() {
        CreditQueries queries = reads.credits;
        return new CreditsScreen(
                shell,
                new CreditsModel(
                        queries,
                        opened.services().map(darkroom -> darkroom.ledger).orElse(null),
                        shell.feed(),
                        reads.events,
                        shell.formats(),
                        actor()),
                new LedgerExport(queries),
                new CreditStatementExport(queries),
                id -> shell.open(new NavigationTarget(GenerationsScreenView.ID, id.toString())));
    }

    private ConsoleScreen files(FilePreviewService previews) {
        BiFunction<StoredFile, Duration, SignedUrl> look =
                (file, life) -> reads.signer.sign(file.userId(), file.path(), life);
        return new FilesScreen(
                shell,
                new FilesModel(reads.files, shell.feed(), reads.events, shell.formats()),
                new FilePreviewModel(
                        look,
                        opened.services()
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
                        opened.services()
                                .<FilesScreen.Restore>map(
                                        darkroom -> (lost, reason) -> darkroom.actions.restore(lost, reason, actor()))
                                .orElse(null)),
                reads.storage.bucket(),
                id -> shell.open(new NavigationTarget(GenerationsScreenView.ID, id.toString())));
    }

    private ConsoleScreen activity() {
        return new ActivityScreen(
                shell,
                new ActivityModel(
                        reads.activity,
                        reads.bulks,
                        opened.services().map(darkroom -> darkroom.bulkActions).orElse(null),
                        shell.feed(),
                        reads.events,
                        shell.formats(),
                        actor(),
                        isProduction()),
                new ActivityExport(reads.activity),
                id -> shell.open(new NavigationTarget(GenerationsScreenView.ID, id.toString())),
                user -> shell.open(new NavigationTarget(CreditsScreen.ID, user)));
    }

    private boolean isProduction() {
        return WindowStateStore.badge(opened.connection()).kind() == ConnectionBadge.Kind.PRODUCTION;
    }

    /** The user's name, as recorded in ledger and timeline. */
    static String actor() {
        return System.getProperty("user.name", "operator");
    }

    private LogsScreen logs() {
        return new LogsScreen(
                shell,
                new LogsModel(
                        shell.feed(), logs.ofThisMachine(), List.of(logs.ofAllEngines(opened)), logs.preferences()),
                id -> shell.open(new NavigationTarget(GenerationsScreenView.ID, id)));
    }

    private ConsoleScreen doctor() {
        return new DoctorScreen(
                shell,
                new DoctorModel(opened.doctor(), shell.feed(), actor(), isProduction()),
                new DoctorNavigation(
                        id -> shell.open(new NavigationTarget(GenerationsScreenView.ID, id.toString())),
                        user -> shell.open(new NavigationTarget(CreditsScreen.ID, user)),
                        file -> shell.open(new NavigationTarget(FilesScreen.ID, "file:" + file))));
    }

    private ConsoleScreen settings(AlertsModel alerts) {
        DemoTraffic traffic = demo;
        SettingsModel.Sandbox sandbox = traffic == null
                ? null
                : new SettingsModel.Sandbox(
                        traffic::rate,
                        rate -> {
                            traffic.setRate(rate);
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
        QuotaLimitsModel limits = new QuotaLimitsModel(
                opened.services().map(darkroom -> darkroom.quotas).orElse(null),
                reads.models,
                reads.queries,
                shell.feed(),
                actor());
        limits.onChanged((sentence, undo) -> shell.toast(NotificationEntry.Kind.DONE, sentence, undo));
        AlertSettingsCard card = new AlertSettingsCard(alerts, shell);
        return new SettingsScreen(
                new SettingsModel(
                        memory.settings().language(),
                        memory::language,
                        limits,
                        List.of(
                                new SettingsModel.Place("data", folders.data()),
                                new SettingsModel.Place("settings", folders.settingsFile()),
                                new SettingsModel.Place("logs", folders.logs())),
                        sandbox),
                shell.theme(),
                shell.utcProperty(),
                shell.feed(),
                card,
                card::actions);
    }
}
