package dev.darkroom.console;

import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.text.MessageTexts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.util.Subscription;
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

    /** Focuses the main pane of the current screen when it opens and when the focused node disappears. FX thread only. */
    static final class MainPaneFocus {
        private final ConsoleShell shell;
        /** The node that has the focus, or had it last. */
        private @Nullable Node focused;
        /** Whether that node was removed or hidden and no other has the focus yet. */
        private boolean gone;

        MainPaneFocus(ConsoleShell shell) {
            this.shell = shell;
        }

        /** Focuses the main pane, so that its keys work at once; a new pane joins the scene only once its surroundings are laid out. */
        void enter(ConsoleScreen screen) {
            screen.mainPane().ifPresent(pane -> enter(screen, pane));
        }

        private void enter(ConsoleScreen screen, Node pane) {
            if (pane.getAccessibleText() == null) {
                pane.setAccessibleText(screen.title());
            }
            if (pane.getScene() != null) {
                pane.requestFocus();
                return;
            }
            Subscription[] once = new Subscription[1];
            once[0] = pane.sceneProperty().subscribe((_, scene) -> {
                if (scene != null) {
                    once[0].unsubscribe();
                    shell.current().filter(shown -> shown == screen).ifPresent(_ -> pane.requestFocus());
                }
            });
        }

        /** When a focused node disappears, such as a selection bar, focuses the main pane; the toolkit would choose the rail. */
        void follow(Scene scene) {
            scene.focusOwnerProperty().subscribe(owner -> {
                if (owner == null) {
                    gone = focused != null
                            && !isSeen(focused); // when it is only disabled, the next control gets the focus
                    return;
                }
                boolean returned = gone;
                gone = false;
                focused = owner;
                if (returned && !shell.overlays().isOpen()) {
                    shell.current().flatMap(ConsoleScreen::mainPane).ifPresent(Node::requestFocus);
                }
            });
        }

        private boolean isSeen(Node node) {
            boolean seen = node.getScene() == shell.getScene();
            for (Node up = node; up != null; up = up.getParent()) {
                seen &= up.isVisible();
            }
            return seen;
        }
    }

    /** The visited places, for going back and forward to each in the state in which it was left. */
    private static final class NavigationHistory {
        private static final int MAX_LENGTH = 100;

        private final Deque<Stop> backStops = new ArrayDeque<>();
        private final Deque<Stop> forwardStops = new ArrayDeque<>();
        private @Nullable Stop current;

        /** @param restore restores what was shown there; null for what the target describes */
        public record Stop(
                NavigationTarget target, @Nullable Runnable restore) {}

        /** Records navigation to a new place and clears the forward history. {@code restore} restores what is shown before leaving. */
        public void go(NavigationTarget target, @Nullable Runnable restore) {
            if (current != null && target.equals(current.target())) {
                return;
            }
            if (current != null) {
                backStops.push(new Stop(current.target(), restore));
            }
            if (backStops.size() > MAX_LENGTH) {
                backStops.removeLast();
            }
            forwardStops.clear();
            current = new Stop(target, null);
        }

        public Optional<Stop> back(@Nullable Runnable restore) {
            return move(backStops, forwardStops, restore);
        }

        public Optional<Stop> forward(@Nullable Runnable restore) {
            return move(forwardStops, backStops, restore);
        }

        private Optional<Stop> move(Deque<Stop> from, Deque<Stop> to, @Nullable Runnable restore) {
            if (current == null || from.isEmpty()) {
                return Optional.empty();
            }
            to.push(new Stop(current.target(), restore));
            current = from.pop();
            return Optional.of(current);
        }
    }
}
