package dev.darkroom.console.generations.list;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.details.GenerationDetailsModel;
import dev.darkroom.console.generations.details.GenerationDetailsView;
import dev.darkroom.console.kit.dialog.BannerStack;
import dev.darkroom.console.kit.dialog.DialogFrame;
import dev.darkroom.console.kit.dialog.ModalLayer;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.layout.WindowBounds;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ContextMenuKey;
import dev.darkroom.console.kit.navigation.KeyboardShortcuts;
import dev.darkroom.console.kit.task.FxChannel;
import dev.darkroom.console.kit.task.PollingTask;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/**
 * Separate windows, each showing one live generation with all its actions. They use the theme of the console that opened
 * them and close with it. FX thread only.
 */
final class GenerationWindows implements AutoCloseable {
    /** As in the list: other engines do not notify this window. */
    private static final Duration PULSE = Duration.ofSeconds(2);

    /** The key under which the bounds are remembered. */
    private static final String BOUNDS = "generation";

    private static final double WIDTH = 600;
    private static final double HEIGHT = 780;
    private static final double MIN_WIDTH = 440;
    private static final double MIN_HEIGHT = 480;
    private static final double STEP = 28;

    private final ConsoleShell shell;
    private final EventBus events;
    private final InspectorController list;
    private final Function<DialogFrame, Content> contents;
    private final List<OwnWindow> open = new ArrayList<>();

    /** The content of a window. */
    record Content(GenerationDetailsModel model, GenerationDetailsView view) {}

    /** @param list knows the neighbours of a generation */
    GenerationWindows(
            ConsoleShell shell, EventBus events, InspectorController list, Function<DialogFrame, Content> contents) {
        this.shell = shell;
        this.events = events;
        this.list = list;
        this.contents = contents;
    }

    /** Reuses a window that already shows this generation. */
    void open(UUID id) {
        open.stream()
                .filter(window -> window.content.model().isOpen(id))
                .findFirst()
                .orElseGet(() -> new OwnWindow(id))
                .toFront();
    }

    @Override
    public void close() {
        List.copyOf(open).forEach(window -> window.stage.close());
    }

    private final class OwnWindow implements DialogFrame {
        private final Stage stage = new Stage();
        private final VBox root = new VBox();
        private final ModalLayer overlays = new ModalLayer(root);
        private final Content content = contents.apply(this);
        private final FxChannel<EngineEvent.GenerationChanged> changes = shell.feed()
                .latest(EngineEvent.GenerationChanged::generation, batch -> {
                    if (batch.stream().anyMatch(change -> content.model().isOpen(change.generation()))) {
                        content.model().refresh();
                    }
                });
        private final EventBus.Subscription hearing = events.subscribe(event -> {
            if (event instanceof EngineEvent.GenerationChanged changed) {
                changes.offer(changed);
            }
        });
        private final PollingTask pulse = shell.feed().every(PULSE, () -> {
            content.model().refreshIfIdle();
            allowSteps();
        });
        private final BannerStack banners = new BannerStack(content.view());
        private final Button previous = button(-1, KeyboardShortcuts.PREVIOUS);
        private final Button next = button(1, KeyboardShortcuts.NEXT);

        OwnWindow(UUID id) {
            build();
            content.model().openProperty().subscribe(shown -> {
                stage.setTitle(MessageTexts.SHELL.get("app.title", shown == null ? "" : ValueFormats.shortId(shown)));
                allowSteps();
            });
            content.model().open(id);
            open.add(this);
            stage.setOnHidden(_ -> closed());
            stage.show();
        }

        private void build() {
            Region space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            HBox head = new HBox(
                    8, content.view().title(), space, IconButtons.refusable(previous), IconButtons.refusable(next));
            head.getStyleClass().add("inspector-head");
            head.setAlignment(Pos.CENTER_LEFT);
            banners.follow(shell.banners());
            VBox.setVgrow(banners, Priority.ALWAYS);
            root.getStyleClass().addAll("generations", "inspector");
            root.getChildren().setAll(head, banners);
            Scene scene = new Scene(overlays);
            shell.theme().dress(scene);
            scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
                if (!overlays.isOpen()) {
                    KeyboardShortcuts.dispatch(scene, event, actions());
                }
            });
            ContextMenuKey.install(scene);
            stage.setScene(scene);
            stage.setMinWidth(MIN_WIDTH);
            stage.setMinHeight(MIN_HEIGHT);
            if (shell.getScene().getWindow() instanceof Stage console) {
                stage.getIcons().setAll(console.getIcons());
                place(console);
            }
        }

        /** Where the last one was left; else below another one or the console, entirely on its monitor. */
        private void place(Stage console) {
            Optional<WindowBounds> left = shell.windowBounds().opened(BOUNDS, () -> WindowBounds.of(stage));
            double width = left.map(WindowBounds::width).orElse(WIDTH);
            double height = left.map(WindowBounds::height).orElse(HEIGHT);
            left.filter(bounds -> open.isEmpty() && bounds.reachesScreen())
                    .orElseGet(() -> cascaded(open.isEmpty() ? console : open.getLast().stage, width, height))
                    .apply(stage);
        }

        private static WindowBounds cascaded(Stage above, double width, double height) {
            Rectangle2D screen = Screen.getScreensForRectangle(above.getX(), above.getY(), 1, 1).stream()
                    .findFirst()
                    .orElseGet(Screen::getPrimary)
                    .getVisualBounds();
            double fitting = Math.min(height, screen.getHeight());
            return new WindowBounds(
                    Math.max(screen.getMinX(), Math.min(above.getX() + STEP, screen.getMaxX() - width)),
                    Math.max(screen.getMinY(), Math.min(above.getY() + STEP, screen.getMaxY() - fitting)),
                    width,
                    fitting);
        }

        private Button button(int by, KeyCombination key) {
            ConsoleAction step = step(by, key);
            Button button = IconButtons.iconButton(
                    step.icon(),
                    GenerationMessages.get("inspector.key", step.title(), key.getDisplayText()),
                    step.run());
            button.getStyleClass().add("bare");
            return button;
        }

        private void allowSteps() {
            UUID shown = content.model().openProperty().get();
            IconButtons.allow(previous, list.stepRefusal(shown, -1));
            IconButtons.allow(next, list.stepRefusal(shown, 1));
        }

        private List<ConsoleAction> actions() {
            List<ConsoleAction> actions = new ArrayList<>(content.view().actions());
            actions.add(step(-1, KeyboardShortcuts.PREVIOUS));
            actions.add(step(1, KeyboardShortcuts.NEXT));
            actions.add(step(-1, KeyCombination.valueOf("K")));
            actions.add(step(1, KeyCombination.valueOf("J")));
            actions.add(shell.bell().undoAction());
            actions.add(new ConsoleAction(
                    GenerationMessages.get("act.close"), MaterialDesignC.CLOSE, KeyboardShortcuts.CLOSE, stage::close));
            return actions;
        }

        private ConsoleAction step(int by, KeyCombination key) {
            return list.stepAction(
                    content.model().openProperty().get(),
                    by,
                    key,
                    () -> Optional.ofNullable(content.model().openProperty().get())
                            .flatMap(id -> list.neighbour(id, by))
                            .ifPresent(content.model()::open));
        }

        private void toFront() {
            stage.toFront();
            stage.requestFocus();
        }

        private void closed() {
            open.remove(this);
            banners.unfollow(shell.banners());
            pulse.close();
            hearing.close();
            changes.close();
            content.model().close();
        }

        @Override
        public ModalLayer overlays() {
            return overlays;
        }

        /** Also keeps the notice readable under the bell of the console. */
        @Override
        public void toast(NotificationEntry.Kind kind, String text, @Nullable Runnable undo) {
            NotificationEntry notice = new NotificationEntry(
                    Instant.now(), kind, text, undo == null ? null : new NotificationEntry.UndoOffer(undo));
            shell.note(notice);
            overlays.toast(notice);
        }

        @Override
        public void pin(PinnedSubject subject) {
            shell.pin(subject);
        }
    }
}
