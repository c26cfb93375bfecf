package dev.darkroom.console.generations;

import dev.darkroom.console.Action;
import dev.darkroom.console.Badge;
import dev.darkroom.console.Channel;
import dev.darkroom.console.EmptyState;
import dev.darkroom.console.ErrorBanner;
import dev.darkroom.console.FilterBar;
import dev.darkroom.console.FilterKey;
import dev.darkroom.console.FilterText;
import dev.darkroom.console.Formats;
import dev.darkroom.console.Icons;
import dev.darkroom.console.KeyedTable;
import dev.darkroom.console.Notice;
import dev.darkroom.console.PageHeader;
import dev.darkroom.console.Repeating;
import dev.darkroom.console.Screen;
import dev.darkroom.console.Shell;
import dev.darkroom.console.SideInspector;
import dev.darkroom.console.ViewTabs;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.Events;
import dev.darkroom.fal.MediaKind;
import dev.darkroom.fal.Model;
import dev.darkroom.fal.ModelCatalog;
import dev.darkroom.generation.Diagnosis;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationPage.Line;
import dev.darkroom.generation.GenerationQueries;
import dev.darkroom.generation.GenerationView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/** The screen Generations: the views as tabs, the filter, the live list, and the inspector beside it. */
public final class GenerationsView extends Screen {
    public static final String ID = "generations";
    static final String STYLE = Objects.requireNonNull(GenerationsView.class.getResource("/css/generations.css"))
            .toExternalForm();

    /** How often the list is read again whatever happens: other engines tell this window nothing. */
    private static final java.time.Duration PULSE = java.time.Duration.ofSeconds(2);

    private final Shell shell;
    private final GenerationsModel model;
    private final DossierModel dossiers;
    private final Supplier<NewGenerationModel> wishes;
    private final Events events;
    private final ModelCatalog models;
    private final GenerationsTable columns;
    private final KeyedTable<Line> table;
    private final ViewTabs<GenerationView> tabs;
    private final FilterBar filter;
    private final Label problem = new Label();
    private final SideInspector split;
    private final DossierView dossier;
    private final VBox node = new VBox();
    private final Timeline seconds = new Timeline(new KeyFrame(Duration.seconds(1), _ -> second()));
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ObjectBinding<@Nullable Exception> failure;
    private boolean first = true;

    /** {@code wishes} makes the model of a new form; called on the FX thread like everything here. */
    public GenerationsView(
            Shell shell,
            GenerationsModel model,
            DossierModel dossiers,
            Supplier<NewGenerationModel> wishes,
            ModelCatalog models,
            Events events,
            Jumps jumps) {
        super(ID, Words.get("title"), MaterialDesignI.IMAGE_MULTIPLE_OUTLINE);
        this.shell = shell;
        this.model = model;
        this.dossiers = dossiers;
        this.wishes = wishes;
        this.models = models;
        this.events = events;
        columns = new GenerationsTable(shell.feed(), model, shell.formats());
        table = columns.table();
        tabs = new ViewTabs<>(List.of(GenerationView.values()), view -> Words.get("view." + view.name()));
        filter = new FilterBar(keys());
        split = new SideInspector(table, 0.61);
        Questions questions = new Questions(shell.formats(), models);
        GenerationActions actions = new GenerationActions(shell, model, dossiers, questions, this::editAndRetry);
        dossier = new DossierView(dossiers, actions, jumps, shell.formats());
        failure = Bindings.createObjectBinding(
                () -> table.failureProperty().get() == null
                        ? model.countFailureProperty().get()
                        : table.failureProperty().get(),
                table.failureProperty(),
                model.countFailureProperty());
        build();
        bind();
    }

    private List<FilterKey> keys() {
        return List.of(
                FilterKey.of(
                        "status",
                        Arrays.stream(Diagnosis.State.values())
                                .map(FilterReading::word)
                                .toArray(String[]::new)),
                FilterKey.of(
                        "model",
                        models.models().stream()
                                .map(Model::endpointId)
                                .map(Words::model)
                                .toArray(String[]::new)),
                FilterKey.of("user"),
                FilterKey.of(
                        "kind",
                        Arrays.stream(MediaKind.values())
                                .map(k -> k.name().toLowerCase(java.util.Locale.ROOT))
                                .toArray(String[]::new)),
                FilterKey.of("error"),
                FilterKey.of("age", ">10m", ">1h", "<20m", "<1d"));
    }

    private void build() {
        node.getStylesheets().add(STYLE);
        node.getStyleClass().add("generations");
        MenuButton choose = new MenuButton(Words.get("columns"), Icons.icon(MaterialDesignV.VIEW_COLUMN_OUTLINE));
        choose.getStyleClass().add("bare");
        choose.setMinWidth(MenuButton.USE_PREF_SIZE);
        columns.fill(choose);
        problem.getStyleClass().add("filter-problem");
        problem.managedProperty().bind(problem.textProperty().isNotEmpty());
        problem.visibleProperty().bind(problem.managedProperty());
        HBox tools = new HBox(filter, choose);
        tools.getStyleClass().add("tool-line");
        PageHeader header =
                new PageHeader(Words.get("title")).caption(Words.get("live")).beside(table.freshPill());
        VBox.setVgrow(split, Priority.ALWAYS);
        node.getChildren()
                .setAll(header, tabs, tools, problem, new ErrorBanner(failure, this::again), table.limit(), split);
        seconds.setCycleCount(Animation.INDEFINITE);
    }

    private void bind() {
        tabs.selectedProperty().bindBidirectional(model.viewProperty());
        model.filterProperty().bindBidirectional(filter.filterProperty());
        model.viewProperty().subscribe((_, _) -> chosen());
        model.filterProperty().subscribe((_, _) -> chosen());
        model.oldestFirstProperty().subscribe((_, _) -> list());
        list();
        model.countsProperty().subscribe(this::counted);
        model.lastReadProperty().subscribe(_ -> tellStatus());
        table.empty(this::empty);
        table.onOpen(line -> inspect(line.row().id()));
        table.getSelectionModel().selectedItemProperty().subscribe(line -> {
            if (line != null && split.openProperty().get()) {
                inspect(line.row().id());
            }
        });
        split.openProperty().subscribe(open -> {
            if (!open) {
                dossiers.close();
            }
        });
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void shown() {
        Channel<EngineEvent.GenerationChanged> channel =
                shell.feed().latest(EngineEvent.GenerationChanged::generation, this::changed);
        opened.add(channel);
        opened.add(events.subscribe(event -> {
            if (event instanceof EngineEvent.GenerationChanged changed) {
                channel.offer(changed);
            }
        }));
        Repeating pulse = shell.feed().every(PULSE, () -> true, _ -> pulse());
        opened.add(pulse);
        seconds.play();
    }

    @Override
    public void hidden() {
        seconds.stop();
        opened.forEach(GenerationsView::close);
        opened.clear();
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception exception) {
            throw new IllegalStateException(exception);
        }
    }

    /** An id opens its inspector, anything else is a filter. */
    @Override
    public void open(String what) {
        first = false;
        model.viewProperty().set(GenerationView.ALL);
        id(what).ifPresentOrElse(this::inspect, () -> model.filterProperty().set(FilterText.parse(what)));
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Action> topAction() {
        return Optional.of(new Action(Words.get("new.title"), MaterialDesignP.PLUS, () -> form(wishes.get())));
    }

    @Override
    public List<Action> actions() {
        return List.of(
                new Action(Words.get("filter.focus"), MaterialDesignF.FILTER_OUTLINE, Keys.FILTER, filter::focusField),
                new Action(Words.get("again"), MaterialDesignR.REFRESH, Keys.AGAIN, this::again));
    }

    private void editAndRetry(Generation like) {
        NewGenerationModel wish = wishes.get();
        wish.fill(like);
        form(wish);
    }

    private void form(NewGenerationModel wish) {
        NewGenerationForm form = new NewGenerationForm(wish, this::created, shell.overlays()::close);
        shell.overlays().open(form, form.first());
    }

    private void created(UUID id) {
        shell.toast(Notice.Kind.DONE, Words.get("new.created", Formats.shortId(id)));
        again();
        inspect(id);
    }

    private void inspect(UUID id) {
        dossiers.open(id);
        if (!split.openProperty().get()) {
            split.open(dossier.title(), dossier);
        }
    }

    /** From now on the view is the person's own choice. */
    private void chosen() {
        first = false;
        list();
    }

    /** From the first row again: the view, the filter or the order is another one. */
    private void list() {
        problem.setText(String.join(" ", model.filterProblems()));
        table.show(model.pages());
    }

    private void again() {
        table.reload();
        model.count();
        dossiers.refresh();
    }

    private void changed(List<EngineEvent.GenerationChanged> batch) {
        List<UUID> shown = batch.stream()
                .map(EngineEvent.GenerationChanged::generation)
                .filter(id -> table.rows().indexOf(id) >= 0)
                .toList();
        model.read(shown, table::offer);
        if (batch.stream().anyMatch(change -> dossiers.isOpen(change.generation()))) {
            dossiers.refresh();
        }
    }

    private void pulse() {
        model.count();
        table.reread();
        Dossier open = dossiers.dossierProperty().get();
        if (open != null && !open.generation().status().isFinal()) {
            dossiers.refresh();
        }
    }

    private void second() {
        columns.tick();
        tellStatus();
    }

    private void counted(GenerationQueries.Counts counts) {
        for (GenerationView view : GenerationView.values()) {
            tabs.count(view, count(counts, view));
        }
        badge(Badge.attention(counts.of(GenerationView.ATTENTION)));
        if (first && !counts.byView().isEmpty()) {
            first = false;
            if (counts.of(GenerationView.ATTENTION) > 0
                    && model.filterProperty().get().isEmpty()) {
                model.viewProperty().set(GenerationView.ATTENTION);
            }
        }
        tellStatus();
    }

    private static String count(GenerationQueries.Counts counts, GenerationView view) {
        long count = counts.of(view);
        boolean estimated = view == GenerationView.ALL && count >= GenerationQueries.COUNT_LIMIT;
        if (estimated) {
            return "~"
                    + (counts.estimate() >= 1_000_000
                            ? "%.1f M".formatted(counts.estimate() / 1e6)
                            : Formats.number(counts.estimate()));
        }
        return count == 0 ? "" : Formats.count(count, GenerationQueries.COUNT_LIMIT);
    }

    private Node empty() {
        if (failure.get() != null) {
            return Sections.nothing("");
        }
        if (!model.filterProperty().get().isEmpty()) {
            return EmptyState.nothingMatches(filter::clear);
        }
        if (model.countsProperty().get().of(GenerationView.ALL) == 0) {
            Action create = new Action(Words.get("new.title"), MaterialDesignP.PLUS, () -> form(wishes.get()));
            return EmptyState.nothingYet(Words.get("empty.title"), Words.get("empty.detail"))
                    .with(create);
        }
        return switch (model.viewProperty().get()) {
            case ATTENTION -> EmptyState.goodNews(Words.get("empty.ATTENTION"), checked());
            case IN_FLIGHT, WAITING, FAILED, COMPLETED, ALL ->
                EmptyState.goodNews(
                        Words.get("empty." + model.viewProperty().get().name()), checked());
        };
    }

    private String checked() {
        GenerationsModel.Read read = model.lastReadProperty().get();
        return read == null ? "" : Words.get("empty.checked", shell.formats().ago(read.at()));
    }

    private void tellStatus() {
        GenerationsModel.Read read = model.lastReadProperty().get();
        List<String> parts = new ArrayList<>();
        String count = count(model.countsProperty().get(), model.viewProperty().get());
        int rows = table.getItems().size();
        parts.add(
                model.filterProperty().get().isEmpty() && !count.isEmpty()
                        ? Words.get("status.rows.of", Formats.number(rows), count)
                        : Words.get("status.rows", Formats.number(rows)));
        if (read != null) {
            parts.add(Words.get(
                    "status.age",
                    Formats.duration(java.time.Duration.between(
                            read.at(), shell.formats().clock().instant()))));
            parts.add(Words.get("status.query", Formats.duration(read.took())));
            if (read.searchStopped()) {
                parts.add(Words.get("status.stopped"));
            }
        }
        if (!parts.equals(status())) {
            status().setAll(parts);
        }
    }
}
