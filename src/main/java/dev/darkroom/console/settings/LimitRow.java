package dev.darkroom.console.settings;

import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.generation.engine.QuotaUsage;
import dev.darkroom.generation.engine.RunQuota;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
