package dev.darkroom.console.generations.list;

import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.GenerationPictures;
import dev.darkroom.console.generations.GenerationsModel;
import dev.darkroom.console.generations.StateLabels;
import dev.darkroom.console.kit.layout.FlaggedCover.RevealedFiles;
import dev.darkroom.console.kit.layout.ThumbnailCache;
import dev.darkroom.console.kit.table.ColumnArrangement;
import dev.darkroom.console.kit.table.HoverTooltip;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.table.TableColumns;
import dev.darkroom.console.kit.table.TableLayoutStore;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.DisplayState;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationTriage.TriageSummary;
import dev.darkroom.generation.query.GenerationPage.Line;
import dev.darkroom.generation.query.InputPath;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignN;

/** The columns of the list: which exist, what they show, and which remain when space is short. */
final class GenerationsTable {
    /** The key under which columns and views are saved. */
    static final String ID = "generations";

    private final PagedTable<Line> table;
    private final GenerationsModel model;
    private final IntegerProperty seconds = new SimpleIntegerProperty();

    private final BooleanProperty marked = new SimpleBooleanProperty();

    private final ColumnArrangement<Line> arrangement;

    GenerationsTable(
            FxEventBridge feed,
            GenerationsModel model,
            GenerationPictures pictures,
            ValueFormats formats,
            TableLayoutStore layouts,
            RevealedFiles revealed) {
        this.model = model;
        table = new PagedTable<>(feed, line -> line.row().id());
        ThumbnailCache thumbnails = ThumbnailCache.rows(pictures.thumbnails(), feed);
        TableColumn<Line, Line> marks = weighing(
                8,
                TableColumns.withoutTitle(TableColumns.withFixedWidth(TableColumns.value(
                        "marks",
                        title("marks"),
                        60,
                        line -> line.row().triage(),
                        triage -> marks(triage, formats),
                        () -> new HBox(3),
                        (icons, triage) -> showMarks(icons, triage, formats)))));
        TableColumn<Line, Line> age = ticking("age", 68, this::age);
        List<TableColumn<Line, Line>> columns = List.of(
                TableColumns.state(
                        title("state"), 126, line -> StateLabels.state(line.state()), GenerationsTable::detail),
                weighing(
                        5,
                        TableColumns.withoutTitle(TableColumns.withFixedWidth(TableColumns.node(
                                "thumbnail",
                                title("thumbnail"),
                                42,
                                line -> line.row().kind().name(),
                                () -> new GenerationThumbnailCell(pictures, thumbnails, revealed),
                                (cell, line) -> cell.show(line.row()))))),
                TableColumns.mono("id", title("id"), 78, line -> line.row().shortId()),
                marks,
                weighing(
                        7,
                        TableColumns.withMinWidth(
                                98,
                                text(
                                        "model",
                                        124,
                                        line -> GenerationMessages.model(
                                                line.row().model())))),
                weighing(
                        9,
                        TableColumns.withLimitedWidth(
                                text("user", 92, line -> line.row().userId()))),
                weighing(
                        3,
                        TableColumns.withMinWidth(
                                150,
                                text(
                                        "prompt",
                                        160,
                                        line -> ValueFormats.firstLine(
                                                line.row().prompt())))),
                weighing(
                        6,
                        number(
                                "credits",
                                62,
                                line -> GenerationMessages.credits(line.row().credits()))),
                weighing(
                        2,
                        number(
                                "attempt",
                                70,
                                line -> line.row().attempt() + "/" + line.row().maxAttempts())),
                weighing(
                        3,
                        TableColumns.withLimitedWidth(TableColumns.muted(
                                "stage", title("stage"), 100, line -> StateLabels.stage(line.row())))),
                age,
                weighing(4, ticking("duration", 74, this::duration)),
                weighing(
                        10,
                        TableColumns.withMinWidth(
                                162,
                                TableColumns.value(
                                        "error",
                                        title("error"),
                                        220,
                                        ShownError::of,
                                        ShownError::brief,
                                        Label::new,
                                        GenerationsTable::show))),
                weighing(
                        0,
                        TableColumns.time(
                                "created", title("created"), line -> line.row().createdAt(), formats)),
                weighing(
                        1,
                        TableColumns.time(
                                "updated", title("updated"), line -> line.row().updatedAt(), formats)));
        columns.forEach(column -> column.setSortable(column == age));
        revealed.countProperty().subscribe(_ -> table.refresh());
        table.orderBy(model.list().orderProperty());
        InputValueColumns inputValues = new InputValueColumns(model, feed, table);
        arrangement = new ColumnArrangement<>(table, ID, layouts, columns, inputValues::column);
        arrangement.showWhile(marks, marked);
    }

    PagedTable<Line> table() {
        return table;
    }

    private static String title(String column) {
        return GenerationMessages.get("column." + column);
    }

    /** Fills the column chooser; {@code last} is its last entry. */
    void fill(MenuButton menu, MenuItem last) {
        arrangement.fill(menu, new SeparatorMenuItem(), last);
    }

    void addInputColumn(InputPath path) {
        arrangement.addOwnColumn(InputValueColumns.id(path));
    }

    /** Called once a second; updates only the cells on screen. */
    void tick() {
        seconds.set(seconds.get() + 1);
        marked.set(table.getItems().stream().anyMatch(line -> hasAny(line.row().triage())));
    }

    private static TableColumn<Line, Line> text(String id, double width, Function<Line, String> text) {
        return TableColumns.value(id, title(id), width, text, Function.identity(), Label::new, (label, shown) -> {
            label.setText(shown);
            HoverTooltip.set(label, shown);
        });
    }

    private static TableColumn<Line, Line> number(String id, double width, Function<Line, String> text) {
        return TableColumns.number(id, title(id), width, text);
    }

    private static TableColumn<Line, Line> weighing(int weight, TableColumn<Line, Line> column) {
        return TableColumns.withWeight(weight, column);
    }

    private TableColumn<Line, Line> ticking(String id, double width, Function<Line, String> text) {
        return TableColumns.ticking(id, title(id), width, text, seconds);
    }

    private static boolean hasAny(TriageSummary triage) {
        return !triage.marks().isEmpty() || triage.notes() > 0;
    }

    private static String marks(TriageSummary triage, ValueFormats formats) {
        return Stream.concat(
                        triage.marks().stream().map(mark -> StateLabels.detail(mark, formats)),
                        triage.notes() == 0
                                ? Stream.of()
                                : Stream.of(GenerationMessages.get("notes.count", ValueFormats.number(triage.notes()))))
                .collect(Collectors.joining("\n"));
    }

    private static void showMarks(HBox icons, TriageSummary triage, ValueFormats formats) {
        icons.getStyleClass().setAll("marks");
        icons.setAlignment(Pos.CENTER_LEFT);
        icons.getChildren()
                .setAll(triage.marks().stream()
                        .map(mark -> IconButtons.icon(StateLabels.icon(mark.mark())))
                        .toList());
        if (triage.notes() > 0) {
            icons.getChildren().add(IconButtons.icon(MaterialDesignN.NOTE_TEXT_OUTLINE));
        }
        if (icons.getUserData() instanceof Tooltip old) {
            Tooltip.uninstall(icons, old);
        }
        if (hasAny(triage)) {
            Tooltip tip = new Tooltip(marks(triage, formats));
            icons.setUserData(tip);
            Tooltip.install(icons, tip);
        }
    }

    private static @Nullable String detail(Line line) {
        return StateLabels.detail(line.state(), line.row().attempt(), line.row().maxAttempts());
    }

    private String age(Line line) {
        return ElapsedTime.clock(Duration.between(line.row().createdAt(), model.now()));
    }

    private String duration(Line line) {
        GenerationRow row = line.row();
        Instant end = Objects.requireNonNullElseGet(row.finishedAt(), model::now);
        return row.startedAt() == null ? "" : ElapsedTime.taken(Duration.between(row.startedAt(), end));
    }

    /** @param sentence empty if nothing is wrong */
    private record ShownError(String brief, String sentence, boolean loud, SemanticColor tone) {
        static ShownError of(Line line) {
            DisplayState state = StateLabels.state(line.state());
            boolean loud = state == DisplayState.FAILED || state == DisplayState.STUCK || line.needsAttention();
            CodedMessage brief = line.diagnosis().brief();
            return new ShownError(
                    MessageTexts.sentence(brief),
                    brief.isEmpty()
                            ? ""
                            : MessageTexts.sentence(line.diagnosis().sentence()),
                    loud,
                    loud ? state.tone() : SemanticColor.NEUTRAL);
        }
    }

    private static void show(Label label, ShownError error) {
        label.setText(ValueFormats.firstLine(error.brief()));
        HoverTooltip.set(label, error.sentence());
        label.getStyleClass()
                .setAll(
                        "label",
                        error.loud() ? "tone-text" : "muted",
                        error.tone().style());
    }
}
