package dev.darkroom.console;

import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.NavigationHistory;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.text.MessageTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/** The current screen, the navigation history, and the pin that narrows all screens. FX thread only. */
final class ConsoleScreenNavigator {
    private static final String PIN = "pin";

    private final ConsoleShell shell;
    private final Consumer<ConsoleScreen> entered;
    private final List<ConsoleScreen> screens = new ArrayList<>();
    private final NavigationHistory history = new NavigationHistory();
    private final ObjectProperty<@Nullable PinnedSubject> pin = new SimpleObjectProperty<>();
    private @Nullable ConsoleScreen current;

    /** @param entered puts the opened screen into the window */
    ConsoleScreenNavigator(ConsoleShell shell, Consumer<ConsoleScreen> entered) {
        this.shell = shell;
        this.entered = entered;
        pin.subscribe(_ -> updatePinBanner());
    }

    void attach(List<ConsoleScreen> made) {
        screens.clear();
        screens.addAll(made);
        screens.forEach(ConsoleScreen::attached);
    }

    /** Opens the screen with this id, or the first one if there is none. */
    void openFirst(String id) {
        screens.stream()
                .filter(screen -> screen.id().equals(id))
                .findFirst()
                .or(() -> screens.stream().findFirst())
                .ifPresent(screen -> open(NavigationTarget.screen(screen.id())));
    }

    /** Opens a screen and the target in it; unknown screens are ignored. */
    void open(NavigationTarget target) {
        unpinFor(target);
        history.go(target, restorePoint());
        go(new NavigationHistory.Stop(target, null));
    }

    /** Removes the pin when the target is another generation than the pinned one. */
    private void unpinFor(NavigationTarget target) {
        PinnedSubject pinned = pin.get();
        boolean another = pinned != null
                && pinned.isOneGeneration()
                && NavigationTarget.id(target.query())
                        .map(UUID::toString)
                        .filter(id -> !id.equals(pinned.generation()))
                        .isPresent();
        if (another) {
            shell.lists().unpin();
        }
    }

    /** Shows a banner on screens that the pin does not narrow. */
    private void updatePinBanner() {
        PinnedSubject pinned = pin.get();
        if (pinned == null || current == null || current.isNarrowedTo(pinned)) {
            shell.banners().remove(PIN);
        } else {
            shell.banners()
                    .show(
                            PIN,
                            MessageBanner.information(
                                    MessageTexts.SHELL.get("pin.not", pinned.title(), current.title())));
        }
        shell.banners().makeRoom();
    }

    private void go(NavigationHistory.Stop stop) {
        NavigationTarget target = stop.target();
        screens.stream().filter(s -> s.id().equals(target.screen())).findFirst().ifPresent(screen -> {
            boolean isShown = screen == current;
            enter(screen);
            if (stop.restore() != null) {
                stop.restore().run();
            } else if (!target.query().isEmpty()) {
                screen.open(target.query());
            } else if (isShown) {
                shell.paneFocus().enter(screen);
            }
        });
    }

    private @Nullable Runnable restorePoint() {
        return current == null ? null : current.restorePoint();
    }

    private void enter(ConsoleScreen screen) {
        if (screen == current) {
            return;
        }
        if (current != null) {
            current.hidden();
        }
        current = screen;
        entered.accept(screen);
        updatePinBanner();
        screen.shown();
    }

    void back() {
        history.back(restorePoint()).ifPresent(this::go);
    }

    void forward() {
        history.forward(restorePoint()).ifPresent(this::go);
    }

    /** Leaves the current screen and closes all screens with everything they opened. */
    void leave() {
        if (current != null) {
            current.hidden();
            current = null;
        }
        screens.forEach(ConsoleScreen::detached);
    }

    List<ConsoleScreen> screens() {
        return List.copyOf(screens);
    }

    Optional<ConsoleScreen> current() {
        return Optional.ofNullable(current);
    }

    ObjectProperty<@Nullable PinnedSubject> pinProperty() {
        return pin;
    }
}
