package dev.darkroom.console.settings;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.generation.engine.QuotaUsage;
import dev.darkroom.generation.engine.RunQuota;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** One limit: scope, usage, change, remove. */
final class LimitRow extends HBox {
    private static final MessageTexts TEXTS = MessageTexts.of("settings");

    private final Label name = new Label();
    private final ProgressBar bar = new ProgressBar(0);
    private final Label running = new Label();
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
        if (!model.isReadOnly()) {
            Button change = IconButtons.iconButton(
                    MaterialDesignP.PENCIL_OUTLINE, TEXTS.get("limits.change"), () -> with(edit));
            Button remove = IconButtons.iconButton(
                    MaterialDesignT.TRASH_CAN_OUTLINE, TEXTS.get("limits.remove"), () -> with(model::remove));
            remove.getStyleClass().add("limit-remove");
            remove.disableProperty().bind(model.busyProperty());
            getChildren().addAll(change, remove);
        }
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
