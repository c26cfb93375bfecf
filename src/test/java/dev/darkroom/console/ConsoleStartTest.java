package dev.darkroom.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.kit.list.SavedViewStore;
import dev.darkroom.console.kit.table.TableLayout;
import dev.darkroom.console.kit.theme.ThemeChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleStartTest extends ConsoleWindowTest {
    private final List<WindowState> remembered = new ArrayList<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private final Stage stage = fx(Stage::new);

    private ConsoleWindow open(WindowState state, ConsoleContext.Start start) {
        ConnectionBadge production = new ConnectionBadge("live", ConnectionBadge.Kind.PRODUCTION, true);
        ConsoleContext context = new ConsoleContext(
                production, state, new SavedViewStore(List.of(), _ -> {}), remembered::add, start, () -> {});
        return fx(() -> new ConsoleWindows(context, closed).first(stage));
    }

    @AfterEach
    void close() {
        fx(() -> {
            stage.hide();
            return null;
        });
    }

    private List<String> texts() {
        return stage.getScene().getRoot().lookupAll(".label").stream()
                .filter(Node::isVisible)
                .map(label -> String.valueOf(((Labeled) label).getText()))
                .toList();
    }

    @Test
    void the_window_shows_what_it_waits_for_and_then_its_screens() {
        CountDownLatch database = new CountDownLatch(1);
        open(WindowState.FIRST, progress -> {
            progress.step("Starting PostgreSQL\u2026", 0.4);
            database.await();
            return ConsoleDemo.parts();
        });
        await("progress", () -> texts().contains("Starting PostgreSQL\u2026"));
        Pictures.save(fx(() -> stage.getScene().snapshot(null)), "starting");
        assertThat(fx(this::texts)).contains("live", "read only").doesNotContain("Generations");

        database.countDown();
        await("screens", () -> texts().contains("Generations"));
        assertThat(fx(this::texts)).doesNotContain("Starting PostgreSQL\u2026");
    }

    @Test
    void a_failed_start_is_told_without_secrets_and_can_be_tried_again() {
        AtomicInteger attempt = new AtomicInteger();
        open(WindowState.FIRST, _ -> {
            if (attempt.incrementAndGet() == 1) {
                throw new IllegalStateException("No connection to postgres://admin:hunter22@db:5432.");
            }
            return ConsoleDemo.parts();
        });
        await("failure", () -> texts().stream().anyMatch(text -> text.startsWith("No connection")));
        assertThat(fx(this::texts)).noneMatch(text -> text.contains("hunter22"));

        fx(() -> {
            ((Button) stage.getScene().lookup(".banner > .button")).fire();
            return null;
        });
        await("screens", () -> texts().contains("Generations"));
        assertThat(attempt).hasValue(2);
    }

    @Test
    void the_window_comes_back_as_it_was_left() {
        TableLayout ledger = new TableLayout(List.of("by"), Map.of("reason", 310.0), "", false);
        WindowState left = new WindowState(
                20,
                30,
                1000,
                720,
                false,
                true,
                ThemeChoice.DARK,
                true,
                1.2,
                true,
                "credits",
                "7d",
                Map.of("ledger", ledger),
                Map.of("credits", 0.3));
        open(left, _ -> ConsoleDemo.parts());
        await("screens", () -> stage.getScene().lookup(".rail-entry") != null);
        fx(() -> {
            stage.hide();
            return null;
        });

        assertThat(remembered).containsExactly(left);
    }
}
