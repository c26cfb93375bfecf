package dev.darkroom.console;

import dev.darkroom.console.EngineVitals.EngineMode;
import dev.darkroom.console.kit.dialog.KeyboardHelp;
import dev.darkroom.console.kit.dialog.ModalLayer;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.ContextMenuKey;
import dev.darkroom.console.kit.navigation.KeyboardShortcuts;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.WindowTheme.ThemeChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.DoubleProperty;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignK;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignO;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** The actions available on every screen, with their shortcuts. FX thread only. */
final class FrameActions {
    private static final MessageTexts TEXTS = MessageTexts.SHELL;
    private static final double MIN_SCALE = 0.8;
    private static final double MAX_SCALE = 2;

    private final ConsoleShell shell;
    private final ConsoleScreenNavigator navigator;

    FrameActions(ConsoleShell shell, ConsoleScreenNavigator navigator) {
        this.shell = shell;
        this.navigator = navigator;
    }

    /** Returns the currently available actions. */
    List<ConsoleAction> all() {
        List<ConsoleAction> actions = new ArrayList<>(screens());
        actions.addAll(navigation());
        actions.addAll(pinAndUndo());
        actions.addAll(windows());
        actions.addAll(looks());
        if (shell.hasEngine()) {
            actions.addAll(engine());
        }
        actions.add(action("bell.open", MaterialDesignB.BELL_OUTLINE, null, shell.bell()::open));
        actions.add(action("keys.title", MaterialDesignK.KEYBOARD_OUTLINE, KeyboardShortcuts.HELP, this::help));
        // Last, so that no search of the palette finds it before another action that matches as well.
        shell.windows()
                .ifPresent(windows ->
                        actions.add(action("quit", MaterialDesignP.POWER, KeyboardShortcuts.QUIT, windows.quit())));
        return actions;
    }

    private List<ConsoleAction> screens() {
        List<ConsoleAction> actions = new ArrayList<>();
        List<ConsoleScreen> screens = navigator.screens();
        for (int place = 0; place < screens.size(); place++) {
            ConsoleScreen screen = screens.get(place);
            actions.add(new ConsoleAction(
                    screen.title(),
                    screen.icon(),
                    KeyboardShortcuts.screen(screen, place).orElse(null),
                    () -> shell.open(NavigationTarget.screen(screen.id()))));
        }
        return actions;
    }

    private List<ConsoleAction> navigation() {
        return List.of(
                action("palette", MaterialDesignM.MAGNIFY, KeyboardShortcuts.PALETTE, shell.palette()::open),
                action(
                        "keys.filter",
                        MaterialDesignF.FILTER_OUTLINE,
                        KeyboardShortcuts.FILTER,
                        () -> navigator.current().ifPresent(ConsoleScreen::filter)),
                action("back", MaterialDesignA.ARROW_LEFT, KeyboardShortcuts.BACK, navigator::back),
                action("forward", MaterialDesignA.ARROW_RIGHT, KeyboardShortcuts.FORWARD, navigator::forward));
    }

    private List<ConsoleAction> pinAndUndo() {
        List<ConsoleAction> actions = new ArrayList<>();
        boolean pinned = shell.pinProperty().get() != null;
        actions.add(action(
                        "pin.unpin",
                        MaterialDesignP.PIN_OFF_OUTLINE,
                        KeyboardShortcuts.UNPIN,
                        () -> shell.pinProperty().set(null))
                .on(
                        KeyboardShortcuts.UNPIN.getDisplayText(),
                        pinned ? Optional.empty() : Optional.of(TEXTS.get("pin.none"))));
        actions.add(shell.bell().undoAction());
        return actions;
    }

    private List<ConsoleAction> windows() {
        return shell.windows()
                .map(windows -> List.of(
                        action("window.new", MaterialDesignO.OPEN_IN_NEW, KeyboardShortcuts.NEW_WINDOW, windows.open()),
                        action(
                                "window.close",
                                MaterialDesignC.CLOSE_BOX_OUTLINE,
                                KeyboardShortcuts.CLOSE_WINDOW,
                                windows.close())))
                .orElse(List.of());
    }

    private List<ConsoleAction> looks() {
        List<ConsoleAction> actions = new ArrayList<>(List.of(
                action("rail.fold", MaterialDesignD.DOCK_LEFT, KeyboardShortcuts.FOLD, shell::fold),
                action("theme.change", MaterialDesignT.THEME_LIGHT_DARK, null, shell.theme()::toggle)));
        for (ThemeChoice choice : ThemeChoice.values()) {
            actions.add(new ConsoleAction(
                    TEXTS.get("theme.use", TEXTS.get("theme." + choice)),
                    MaterialDesignM.MONITOR,
                    () -> shell.theme().choiceProperty().set(choice)));
        }
        actions.addAll(List.of(
                action(
                        "contrast.change",
                        MaterialDesignC.CONTRAST_CIRCLE,
                        null,
                        () -> shell.theme()
                                .contrastProperty()
                                .set(!shell.theme().contrastProperty().get())),
                action(
                        "text.larger",
                        MaterialDesignF.FORMAT_FONT_SIZE_INCREASE,
                        KeyboardShortcuts.LARGER,
                        () -> size(0.1)),
                action(
                        "text.smaller",
                        MaterialDesignF.FORMAT_FONT_SIZE_DECREASE,
                        KeyboardShortcuts.SMALLER,
                        () -> size(-0.1)),
                action(
                        "text.usual",
                        MaterialDesignF.FORMAT_SIZE,
                        KeyboardShortcuts.USUAL_SIZE,
                        () -> shell.theme().scaleProperty().set(1)),
                action(
                        "utc.change",
                        MaterialDesignC.CLOCK_OUTLINE,
                        null,
                        () -> shell.utcProperty().set(!shell.utcProperty().get()))));
        return actions;
    }

    private void size(double by) {
        DoubleProperty scale = shell.theme().scaleProperty();
        scale.set(Math.clamp(Math.round((scale.get() + by) * 10) / 10.0, MIN_SCALE, MAX_SCALE));
    }

    private List<ConsoleAction> engine() {
        List<ConsoleAction> actions = new ArrayList<>();
        for (EngineMode mode : EngineMode.values()) {
            actions.add(new ConsoleAction(
                    TEXTS.get("engine.action", TEXTS.get("engine.set." + mode)),
                    MaterialDesignE.ENGINE_OUTLINE,
                    () -> shell.changeEngine(mode)));
        }
        return actions;
    }

    private static ConsoleAction action(String key, Ikon icon, @Nullable KeyCombination keys, Runnable run) {
        return new ConsoleAction(TEXTS.get(key), icon, keys, run);
    }

    private void help() {
        ModalLayer overlays = shell.overlays();
        overlays.open(new KeyboardHelp(all(), navigator.current(), overlays::close));
    }

    /** Handles the shortcuts of all actions, wherever in the window they are pressed. */
    void listen(Scene scene) {
        scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> pressed(scene, event));
        scene.addEventFilter(KeyEvent.KEY_TYPED, event -> typed(scene, event));
        ContextMenuKey.install(scene);
    }

    private void pressed(Scene scene, KeyEvent event) {
        if (!shell.overlays().isOpen()) {
            KeyboardShortcuts.dispatch(scene, event, shell.actions());
        }
    }

    /** Handles "?" and "/": their keys differ between keyboard layouts, so the typed character decides. */
    private void typed(Scene scene, KeyEvent event) {
        if (shell.overlays().isOpen() || scene.getFocusOwner() instanceof TextInputControl) {
            return;
        }
        switch (event.getCharacter()) {
            case "?" -> help();
            case "/" -> navigator.current().ifPresent(ConsoleScreen::filter);
            default -> {
                return;
            }
        }
        event.consume();
    }
}
