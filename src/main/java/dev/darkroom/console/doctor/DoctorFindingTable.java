package dev.darkroom.console.doctor;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.table.ColumnArrangement;
import dev.darkroom.console.kit.table.ColumnOrder;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.table.TableColumns;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.doctor.DoctorCheck;
import dev.darkroom.doctor.DoctorCheckResult;
import dev.darkroom.doctor.DoctorFinding;
import dev.darkroom.doctor.DoctorHistory.PastRun;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The findings of the selected kind, and an explanation of the kind. */
final class DoctorFindingTable extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("doctor");

    private final DoctorModel model;
    private final ValueFormats formats;
    private final PagedTable<DoctorFinding> table;
    private final Label title = new Label();
    private final Label explanation = new Label();
    private final TableColumn<DoctorFinding, DoctorFinding> first;
    private final TableColumn<DoctorFinding, DoctorFinding> second;
    private final ObjectProperty<ColumnOrder> order = new SimpleObjectProperty<>(new ColumnOrder("", true));
    private final ObjectProperty<@Nullable PinnedSubject> pin;
    private @Nullable List<DoctorFinding> shown;
    /** The finding to select when the rows are shown again. */
    private @Nullable DoctorFinding next;

    private boolean isReplaced;

    /** @param open opens the generation or file of a finding */
    DoctorFindingTable(DoctorModel model, ConsoleShell shell, Consumer<DoctorFinding> open) {
        this.model = model;
        formats = shell.formats();
        table = new PagedTable<>(shell.feed(), DoctorFinding::key);
        first = TableColumns.text(
                "first", TEXTS.get("column.first"), 190, finding -> MessageTexts.sentence(finding.first()));
        second = TableColumns.withWeight(
                2,
                TableColumns.text(
                        "second", TEXTS.get("column.second"), 190, finding -> MessageTexts.sentence(finding.second())));
        second.getStyleClass().add("muted");
        first.setSortable(false); // sentences
        second.setSortable(false);
        table.orderBy(order);
        build(shell);
        table.accessibleTextProperty().bind(title.textProperty());
        table.onOpen(open);
        table.getSelectionModel().setSelectionMode(SelectionMode.SINGLE);
        table.getSelectionModel().selectedItemProperty().subscribe(chosen -> {
            if (chosen != null && chosen != model.findingProperty().get()) {
                model.choose(chosen);
            }
        });
        model.checkProperty().subscribe(_ -> show());
        model.resultsProperty().subscribe(_ -> show());
        pin = shell.pinProperty();
        model.workProperty().map(_ -> true).orElse(false).subscribe(_ -> show());
        order.subscribe((_, _) -> show());
        table.pages().fetchesProperty().subscribe(_ -> selectNext());
    }

    private void build(ConsoleShell shell) {
        getStyleClass().add("findings");
        title.getStyleClass().add("card-title");
        explanation.getStyleClass().add("muted");
        explanation.setWrapText(true);
        explanation.setMinHeight(Region.USE_PREF_SIZE);
        VBox head = new VBox(title, explanation);
        head.getStyleClass().add("findings-head");
        TableColumn<DoctorFinding, DoctorFinding> id =
                TableColumns.text("id", TEXTS.get("column.id"), 92, DoctorFindingTable::name);
        id.getStyleClass().add("mono");
        new ColumnArrangement<>(
                table,
                "doctor",
                shell.tables(),
                List.of(
                        id,
                        TableColumns.withWeight(
                                4,
                                TableColumns.withLimitedWidth(
                                        TableColumns.text("user", TEXTS.get("column.user"), 96, DoctorFinding::user))),
                        TableColumns.withWeight(
                                5,
                                TableColumns.number("value", TEXTS.get("column.value"), 84, DoctorFindingTable::worth)),
                        TableColumns.withWeight(
                                1,
                                TableColumns.muted(
                                        "at",
                                        TEXTS.get("column.at"),
                                        100,
                                        finding -> finding.at() == null ? "" : formats.ago(finding.at()))),
                        first,
                        second));
        table.empty(this::empty);
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().addAll(head, table);
    }

    /** The short id of the generation, else the finding's key, of a model without the owner that most have in common. */
    static String name(DoctorFinding finding) {
        return finding.generation() == null
                ? ValueFormats.model(finding.key())
                : ValueFormats.shortId(finding.generation());
    }

    static String worth(DoctorFinding finding) {
        return switch (finding.check().unit()) {
            case CREDITS, LINKS -> ValueFormats.number(finding.value());
            case BYTES -> ValueFormats.bytes(finding.value());
            case DOLLARS -> MessageTexts.sentence(finding.check().unit().words(finding.value()));
        };
    }

    private void show() {
        DoctorCheck check = model.checkProperty().get();
        title.setText(MessageTexts.sentence(check.title()));
        explanation.setText(MessageTexts.sentence(check.explanation()));
        first.setText(MessageTexts.sentence(check.first().title()));
        second.setText(MessageTexts.sentence(check.second().title()));
        List<DoctorFinding> findings =
                sorted(model.result(check).map(DoctorCheckResult::findings).orElse(List.of()));
        if (!findings.equals(shown) || findings.isEmpty()) {
            next = next(shown == null ? List.of() : shown, findings);
            isReplaced = true;
            shown = findings;
            table.show((after, limit) -> page(findings, after, limit));
        }
    }

    /** Returns the selected finding, or the first one after it that is left, or else the last one; null if none is selected. */
    private @Nullable DoctorFinding next(List<DoctorFinding> before, List<DoctorFinding> left) {
        DoctorFinding selected = table.getSelectionModel().getSelectedItem();
        if (selected == null || left.isEmpty() || left.getFirst().check() != selected.check()) {
            return null;
        }
        Map<String, DoctorFinding> byKey =
                left.stream().collect(Collectors.toMap(DoctorFinding::key, Function.identity(), (first, _) -> first));
        return before.stream()
                .skip(Math.max(0, before.indexOf(selected)))
                .map(finding -> byKey.get(finding.key()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(left.getLast());
    }

    /** In the chosen order; as found while none is chosen. */
    private List<DoctorFinding> sorted(List<DoctorFinding> findings) {
        Comparator<DoctorFinding> ascending = switch (order.get().column()) {
            case "id" -> Comparator.comparing(DoctorFindingTable::name);
            case "user" -> Comparator.comparing(DoctorFinding::user);
            case "value" -> Comparator.comparingLong(DoctorFinding::value);
            case "at" -> Comparator.comparing(DoctorFinding::at, Comparator.nullsLast(Comparator.naturalOrder()));
            default -> (_, _) -> 0;
        };
        return findings.stream()
                .sorted(order.get().ascending() ? ascending : ascending.reversed())
                .toList();
    }

    /** Sets the actions of a finding's menu. */
    void menu(Function<DoctorFinding, List<ConsoleAction>> offers) {
        table.menu((finding, show) -> show.accept(offers.apply(finding)));
    }

    /** The sort action of each column, for the palette. */
    List<ConsoleAction> sortActions() {
        return table.sortActions();
    }

    private static List<DoctorFinding> page(List<DoctorFinding> all, @Nullable DoctorFinding after, int limit) {
        int from = after == null ? 0 : all.indexOf(after) + 1;
        return all.subList(from, Math.min(all.size(), from + limit));
    }

    /** Selects when the rows have been replaced; the toolkit may still call a row selected that is gone. */
    private void selectNext() {
        if (isReplaced && !table.getItems().isEmpty()) {
            isReplaced = false;
            table.getSelectionModel()
                    .clearAndSelect(Math.max(0, table.getItems().indexOf(next)));
        }
    }

    private EmptyState empty() {
        PastRun last = model.lastProperty().get();
        DoctorCheck check = model.checkProperty().get();
        DoctorCheckResult result = model.allResultsProperty().get().stream()
                .filter(one -> one.check() == check)
                .findFirst()
                .orElse(null);
        if (last == null || result == null) {
            return EmptyState.nothingYet(
                    TEXTS.get(model.workProperty().get() == null ? "empty.never" : "empty.running"),
                    TEXTS.get("empty.never.detail"));
        }
        if (!result.findings().isEmpty()) {
            return EmptyState.nothingPinned(() -> pin.set(null));
        }
        String when = TEXTS.get("empty.checked", formats.ago(last.finishedAt()));
        return switch (result.state()) {
            case AGREES -> EmptyState.goodNews(TEXTS.get(isAllWell() ? "empty.all" : "empty.agrees"), when);
            case FOUND ->
                EmptyState.nothingYet(
                        TEXTS.get("empty.found", ValueFormats.number(result.found())), TEXTS.get("empty.found.detail"));
            case STOPPED -> EmptyState.refused(TEXTS.get("empty.stopped"), TEXTS.get("empty.stopped.detail"));
            case NOT_RUN ->
                EmptyState.refused(
                        TEXTS.get("empty.notrun"), result.said() == null ? "" : MessageTexts.sentence(result.said()));
        };
    }

    private boolean isAllWell() {
        return model.allResultsProperty().get().stream()
                .allMatch(result -> result.state() == DoctorCheckResult.State.AGREES);
    }
}
