package dev.darkroom.console.overview;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.ConsoleScreen.ScreenEntry;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.overview.OverviewModel.OverviewSpan;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.metric.MetricSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.Node;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/** The Overview screen: its actions, its status line, and the remembered time range. */
public final class OverviewScreen extends ConsoleScreen {
    public static final String ID = "overview";

    private static final MessageTexts TEXTS = MessageTexts.of("overview");
    private static final Duration LATE = Duration.ofSeconds(10);

    private final ConsoleShell shell;
    private final OverviewModel model;
    private final OverviewView view;
    private final Supplier<List<ConsoleAction>> alertActions;

    /**
     * @param alerts shown above all figures
     * @param alertActions the current actions on them
     */
    public OverviewScreen(
            ConsoleShell shell,
            OverviewModel model,
            ModelCatalog catalog,
            OverviewNavigation navigation,
            Node alerts,
            Supplier<List<ConsoleAction>> alertActions) {
        super(ScreenEntry.upper(ID, TEXTS.get("title"), MaterialDesignV.VIEW_DASHBOARD_OUTLINE));
        this.shell = shell;
        this.model = model;
        this.alertActions = alertActions;
        view = new OverviewView(model, shell, catalog, navigation, alerts);
        model.figuresProperty().subscribe(_ -> showStatus());
        model.onMarked(group -> shell.toast(
                NotificationEntry.Kind.DONE,
                TEXTS.get("errors.marked", ErrorGroupTable.message(group)),
                () -> model.markNew(group)));
        model.onMarkChanged(group -> shell.toast(
                NotificationEntry.Kind.WARNING, TEXTS.get("errors.mark.changed", ErrorGroupTable.message(group))));
        shell.tickProperty().subscribe(_ -> {
            if (isLate()) {
                showStatus();
            }
        });
    }

    @Override
    public Node node() {
        return view;
    }

    @Override
    public Optional<Node> mainPane() {
        return Optional.of(view.scroll());
    }

    @Override
    public void shown() {
        model.shown();
    }

    @Override
    public void hidden() {
        model.hidden();
    }

    @Override
    public List<ConsoleAction> actions() {
        List<ConsoleAction> actions = new ArrayList<>();
        actions.add(ConsoleAction.refresh(TEXTS.get("refresh"), model::read));
        for (OverviewSpan span : OverviewSpan.values()) {
            actions.add(new ConsoleAction(
                    TEXTS.get("span.action", TEXTS.get("span." + span)),
                    MaterialDesignC.CALENDAR_CLOCK,
                    () -> model.choose(span)));
        }
        actions.addAll(alertActions.get());
        actions.addAll(view.actions());
        return actions;
    }

    /** Returns whether the figures are overdue; only then must the status bar be redrawn every second. */
    private boolean isLate() {
        OverviewFigures figures = model.figuresProperty().get();
        return figures != null
                && Duration.between(figures.cluster().now(), Instant.now()).compareTo(LATE) > 0;
    }

    private void showStatus() {
        OverviewFigures figures = model.figuresProperty().get();
        if (figures != null) {
            Instant read = figures.cluster().now();
            Optional<Instant> summed = Optional.of(figures.summary()).flatMap(MetricSummary::summedUntil);
            status(List.of(
                    TEXTS.get("status.read", shell.formats().ago(read)),
                    summed.map(until ->
                                    TEXTS.get("status.summed", shell.formats().time(until)))
                            .orElse(TEXTS.get("status.never"))));
        }
    }
}
