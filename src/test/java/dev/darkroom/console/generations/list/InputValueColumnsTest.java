package dev.darkroom.console.generations.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.generations.ShownGenerations;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationPage.Line;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.generation.query.InputPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import javafx.scene.control.Labeled;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InputValueColumnsTest extends ConsoleWindowTest {
    private static final int ROWS = 120;

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static GenerationQueries queries;

    private final List<Exception> failures = new ArrayList<>();
    private PagedTable<Line> table;

    @BeforeAll
    static void seed() {
        SeededGenerations seeded = new SeededGenerations(DATABASE.get()).users("ana");
        for (int row = 0; row < ROWS; row++) {
            seeded.one(
                    "ana",
                    ShownGenerations.DEV,
                    4,
                    Duration.ofSeconds(row),
                    "status = 'CANCELLED', finished_at = now(), input = '{\"seed\": " + (9_000 + row) + "}'");
        }
        queries = new GenerationQueries(DATABASE.get(), StuckThresholds.of(ModelCatalog.builtIn(), 1));
    }

    private void open(BiFunction<Set<UUID>, Set<InputPath>, Map<UUID, Map<InputPath, String>>> values) {
        show(
                () -> {
                    table = new PagedTable<>(feed(), line -> line.row().id());
                    InputValueColumns columns = new InputValueColumns(values, feed(), table, failures::add);
                    table.getColumns().add(columns.column("input:seed").orElseThrow());
                    return table;
                },
                300,
                300);
        onFx(() -> {
            table.show((after, limit) -> queries.page(
                            GenerationFilter.of(GenerationPreset.ALL),
                            false,
                            after == null ? null : after.row().key(),
                            limit)
                    .lines());
        });
        await("its rows", () -> table.getItems().size() == ROWS);
    }

    @Test
    void rows_that_were_never_on_screen_are_copied_with_their_values() {
        open(queries::inputValues);
        onFx(() -> {
            table.requestFocus();
            table.getSelectionModel().selectAll();
        });
        robot.push(KeyCode.CONTROL, KeyCode.C);
        await("the copy", () -> copied().size() == ROWS + 1);

        assertThat(fx(InputValueColumnsTest::copied))
                .contains("9000", "9" + (ROWS - 1))
                .doesNotContain("");
    }

    @Test
    void what_could_not_be_read_is_read_after_the_next_fetch_of_the_rows() {
        AtomicBoolean broken = new AtomicBoolean(true);
        AtomicBoolean asked = new AtomicBoolean();
        open((ids, paths) -> {
            asked.set(true);
            if (broken.get()) {
                throw new IllegalStateException("no connection");
            }
            return queries.inputValues(ids, paths);
        });
        await("the first reading", asked::get);
        do { // until no cell is filled any more, each of which asks for its value
            asked.set(false);
            settle();
        } while (asked.get());
        broken.set(false);

        await("the values", () -> {
            table.pages().reread();
            return table.lookupAll(".table-cell").stream()
                    .anyMatch(cell -> cell instanceof Labeled label && "9001".equals(label.getText()));
        });
    }

    private static List<String> copied() {
        String text = Clipboard.getSystemClipboard().getString();
        return text == null ? List.of() : text.lines().toList();
    }
}
