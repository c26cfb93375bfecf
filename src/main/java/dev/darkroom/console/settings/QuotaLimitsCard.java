package dev.darkroom.console.settings;

import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.generation.engine.QuotaUsage;
import dev.darkroom.generation.engine.RunQuota;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

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
}
