package dev.darkroom.console.kit.list;

import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.layout.SideInspector;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.table.LiveRows;
import dev.darkroom.console.kit.table.PagedRows;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.text.MessageTexts;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/**
 * Keeps an inspector in step with its list. If another view or filter leads to a list without the inspected row, the inspector
 * closes; if the row leaves the list by itself, or was opened from elsewhere, the inspector shows a banner. FX thread.
 *
 * @param <K> the rows, or their ids
 */
public final class InspectedRow<K> {
    private final LiveRows<?> rows;
    private final Function<? super K, ?> id;
    private final SideInspector inspector;
    private final Supplier<@Nullable K> inspected;
    private final BiConsumer<K, Consumer<Boolean>> contains;
    private final Consumer<K> select;
    private final MessageBanner unlisted = MessageBanner.warning(MessageTexts.SHELL.get("inspector.unlisted"));
    /** Another view, filter or order was requested but is not read yet. */
    private boolean listChanging;

    /**
     * @param inspected the row that the open inspector shows, null if it is none of the list
     * @param contains answers later whether the list has a row that is not loaded
     * @param select selects a loaded row
     * @param show shows a list with this row
     */
    public InspectedRow(
            LiveRows<?> rows,
            Function<? super K, ?> id,
            SideInspector inspector,
            Supplier<@Nullable K> inspected,
            BiConsumer<K, Consumer<Boolean>> contains,
            Consumer<K> select,
            Consumer<K> show) {
        this.rows = rows;
        this.id = id;
        this.inspector = inspector;
        this.inspected = inspected;
        this.contains = contains;
        this.select = select;
        unlisted.with(new ConsoleAction(
                MessageTexts.SHELL.get("inspector.show"), MaterialDesignC.CROSSHAIRS, () -> withRow(show)));
        unlisted.setVisible(false);
        inspector.notice(unlisted);
    }

    /** Follows a list whose rows are all that is known about them: {@code checks} looks for those that are not loaded. */
    public static <T> InspectedRow<T> of(
            ListModel<?, ?, T> list,
            PagedRows<T> pages,
            Function<? super T, ?> id,
            LatestTask checks,
            SideInspector inspector,
            Supplier<@Nullable T> inspected,
            Consumer<T> select,
            Consumer<T> show) {
        InspectedRow<T> row = new InspectedRow<>(
                pages.rows(),
                id,
                inspector,
                inspected,
                (asked, onAnswer) -> checks.load(list.containsTask(asked, id), onAnswer, _ -> {}),
                select,
                show);
        list.onChange(row::listChanged);
        pages.fetchesProperty().subscribe((_, _) -> row.listRead());
        return row;
    }

    /** Call when another view, filter or order was requested. */
    public void listChanged() {
        listChanging = true;
    }

    /** Whether another list was requested but is not read yet. */
    public boolean isListPending() {
        return listChanging;
    }

    /** Call when the list was read and the inspector is not about to show another row. */
    public void listRead() {
        boolean other = listChanging;
        listChanging = false;
        if (inspector.openProperty().get()) {
            withRow(row -> check(row, other));
        }
    }

    /** Call when the list was read and the inspector is about to show another row. */
    public void listReplaced() {
        listChanging = false;
    }

    /** Call when a row was opened from elsewhere: it stays open beside the list, whether or not that has it. */
    public void opened() {
        listChanging = false;
        withRow(row -> check(row, false));
    }

    /** Call when another row of the list is opened. */
    public void openedFromList() {
        unlisted.setVisible(false);
    }

    public boolean isListed(K row) {
        Object key = id.apply(row);
        return rows.indexOf(key) >= 0 && !rows.goneProperty().get().contains(key);
    }

    private void check(K row, boolean other) {
        if (isListed(row)) {
            unlisted.setVisible(false);
            if (other) {
                select.accept(row);
            }
            return;
        }
        contains.accept(
                row,
                listed -> withRow(shown -> {
                    if (!id.apply(shown).equals(id.apply(row)) || listed) {
                        unlisted.setVisible(false);
                    } else if (other) {
                        inspector.close();
                    } else {
                        boolean kept = rows.indexOf(id.apply(row)) >= 0;
                        unlisted.sentence(MessageTexts.SHELL.get(kept ? "inspector.left" : "inspector.unlisted"));
                        unlisted.setVisible(true);
                    }
                }));
    }

    private void withRow(Consumer<K> action) {
        K row = inspected.get();
        if (row != null) {
            action.accept(row);
        }
    }
}
