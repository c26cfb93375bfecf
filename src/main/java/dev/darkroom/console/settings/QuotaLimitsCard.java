package dev.darkroom.console.settings;

import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.generation.engine.QuotaUsage;
import dev.darkroom.generation.engine.RunQuota;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** The limits on concurrent runs: each with its usage, and the form for a new one. */
final class QuotaLimitsCard extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("settings");
    private static final int MAX_ROWS = 200;

    private final QuotaLimitsModel model;
    private final QuotaLimitForm form;
    private final VBox rows = new VBox();
    private final Label more = new Label();
    private final Label failure = new Label();
    private final Label outcome = new Label();
    private Map<String, LimitRow> shown = new HashMap<>();

    QuotaLimitsCard(QuotaLimitsModel model) {
        this.model = model;
        form = new QuotaLimitForm(model);
        Label title = TextLabels.styled(TEXTS.get("card.limits"), "title");
        rows.getStyleClass().add("limit-rows");
        more.getStyleClass().add("muted");
        failure.getStyleClass().add("error-text");
        getStyleClass().addAll("card", "limits");
        getChildren().setAll(title, text("limits.about"), failure, rows, more);
        if (model.isReadOnly()) {
            getChildren().add(text("limits.readonly"));
        } else {
            getChildren().addAll(form, outcome);
        }
        List.of(more, failure, outcome).forEach(QuotaLimitsCard::onlyWithText);
        bind();
    }

    /** The actions on each limit; none on a read-only connection. */
    List<ConsoleAction> actions() {
        List<ConsoleAction> actions = new ArrayList<>();
        rows.getChildren().forEach(node -> {
            if (node instanceof LimitRow row && !model.isReadOnly()) {
                actions.addAll(row.actions());
            }
        });
        return actions;
    }

    private void bind() {
        model.listProperty().subscribe(this::show);
        failure.textProperty()
                .bind(model.failureProperty()
                        .map(why -> TEXTS.get("limits.failed", why))
                        .orElse(""));
        model.outcomeProperty().subscribe(what -> {
            outcome.setText(what.text());
            outcome.getStyleClass().removeAll("error-text", "muted");
            outcome.getStyleClass().add(what.wrong() ? "error-text" : "muted");
        });
    }

    private static Label text(String key) {
        return TextLabels.wrapped(TEXTS.get(key), "muted");
    }

    private static void onlyWithText(Label label) {
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.visibleProperty().bind(label.textProperty().isNotEmpty());
        label.managedProperty().bind(label.visibleProperty());
    }

    /** Keeps the node of a row while its limit exists, so that its button does not disappear under the user. */
    private void show(@Nullable List<QuotaUsage.InUse> limits) {
        if (limits == null) {
            return;
        }
        Map<String, LimitRow> now = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        for (QuotaUsage.InUse load : limits.subList(0, Math.min(MAX_ROWS, limits.size()))) {
            RunQuota limit = load.limit();
            String key = limit.scope() + " " + limit.name();
            LimitRow row = shown.getOrDefault(key, new LimitRow(model, form::edit));
            row.show(load);
            now.put(key, row);
            nodes.add(row);
        }
        shown = now;
        if (nodes.isEmpty()) {
            nodes.add(EmptyState.nothingYet(TEXTS.get("limits.none"), TEXTS.get("limits.none.detail")));
        }
        if (!nodes.equals(rows.getChildren())) {
            rows.getChildren().setAll(nodes);
        }
        int hidden = limits.size() - MAX_ROWS;
        more.setText(hidden > 0 ? TEXTS.get("limits.more", hidden) : "");
    }

    /** One limit: scope, usage, change, remove. */
    private static final class LimitRow extends HBox {
        private final Label name = new Label();
        private final ProgressBar bar = new ProgressBar(0);
        private final Label running = new Label();
        private final ConsoleAction changing;
        private final ConsoleAction removing;
        private @Nullable RunQuota limit;

        LimitRow(QuotaLimitsModel model, Consumer<RunQuota> edit) {
            name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
            name.setMaxWidth(Double.MAX_VALUE);
            name.setMinWidth(60);
            HBox.setHgrow(name, Priority.ALWAYS);
            bar.setMinWidth(90);
            bar.setPrefWidth(90);
            running.setPrefWidth(190);
            running.setMinWidth(Region.USE_PREF_SIZE);
            running.getStyleClass().add("limit-running");
            setAlignment(Pos.CENTER_LEFT);
            getStyleClass().add("limit-row");
            getChildren().setAll(name, bar, running);
            changing = new ConsoleAction(TEXTS.get("limits.change"), MaterialDesignP.PENCIL_OUTLINE, () -> with(edit));
            removing = new ConsoleAction(
                    TEXTS.get("limits.remove"), MaterialDesignT.TRASH_CAN_OUTLINE, () -> with(model::remove));
            if (!model.isReadOnly()) {
                Button change = IconButtons.iconButton(changing.icon(), changing.title(), changing.run());
                Button remove = IconButtons.iconButton(removing.icon(), removing.title(), removing.run());
                remove.getStyleClass().add("limit-remove");
                remove.disableProperty().bind(model.busyProperty());
                getChildren().addAll(change, remove);
            }
        }

        List<ConsoleAction> actions() {
            return Stream.of(changing, removing)
                    .map(action -> action.on(name.getText(), Optional.empty()))
                    .toList();
        }

        private void with(Consumer<RunQuota> act) {
            if (limit != null) {
                act.accept(limit);
            }
        }

        void show(QuotaUsage.InUse load) {
            RunQuota now = load.limit();
            limit = now;
            boolean model = now.scope() == RunQuota.Scope.MODEL;
            name.setText(now.isUserDefault() ? TEXTS.get("limits.every") : now.name());
            name.setGraphic(IconButtons.icon(
                    model
                            ? MaterialDesignC.CUBE_OUTLINE
                            : now.isUserDefault()
                                    ? MaterialDesignA.ACCOUNT_GROUP_OUTLINE
                                    : MaterialDesignA.ACCOUNT_OUTLINE));
            bar.setProgress(now.atMost() == 0 ? 1 : Math.min(1, load.running() / (double) now.atMost()));
            running.setText(
                    now.atMost() == 0 && load.running() == 0
                            ? TEXTS.get("limits.closed")
                            : TEXTS.get(
                                    now.isUserDefault() ? "limits.busiest" : "limits.running",
                                    load.running(),
                                    now.atMost()));
            getStyleClass().removeAll(SemanticColor.AMBER.style(), SemanticColor.NEUTRAL.style());
            getStyleClass().add((load.isReached() ? SemanticColor.AMBER : SemanticColor.NEUTRAL).style());
        }
    }
}
