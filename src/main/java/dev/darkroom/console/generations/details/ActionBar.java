package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.GenerationNavigation;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.action.ActionGuard;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.json.JsonMapping;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/** The acts for one generation: the usual ones as buttons, the rarer ones in a menu; grey ones say why. */
final class ActionBar extends HBox {
    private static final List<OperatorAction> RARE = List.of(
            OperatorAction.EDIT_AND_RETRY,
            OperatorAction.MARK_FAILED,
            OperatorAction.ATTACH,
            OperatorAction.SEND_AGAIN,
            OperatorAction.PRIORITY);

    private final GenerationActionController actions;
    private final GenerationNavigation jumps;
    private final Map<OperatorAction, Button> buttons = new EnumMap<>(OperatorAction.class);
    private final ContextMenu menu = new ContextMenu();
    private @Nullable GenerationDetails shown;

    ActionBar(GenerationActionController actions, GenerationNavigation jumps) {
        super(6);
        this.actions = actions;
        this.jumps = jumps;
        getStyleClass().add("dossier-acts");
        add(
                OperatorAction.RECOVER,
                IconButtons.button(
                        MaterialDesignL.LIFEBUOY,
                        GenerationMessages.get("act.RECOVER"),
                        () -> run(OperatorAction.RECOVER)));
        add(
                OperatorAction.RETRY,
                IconButtons.button(
                        MaterialDesignR.REFRESH, GenerationMessages.get("act.RETRY"), () -> run(OperatorAction.RETRY)));
        add(
                OperatorAction.CANCEL,
                IconButtons.button(
                        MaterialDesignC.CANCEL,
                        GenerationMessages.get("act.CANCEL"),
                        () -> run(OperatorAction.CANCEL)));
        add(
                OperatorAction.REFUND,
                IconButtons.button(
                        MaterialDesignC.CASH_REFUND,
                        GenerationMessages.get("act.REFUND"),
                        () -> run(OperatorAction.REFUND)));
        Button[] more = new Button[1];
        more[0] = IconButtons.iconButton(MaterialDesignD.DOTS_HORIZONTAL, GenerationMessages.get("act.more"), () -> {
            fill();
            menu.show(more[0], Side.BOTTOM, 0, 4);
        });
        more[0].setMinWidth(USE_PREF_SIZE);
        getChildren().add(more[0]);
    }

    private void add(OperatorAction act, Button button) {
        buttons.put(act, button);
        HBox holder = new HBox(button);
        holder.setUserData(new Tooltip());
        getChildren().add(holder);
    }

    private void run(OperatorAction act) {
        if (shown != null) {
            actions.open(act, shown.generation());
        }
    }

    /** Another one was chosen and is not read yet. */
    void blank(boolean waiting) {
        if (waiting) {
            shown = null;
            buttons.values().forEach(button -> button.setDisable(true));
        }
    }

    void show(GenerationDetails dossier) {
        shown = dossier;
        buttons.forEach((act, button) -> allow(button, refused(act, dossier)));
    }

    private Optional<String> refused(OperatorAction act, GenerationDetails dossier) {
        if (actions.isReadOnly()) {
            return Optional.of(GenerationMessages.get("acts.readonly"));
        }
        boolean moving = !dossier.diagnosis().needsAttention();
        return ActionGuard.of(act, dossier.generation(), moving).map(no -> MessageTexts.said(no.told()));
    }

    /** A disabled button has no tooltip in JavaFX, so what holds it says why. */
    private static void allow(Button button, Optional<String> reason) {
        button.setDisable(reason.isPresent());
        button.setAccessibleHelp(reason.orElse(null));
        HBox holder = (HBox) button.getParent();
        Tooltip why = (Tooltip) holder.getUserData();
        reason.ifPresentOrElse(
                text -> {
                    why.setText(text);
                    Tooltip.install(holder, why);
                },
                () -> Tooltip.uninstall(holder, why));
    }

    private void fill() {
        GenerationDetails dossier = shown;
        menu.getItems().clear();
        if (dossier == null) {
            return;
        }
        var generation = dossier.generation();
        RARE.forEach(act -> menu.getItems().add(item("act." + act.name(), refused(act, dossier), () -> run(act))));
        menu.getItems()
                .addAll(
                        new SeparatorMenuItem(),
                        item("act.like", notOrdered(generation), () -> actions.newLike(generation)),
                        item(
                                "act.copy.id",
                                () -> CopyButton.copy(generation.id().toString())),
                        item(
                                "act.copy.json",
                                () -> CopyButton.copy(JsonTab.pretty(JsonMapping.MAPPER.valueToTree(generation)))),
                        item(
                                "act.copy.curl",
                                ofInput(generation),
                                () -> CopyButton.copy(GenerationDetailsView.curl(generation))),
                        item("act.logs", () -> jumps.openLogs().accept(generation.id())),
                        item("act.user", () -> jumps.openUser().accept(generation.userId())));
    }

    private Optional<String> notOrdered(Generation generation) {
        return actions.isReadOnly() ? Optional.of(GenerationMessages.get("acts.readonly")) : ofInput(generation);
    }

    /** Why nothing can be made of its input. */
    private static Optional<String> ofInput(Generation generation) {
        return generation.unreadable() == null
                ? Optional.empty()
                : Optional.of(MessageTexts.said(ActionGuard.UNREADABLE.told()));
    }

    /** A disabled item gets no mouse, so one that is refused stays enabled, looks grey, does nothing and says why. */
    private static MenuItem item(String key, Optional<String> refused, Runnable run) {
        if (refused.isEmpty()) {
            return item(key, run);
        }
        Label label = new Label(GenerationMessages.get(key));
        label.setOpacity(0.5);
        label.setAccessibleHelp(refused.get());
        HBox holder = new HBox(label);
        Tooltip.install(holder, new Tooltip(refused.get()));
        return new CustomMenuItem(holder, false);
    }

    private static MenuItem item(String key, Runnable run) {
        MenuItem item = new MenuItem(GenerationMessages.get(key));
        item.setOnAction(_ -> run.run());
        return item;
    }
}
