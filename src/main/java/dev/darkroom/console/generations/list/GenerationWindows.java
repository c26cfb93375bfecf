package dev.darkroom.console.generations.list;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.details.GenerationDetailsModel;
import dev.darkroom.console.generations.details.GenerationDetailsView;
import dev.darkroom.console.kit.dialog.DialogFrame;
import dev.darkroom.console.kit.dialog.ModalLayer;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.filter.PinnedSubject;
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
import java.util.function.BiFunction;
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
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/**
 * Separate windows, each showing one live generation with all its actions. They use the theme of the console that opened
 * them and close with it. FX thread only.
 */
final class GenerationWindows implements AutoCloseable {
    /** As in the list: other engines do not notify this window. */
    private static final Duration PULSE = Duration.ofSeconds(2);

    private static final double WIDTH = 600;
    private static final double HEIGHT = 780;
    private static final double MIN_WIDTH = 440;
    private static final double MIN_HEIGHT = 480;
    private static final double STEP = 28;

    private final ConsoleShell shell;
    private final EventBus events;
    private final BiFunction<UUID, Integer, Optional<UUID>> neighbours;
    private final Function<DialogFrame, Content> contents;
    private final List<OwnWindow> open = new ArrayList<>();

    /** The content of a window. */
    record Content(GenerationDetailsModel model, GenerationDetailsView view) {}

    /** @param neighbours finds the generation this many rows below a given one in the list's current order */
    GenerationWindows(
            ConsoleShell shell,
            EventBus events,
            BiFunction<UUID, Integer, Optional<UUID>> neighbours,
            Function<DialogFrame, Content> contents) {
        this.shell = shell;
        this.events = events;
        this.neighbours = neighbours;
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
        private final PollingTask pulse =
                shell.feed().every(PULSE, () -> content.model().refreshIfIdle());

        OwnWindow(UUID id) {
            build();
            content.model()
                    .openProperty()
                    .subscribe(shown -> stage.setTitle(
                            MessageTexts.SHELL.get("app.title", shown == null ? "" : ValueFormats.shortId(shown))));
            content.model().open(id);
            open.add(this);
            stage.setOnHidden(_ -> closed());
            stage.show();
        }

        private void build() {
            Region space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            HBox head = new HBox(
                    8,
                    content.view().title(),
                    space,
                    button(MaterialDesignC.CHEVRON_UP, "inspector.previous", KeyboardShortcuts.PREVIOUS, -1),
                    button(MaterialDesignC.CHEVRON_DOWN, "inspector.next", KeyboardShortcuts.NEXT, 1));
            head.getStyleClass().add("inspector-head");
            head.setAlignment(Pos.CENTER_LEFT);
            VBox.setVgrow(content.view(), Priority.ALWAYS);
            root.getStyleClass().addAll("generations", "inspector");
            root.getChildren().setAll(head, content.view());
            Scene scene = new Scene(overlays, WIDTH, HEIGHT);
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
                cascade(stage, console);
            }
        }

        /** Places the window one step below the previous one, entirely on the console's monitor. */
        private void cascade(Stage stage, Stage console) {
            double offset = STEP * (open.size() + 2);
            Rectangle2D screen = Screen.getScreensForRectangle(console.getX(), console.getY(), 1, 1).stream()
                    .findFirst()
                    .orElseGet(Screen::getPrimary)
                    .getVisualBounds();
            stage.setHeight(Math.min(HEIGHT, screen.getHeight()));
            stage.setX(Math.max(screen.getMinX(), Math.min(console.getX() + offset, screen.getMaxX() - WIDTH)));
            stage.setY(Math.max(
                    screen.getMinY(), Math.min(console.getY() + offset, screen.getMaxY() - stage.getHeight())));
        }

        private Button button(Ikon icon, String text, KeyCombination key, int by) {
            Button button = IconButtons.iconButton(
                    icon,
                    GenerationMessages.get("inspector.key", GenerationMessages.get(text), key.getDisplayText()),
                    () -> step(by));
            button.getStyleClass().add("bare");
            return button;
        }

        private List<ConsoleAction> actions() {
            List<ConsoleAction> actions = new ArrayList<>(content.view().actions());
            actions.add(key("inspector.previous", KeyboardShortcuts.PREVIOUS, () -> step(-1)));
            actions.add(key("inspector.next", KeyboardShortcuts.NEXT, () -> step(1)));
            actions.add(key("inspector.previous", KeyCombination.valueOf("K"), () -> step(-1)));
            actions.add(key("inspector.next", KeyCombination.valueOf("J"), () -> step(1)));
            actions.add(key("act.close", KeyboardShortcuts.CLOSE, stage::close));
            return actions;
        }

        private static ConsoleAction key(String text, KeyCombination key, Runnable run) {
            return new ConsoleAction(GenerationMessages.get(text), MaterialDesignC.CHEVRON_DOWN, key, run);
        }

        private void step(int by) {
            Optional.ofNullable(content.model().openProperty().get())
                    .flatMap(id -> neighbours.apply(id, by))
                    .ifPresent(content.model()::open);
        }

        private void toFront() {
            stage.toFront();
            stage.requestFocus();
        }

        private void closed() {
            open.remove(this);
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
