package dev.darkroom.console.activity;

import dev.darkroom.activity.ActivityEntry;
import dev.darkroom.activity.ActivityFilter.ActivityPreset;
import dev.darkroom.activity.ActivityRecord;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.filter.FilterReader;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.table.ColumnArrangement;
import dev.darkroom.console.kit.table.HoverTooltip;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.table.TableColumns;
import dev.darkroom.console.kit.table.TableLayoutStore;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;

/** The lines of Activity, newest first. */
final class ActivityTable {
    static final String ID = "activity";

    private static final MessageTexts TEXTS = MessageTexts.of("activity");

    private final ActivityModel model;
    private final ActivityNavigation navigation;
    private final Consumer<PinnedSubject> pin;
    private final PagedTable<ActivityEntry> table;

    ActivityTable(ActivityModel model, ConsoleShell shell, ActivityNavigation navigation) {
        this.model = model;
        this.navigation = navigation;
        pin = shell::pin;
        table = new PagedTable<>(shell.feed(), ActivityEntry::key);
        table.getStyleClass().add("activity-table");
        table.setPlaceholder(new Label());
        table.orderBy(model.list().orderProperty());
        columns(shell.formats(), shell.tables());
        model.list().onChange(() -> table.show(model.list().pages()));
        table.show(model.list().pages());
        table.menu((entry, show) -> show.accept(actions(entry)));
        model.changesProperty().subscribe(_ -> table.pages().reread());
    }

    /** The actions on a line, of its menu and of the palette. */
    List<ConsoleAction> actions(ActivityEntry entry) {
        List<ConsoleAction> offered = new ArrayList<>();
        offered.add(new ConsoleAction(
                MessageTexts.SHELL.get("menu.open"),
                MaterialDesignD.DOCK_RIGHT,
                () -> navigation.details().accept(entry)));
        offered.addAll(navigation.places(entry));
        UUID generation = entry.generation();
        if (generation != null) {
            offered.add(model.list().narrowingAction("generation", ValueFormats.shortId(generation)));
        }
        String user = entry.user();
        if (user != null) {
            offered.add(model.list().narrowingAction("user", user));
        }
        offered.add(model.list().narrowingAction("who", entry.actor()));
        offered.add(model.list().narrowingAction("action", FilterReader.word(entry.action())));
        offered.addAll(ConsoleAction.pins(PinnedSubject.of(generation, user), pin));
        return offered;
    }

    PagedTable<ActivityEntry> table() {
        return table;
    }

    private void columns(ValueFormats formats, TableLayoutStore layouts) {
        TableColumn<ActivityEntry, ActivityEntry> action = TableColumns.withLimitedWidth(
                TableColumns.text("action", title("action"), 128, ActivityLabels::action));
        action.getStyleClass().add("strong");
        List<TableColumn<ActivityEntry, ActivityEntry>> columns = List.of(
                TableColumns.time("time", title("time"), ActivityEntry::at, formats),
                TableColumns.withWeight(
                        7,
                        TableColumns.withLimitedWidth(
                                TableColumns.text("who", title("who"), 110, ActivityEntry::actor))),
                action,
                TableColumns.withWeight(
                        6,
                        TableColumns.withLimitedWidth(TableColumns.node(
                                "target",
                                title("target"),
                                110,
                                ActivityTable::target,
                                Hyperlink::new,
                                this::showTarget))),
                TableColumns.withWeight(2, TableColumns.text("change", title("change"), 130, ActivityLabels::change)),
                TableColumns.withWeight(
                        4,
                        TableColumns.withMinWidth(
                                150,
                                TableColumns.muted(
                                        "reason",
                                        title("reason"),
                                        220,
                                        entry -> ValueFormats.firstLine(MessageTexts.sentence(entry.reason()))))),
                TableColumns.withWeight(
                        5,
                        TableColumns.withMinWidth(
                                150,
                                TableColumns.node(
                                        "outcome",
                                        title("outcome"),
                                        240,
                                        ActivityLabels::outcome,
                                        Label::new,
                                        ActivityTable::showOutcome))));
        columns.forEach(column -> column.setSortable(column.getId().equals("time")));
        new ColumnArrangement<>(table, ID, layouts, columns);
    }

    private static String title(String column) {
        return TEXTS.get("column." + column);
    }

    private static String target(ActivityEntry entry) {
        if (entry.generation() != null) {
            return ValueFormats.shortId(entry.generation());
        }
        if (entry.user() != null) {
            return entry.user();
        }
        return entry.counts()
                .map(counts -> TEXTS.get("target.bulk", ValueFormats.number(counts.all())))
                .orElseGet(() -> MessageTexts.sentence(entry.subject()));
    }

    private void showTarget(Hyperlink link, ActivityEntry entry) {
        String text = target(entry);
        link.setText(text);
        link.setVisible(!text.isEmpty());
        boolean leads = entry.generation() != null || entry.user() != null || entry.isBulk();
        link.setDisable(!leads);
        HoverTooltip.set(link, text.isEmpty() ? "" : whole(entry, text));
        link.getStyleClass().setAll("hyperlink", entry.generation() != null ? "mono" : leads ? "name" : "plain");
        link.setOnAction(_ -> {
            link.setVisited(false);
            open(entry);
        });
    }

    private static String whole(ActivityEntry entry, String text) {
        return entry.generation() != null
                ? entry.generation().toString()
                : entry.isBulk() ? MessageTexts.sentence(entry.subject()) : text;
    }

    private void open(ActivityEntry entry) {
        if (entry.generation() != null) {
            navigation.generation().accept(entry.generation());
        } else if (entry.user() != null) {
            navigation.account().accept(entry.user());
        } else {
            table.select(entry.key());
            navigation.details().accept(entry);
        }
    }

    private static void showOutcome(Label label, ActivityEntry entry) {
        String text = ActivityLabels.outcome(entry);
        ActivityRecord.Result result = entry.result();
        boolean plain = result == ActivityRecord.Result.DONE;
        label.setText(ValueFormats.firstLine(text));
        HoverTooltip.set(label, text);
        label.setGraphic(plain ? null : IconButtons.icon(ActivityLabels.icon(result)));
        label.getStyleClass().setAll("label");
        if (!plain) {
            label.getStyleClass()
                    .addAll("tone-text", ActivityLabels.tone(result).style());
        }
    }

    /** The placeholder for a view without lines, whatever the filter. */
    Node noLines() {
        ActivityPreset view = model.list().viewProperty().get();
        return view == ActivityPreset.REPAIRS
                ? EmptyState.goodNews(TEXTS.get("empty.REPAIRS"), TEXTS.get("empty.REPAIRS.detail"))
                : EmptyState.nothingYet(TEXTS.get("empty." + view), TEXTS.get("empty.detail"));
    }
}
