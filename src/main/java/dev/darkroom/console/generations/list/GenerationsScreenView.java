package dev.darkroom.console.generations.list;

import dev.darkroom.casebundle.CaseBundleWriter;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.generations.ActionConfirmations;
import dev.darkroom.console.generations.GenerationActionsModel;
import dev.darkroom.console.generations.GenerationDetailsSections;
import dev.darkroom.console.generations.GenerationListStatus;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.GenerationNavigation;
import dev.darkroom.console.generations.GenerationPictures;
import dev.darkroom.console.generations.GenerationsModel;
import dev.darkroom.console.generations.details.GenerationActionController;
import dev.darkroom.console.generations.details.GenerationDetailsModel;
import dev.darkroom.console.generations.details.GenerationDetailsView;
import dev.darkroom.console.generations.details.GenerationOutputTab;
import dev.darkroom.console.generations.form.NewGenerationController;
import dev.darkroom.console.generations.form.NewGenerationModel;
import dev.darkroom.console.kit.layout.ListExportController;
import dev.darkroom.console.kit.layout.SideInspector;
import dev.darkroom.console.kit.list.ListControls;
import dev.darkroom.console.kit.list.ListScreen;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen.CountBadge;
import dev.darkroom.console.kit.navigation.ConsoleScreen.ScreenEntry;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.task.FxChannel;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationPage.Line;
import dev.darkroom.generation.query.GenerationQueries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;

/** The Generations screen: the views as tabs, the filter, the live list, and the inspector beside it. */
public final class GenerationsScreenView extends ListScreen {
    public static final String ID = "generations";

    /** How often the list is polled, because other engines do not notify this window. */
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(2);

    private final ConsoleShell shell;
    private final GenerationsModel model;
    private final GenerationDetailsModel detailsModel;
    private final GenerationActionsModel actionsModel;
    private final NewGenerationController creation;
    private final EventBus events;
    private final GenerationsTable columns;
    private final PagedTable<Line> table;
    private final GenerationListHead head;
    private final SideInspector split;
    private final GenerationDetailsView details;
    private final CaseBundleController cases;
    private final InspectorController inspector;
    private final GenerationWindows windows;
    private final PendingActionController pending;
    private final BulkActionBar bulk;
    private final BulkActionPanel bulkPanel;
    private final ListExportController exports;
    private final GenerationActionController actions;
    private final VBox node = new VBox();
    private final List<Runnable> opened = new ArrayList<>();
    private final ObjectBinding<@Nullable Exception> failure;
    private Runnable countsWatch = () -> {};
    private boolean visible;
    private boolean viewUnchosen = true;

    /**
     * @param log reads the log lines of one generation for its case bundle
     * @param forms creates the model of a new form, on the FX thread like everything here; null where ordering is not allowed
     */
    public GenerationsScreenView(
            ConsoleShell shell,
            GenerationsModel model,
            GenerationDetailsModel detailsModel,
            GenerationActionsModel actionsModel,
            @Nullable Supplier<NewGenerationModel> forms,
            ModelCatalog models,
            GenerationPictures pictures,
            EventBus events,
            GenerationNavigation navigation,
            CaseBundleWriter.LogSlice log) {
        super(ScreenEntry.upper(ID, GenerationMessages.get("title"), MaterialDesignI.IMAGE_MULTIPLE_OUTLINE));
        this.shell = shell;
        this.model = model;
        this.detailsModel = detailsModel;
        this.actionsModel = actionsModel;
        creation = new NewGenerationController(shell, forms, this::created);
        this.events = events;
        columns = new GenerationsTable(
                shell.feed(), model, pictures, shell.formats(), shell.tables(), shell.revealed(), shell::failed);
        table = columns.table();
        split = new SideInspector(table, 0.61).remember(ID, shell.splits());
        ActionConfirmations questions = new ActionConfirmations(shell.formats(), models);
        actions =
                new GenerationActionController(shell, model, detailsModel, actionsModel, questions, creation::openLike);
        cases = new CaseBundleController(shell, new CaseBundleWriter(pictures.thumbnails(), log));
        details = new GenerationDetailsView(
                detailsModel,
                actions,
                navigation,
                shell.formats(),
                new GenerationOutputTab(pictures.thumbnails(), shell.feed(), navigation.openFile(), shell.revealed()),
                cases::save);
        bulk = new BulkActionBar(shell, model, actionsModel, questions, table);
        exports = new ListExportController(
                shell.feed(),
                GenerationMessages.get("export"),
                "generations.csv",
                model.list()::problem,
                model::export);
        bulkPanel = new BulkActionPanel(shell, actionsModel, table);
        inspector = new InspectorController(model, detailsModel, details, table, split, shell.lists(), this::openOwn);
        pending = new PendingActionController(model, inspector, actions, bulk);
        windows = new GenerationWindows(shell, events, inspector, frame -> {
            GenerationDetailsModel own = detailsModel.independentModel();
            GenerationNavigation away = navigation.after(shell::raiseWindow);
            GenerationActionController ownActions =
                    new GenerationActionController(frame, model, own, actionsModel, questions, like -> {
                        shell.raiseWindow();
                        creation.openLike(like);
                    });
            GenerationOutputTab output =
                    new GenerationOutputTab(pictures.thumbnails(), shell.feed(), away.openFile(), shell.revealed());
            return new GenerationWindows.Content(
                    own, new GenerationDetailsView(own, ownActions, away, shell.formats(), output, cases::save));
        });
        failure = Bindings.createObjectBinding(
                () -> table.pages().failureProperty().get() == null
                        ? model.countFailureProperty().get()
                        : table.pages().failureProperty().get(),
                table.pages().failureProperty(),
                model.countFailureProperty());
        head = new GenerationListHead(model, columns, models, shell.formats(), failure, this::refresh, shell.lists());
        build();
        bind();
    }

    private void build() {
        node.getStyleClass().add("generations");
        VBox.setVgrow(split, Priority.ALWAYS);
        // Below the list, so that they do not shift its rows.
        node.getChildren().setAll(head, table.limit(), split, exports.bar(), bulkPanel, bulk);
    }

    private void bind() {
        model.viewProperty().subscribe((_, _) -> viewUnchosen = false);
        shell.utcProperty().subscribe((_, _) -> detailsModel.refresh());
        model.filterProperty().subscribe((_, _) -> viewUnchosen = false);
        model.list().onChange(this::restartList);
        head.controls().inspector(split, this::inspectFirst);
        restartList();
        model.countsProperty().subscribe(this::counted);
        model.matchingProperty().subscribe(this::matched);
        table.pages().fetchesProperty().subscribe(_ -> {
            updateStatus();
            pending.confirmRetryIfReady();
        });
        detailsModel.openProperty().subscribe((_, opened) -> pending.onOpened(opened));
        detailsModel.detailsProperty().subscribe(pending::onDetailsRead);
        table.empty(this::empty);
        table.menu(this::menu);
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void attached() {
        countsWatch = model.watchCounts(shell.feed(), () -> visible)::close;
        bulkPanel.attach(events);
    }

    @Override
    public void detached() {
        countsWatch.run();
        bulkPanel.detach();
        windows.close();
    }

    @Override
    public void shown() {
        visible = true;
        chooseFirstView(model.matchingProperty().get());
        FxChannel<EngineEvent.GenerationChanged> channel =
                shell.feed().latest(EngineEvent.GenerationChanged::generation, this::changed);
        opened.add(channel::close);
        actionsModel.watch();
        opened.add(events.subscribe(event -> {
            if (event instanceof EngineEvent.GenerationChanged changed) {
                channel.offer(changed);
            }
        })::close);
        opened.add(shell.feed().every(POLL_INTERVAL, this::poll)::close);
        opened.add(shell.tickProperty().subscribe(_ -> second())::unsubscribe);
    }

    @Override
    public Optional<Node> mainPane() {
        return Optional.of(table);
    }

    @Override
    public void hidden() {
        visible = false;
        opened.forEach(Runnable::run);
        opened.clear();
    }

    /** Selects and inspects an id; anything else is applied as a filter, which may name a view: {@code view:failed}. */
    @Override
    public void open(String query) {
        viewUnchosen = false;
        inspector.jump(query);
    }

    /** Opens an action's dialog for the generation that a jump has just led to. */
    public void requestAction(UUID generation, GenerationDiagnosis.SafeAction action) {
        pending.requestAction(generation, action);
    }

    /** Asks whether to retry all generations that match the filter of the jump just made. */
    public void requestRetryAll(String filter) {
        pending.requestRetryAll(filter);
    }

    /** Asks whether to recover these generations, whatever the list shows. */
    public void recoverAll(List<GenerationRow> rows) {
        bulk.recover(rows);
    }

    @Override
    public Runnable restorePoint() {
        Runnable list = super.restorePoint();
        UUID inspected =
                split.openProperty().get() ? detailsModel.openProperty().get() : null;
        return () -> {
            viewUnchosen = false;
            list.run();
            if (inspected != null) {
                inspector.restore(inspected);
            }
        };
    }

    @Override
    public Optional<ConsoleAction> topAction() {
        return creation.action();
    }

    @Override
    protected ListControls<GenerationPreset> controls() {
        return head.controls();
    }

    /** Returns the actions of the screen and those of the selected rows. */
    @Override
    public List<ConsoleAction> actions() {
        List<ConsoleAction> actions = new ArrayList<>(bulk.isVisible() ? bulk.actions() : details.actions());
        actions.addAll(inspector.actions());
        actions.addAll(head.controls().actions());
        actions.add(exports.action());
        actions.add(ConsoleAction.refresh(GenerationMessages.get("again"), this::refresh));
        actions.addAll(table.sortActions());
        return actions;
    }

    @Override
    public List<ConsoleAction> windowActions() {
        return List.of(cases.openAction());
    }

    private void openOwn(UUID id) {
        windows.open(id);
    }

    private void menu(Line line, Consumer<List<ConsoleAction>> show) {
        if (bulk.isVisible()) {
            show.accept(bulk.actions());
            return;
        }
        UUID id = line.row().id();
        detailsModel.open(id);
        // Deferred until the inspector, which provides the actions, shows the details.
        detailsModel.whenRead(
                id, () -> shell.feed().load(() -> id, _ -> show.accept(inspector.actionsOf(line)), _ -> {}));
    }

    private void created(UUID id) {
        model.count();
        open(id.toString());
    }

    /** Restarts the list at its first row after the view, the filter or the order has changed. */
    private void restartList() {
        inspector.listChanged();
        table.show(model.list().pages());
    }

    private void refresh() {
        table.pages().reload();
        model.count();
        detailsModel.refresh();
    }

    private void changed(List<EngineEvent.GenerationChanged> batch) {
        List<UUID> shown = batch.stream()
                .map(EngineEvent.GenerationChanged::generation)
                .filter(id -> table.rows().indexOf(id) >= 0)
                .toList();
        model.read(shown, table.pages()::offer);
        if (batch.stream().anyMatch(change -> detailsModel.isOpen(change.generation()))) {
            detailsModel.refresh();
        }
    }

    private void poll() {
        table.pages().reread();
        if (split.openProperty().get()) {
            detailsModel.refreshIfIdle();
        }
    }

    private void second() {
        columns.tick();
        updateStatus();
    }

    private void counted(GenerationQueries.Counts counts) {
        badge(CountBadge.attention(counts.of(GenerationPreset.ATTENTION)));
    }

    private void matched(GenerationQueries.Counts counts) {
        head.show(counts);
        updateStatus();
        chooseFirstView(counts);
        pending.confirmRetryIfReady();
    }

    /**
     * Selects the attention view, once, for a user who opens this screen without having chosen anything, provided that the
     * filter restored from last time leaves rows that need attention. If none do, a restored attention view is left again.
     */
    private void chooseFirstView(GenerationQueries.Counts counts) {
        if (visible && viewUnchosen && !counts.byView().isEmpty()) {
            viewUnchosen = false;
            if (!model.list().pinnedProperty().get().isEmpty()) {
                return;
            }
            if (counts.of(GenerationPreset.ATTENTION) > 0) {
                model.viewProperty().set(GenerationPreset.ATTENTION);
            } else if (model.viewProperty().get() == GenerationPreset.ATTENTION) {
                model.viewProperty().set(GenerationPreset.ALL);
            }
        }
    }

    /** Does nothing until the first view has been chosen. */
    private boolean inspectFirst() {
        if (!viewUnchosen) {
            UUID id = table.getItems().getFirst().row().id();
            table.select(id);
            inspector.inspect(id);
        }
        return !viewUnchosen;
    }

    private Node empty() {
        return failure.get() != null
                ? GenerationDetailsSections.nothing("")
                : head.controls().empty(() -> GenerationListStatus.empty(model, shell.formats(), creation.action()));
    }

    private void updateStatus() {
        status(GenerationListStatus.parts(model, head.controls()));
    }
}
