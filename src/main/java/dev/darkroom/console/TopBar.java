package dev.darkroom.console;

import dev.darkroom.console.EngineVitals.EngineMode;
import dev.darkroom.console.kit.dialog.NotificationBell;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.filter.PinnedSubjectChip;
import dev.darkroom.console.kit.navigation.CommandPalette;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.ToneChip;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** The top bar: connection, engine, search, the main action of the screens, bell and theme. */
final class TopBar extends HBox {
    private final EngineSwitch engine;
    private final HBox actionBox = new HBox();
    private final Button faults =
            new Button(MessageTexts.SHELL.get("faults.on"), IconButtons.icon(MaterialDesignF.FLASH_ALERT_OUTLINE));
    private final Tooltip faultWords = new Tooltip();
    private final PinnedSubjectChip pin = new PinnedSubjectChip();

    /** Levels of detail: when space is short or text is large, what is also shown elsewhere is dropped first. */
    private enum Room {
        ALL,
        WITHOUT_LOAD,
        ICONS
    }

    TopBar(
            ConnectionBadge connection,
            CommandPalette palette,
            NotificationBell bell,
            Consumer<EngineMode> changeEngine,
            Runnable changeTheme,
            Runnable openFaults) {
        engine = new EngineSwitch(changeEngine);
        getStyleClass().add("top-bar");
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(0); // layoutChildren makes it fit
        ToneChip name = new ToneChip(
                icon(connection.kind()), connection.name(), connection.kind().tone());
        name.getStyleClass().add("connection");
        name.setTooltip(new Tooltip(
                MessageTexts.SHELL.get("connection." + connection.kind().name())));
        name.setMinWidth(USE_PREF_SIZE);
        getChildren().add(name);
        if (connection.readOnly()) {
            ToneChip lock = new ToneChip(
                    MaterialDesignL.LOCK_OUTLINE, MessageTexts.SHELL.get("connection.locked"), SemanticColor.STONE);
            lock.setTooltip(new Tooltip(MessageTexts.SHELL.get("connection.locked.about")));
            lock.setMinWidth(USE_PREF_SIZE);
            getChildren().add(lock);
        }
        engine.setMinWidth(USE_PREF_SIZE);
        faults.getStyleClass().addAll("chip", "faults-on", SemanticColor.AMBER.style());
        faults.setOnAction(_ -> openFaults.run());
        faults.setTooltip(faultWords);
        faults.setMinWidth(USE_PREF_SIZE);
        faults.managedProperty().bind(faults.visibleProperty());
        faults.setVisible(false);
        pin.setMinWidth(USE_PREF_SIZE);
        setHgrow(palette, Priority.SOMETIMES);
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        actionBox.setAlignment(Pos.CENTER_RIGHT);
        actionBox.setMinWidth(USE_PREF_SIZE);
        Button theme = IconButtons.iconButton(
                MaterialDesignT.THEME_LIGHT_DARK, MessageTexts.SHELL.get("theme.change"), changeTheme);
        theme.getStyleClass().add("bare");
        HBox icons = new HBox(bell, theme);
        icons.setAlignment(Pos.CENTER);
        icons.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(faults, engine, pin, palette, space, actionBox, icons);
    }

    @Override
    protected void layoutChildren() {
        for (Room room : Room.values()) {
            narrow(room);
            if (computeMinWidth(-1) <= getWidth()) {
                break;
            }
        }
        super.layoutChildren();
    }

    private void narrow(Room room) {
        engine.showLoad(room == Room.ALL);
        ContentDisplay words = room == Room.ICONS ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT;
        faults.setContentDisplay(words);
        actionBox.getChildren().forEach(button -> ((Button) button).setContentDisplay(words));
    }

    void show(EngineVitals vitals) {
        engine.show(vitals);
        faults.setVisible(!vitals.faults().isEmpty());
        faultWords.setText(
                MessageTexts.SHELL.get("faults.on.about", vitals.faults().replace(",", "\n")));
    }

    void show(@Nullable PinnedSubject pinned, Runnable unpin) {
        pin.show(pinned, unpin);
    }

    void showAction(Optional<ConsoleAction> action) {
        actionBox.getChildren().setAll(action.map(TopBar::button).map(List::of).orElse(List.of()));
    }

    private static Button button(ConsoleAction action) {
        Button button = action.button();
        button.setTooltip(new Tooltip(action.title()));
        return button;
    }

    private static Ikon icon(ConnectionBadge.Kind kind) {
        return switch (kind) {
            case SANDBOX -> MaterialDesignF.FLASK_OUTLINE;
            case STAGING -> MaterialDesignT.TEST_TUBE;
            case PRODUCTION -> MaterialDesignS.SERVER;
        };
    }
}
