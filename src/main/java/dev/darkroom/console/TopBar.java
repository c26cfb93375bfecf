package dev.darkroom.console;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** The upper edge: connection, engine, search, the one act of the day, bell and theme. */
final class TopBar extends HBox {
    private final EngineSwitch engine;
    private final HBox act = new HBox();

    TopBar(
            ConnectionBadge connection,
            Palette palette,
            NoticeBell bell,
            Consumer<EngineMode> changeEngine,
            Runnable changeTheme) {
        engine = new EngineSwitch(changeEngine);
        getStyleClass().add("top-bar");
        setAlignment(Pos.CENTER_LEFT);
        Chip name = new Chip(
                icon(connection.kind()), connection.name(), connection.kind().tone());
        name.getStyleClass().add("connection");
        name.setTooltip(
                new Tooltip(Texts.SHELL.get("connection." + connection.kind().name())));
        name.setMinWidth(USE_PREF_SIZE);
        getChildren().add(name);
        if (connection.readOnly()) {
            Chip lock = new Chip(MaterialDesignL.LOCK_OUTLINE, Texts.SHELL.get("connection.locked"), Tone.STONE);
            lock.setTooltip(new Tooltip(Texts.SHELL.get("connection.locked.about")));
            lock.setMinWidth(USE_PREF_SIZE);
            getChildren().add(lock);
        }
        engine.setMinWidth(USE_PREF_SIZE);
        setHgrow(palette, Priority.SOMETIMES);
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        act.setAlignment(Pos.CENTER_RIGHT);
        act.setMinWidth(USE_PREF_SIZE);
        Button theme = Icons.iconButton(MaterialDesignT.THEME_LIGHT_DARK, Texts.SHELL.get("theme.change"), changeTheme);
        theme.getStyleClass().add("bare");
        HBox icons = new HBox(bell, theme);
        icons.setAlignment(Pos.CENTER);
        icons.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(engine, palette, space, act, icons);
    }

    void show(Vitals vitals) {
        engine.show(vitals);
    }

    void act(Optional<Action> action) {
        act.getChildren()
                .setAll(action.map(a -> List.of(Icons.button(a.icon(), a.title(), a.run())))
                        .orElse(List.of()));
    }

    private static Ikon icon(ConnectionBadge.Kind kind) {
        return switch (kind) {
            case SANDBOX -> MaterialDesignF.FLASK_OUTLINE;
            case STAGING -> MaterialDesignT.TEST_TUBE;
            case PRODUCTION -> MaterialDesignS.SERVER;
        };
    }
}
