package dev.darkroom.console;

import dev.darkroom.console.EngineVitals.EngineMode;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** Shows "Engine running 38 in flight" and opens the menu that changes it. */
final class EngineSwitch extends MenuButton {
    private final Label word = new Label();
    private final Label load = new Label();
    private final Map<EngineMode, RadioMenuItem> items = new EnumMap<>(EngineMode.class);

    EngineSwitch(Consumer<EngineMode> change) {
        getStyleClass().add("engine-switch");
        word.getStyleClass().add("word");
        load.getStyleClass().add("muted");
        load.managedProperty()
                .bind(load.visibleProperty().and(load.textProperty().isNotEmpty()));
        HBox content = new HBox(8, word, load, IconButtons.icon(MaterialDesignC.CHEVRON_DOWN));
        content.setAlignment(Pos.CENTER_LEFT);
        setGraphic(content);
        ToggleGroup group = new ToggleGroup();
        for (EngineMode mode : EngineMode.values()) {
            RadioMenuItem item = new RadioMenuItem(MessageTexts.SHELL.get("engine.set." + mode.name()));
            item.setToggleGroup(group);
            item.setOnAction(_ -> change.accept(mode));
            items.put(mode, item);
            getItems().add(item);
        }
        setTooltip(new Tooltip(MessageTexts.SHELL.get("engine.load.about")));
        setVisible(false);
        managedProperty().bind(visibleProperty());
    }

    /** Shows or hides the in-flight count, which is dropped where space is short. */
    void showLoad(boolean shown) {
        load.setVisible(shown);
    }

    /** Updates the switch, which stays hidden until the engine's state is known, and for good where there can be no engine. */
    void show(EngineVitals vitals) {
        EngineMode mode = vitals.engine();
        if (mode != null) {
            show(mode, vitals);
        }
    }

    private void show(EngineMode mode, EngineVitals vitals) {
        boolean waits = mode == EngineMode.RUNNING && !vitals.pauses().isEmpty();
        word.setText(
                waits
                        ? MessageTexts.SHELL.get(
                                "engine.waits." + vitals.pauses().getFirst().service())
                        : mode.word());
        word.setGraphic(IconButtons.icon(waits ? MaterialDesignP.PAUSE_CIRCLE_OUTLINE : icon(mode)));
        load.setText(
                mode == EngineMode.OFF && vitals.inFlight() == 0
                        ? ""
                        : MessageTexts.SHELL.get("engine.load", ValueFormats.number(vitals.inFlight())));
        getStyleClass().removeAll(SemanticColor.AMBER.style(), SemanticColor.STONE.style());
        switch (mode) {
            case RUNNING -> {
                if (waits) {
                    getStyleClass().add(SemanticColor.AMBER.style());
                }
            }
            case PAUSED -> getStyleClass().add(SemanticColor.AMBER.style());
            case OFF -> getStyleClass().add(SemanticColor.STONE.style());
        }
        setAccessibleText(word.getText() + " " + load.getText());
        RadioMenuItem item = items.get(mode);
        if (item != null) {
            item.setSelected(true);
        }
        setVisible(true);
    }

    private static Ikon icon(EngineMode mode) {
        return switch (mode) {
            case RUNNING -> MaterialDesignE.ENGINE_OUTLINE;
            case PAUSED -> MaterialDesignP.PAUSE_CIRCLE_OUTLINE;
            case OFF -> MaterialDesignE.ENGINE_OFF_OUTLINE;
        };
    }
}
