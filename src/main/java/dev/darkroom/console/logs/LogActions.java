package dev.darkroom.console.logs;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.navigation.ActionMenuItem;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.logs.lines.LogCanvas;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.model.RecordSelection;
import dev.darkroom.console.logs.reader.LogMessages;
import dev.darkroom.console.logs.reader.LogRecordText;
import dev.darkroom.console.logs.reader.LogSnapshot;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.query.LogRecords;
import dev.darkroom.logfile.query.LogSelection;
import java.util.PrimitiveIterator;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

/** The actions on the lines shown, whether triggered by key, button or menu. FX thread. */
public final class LogActions {
    private static final int MAX_COPIED = 16 << 20;

    private final ConsoleShell shell;
    private final LogsModel model;
    private final LogCanvas lines;
    private final LogExportBox export;
    private Runnable open = () -> {};

    public LogActions(ConsoleShell shell, LogsModel model, LogCanvas lines, LogExportBox export) {
        this.shell = shell;
        this.model = model;
        this.lines = lines;
        this.export = export;
    }

    /** Sets the handler that opens the whole selected record. */
    public void onOpen(Runnable receiver) {
        open = receiver;
    }

    public void toggleTail() {
        if (model.followingProperty().get()) {
            model.pause();
        } else {
            lines.toEnd();
        }
    }

    public void goToMatch(boolean forward) {
        LogSnapshot snapshot = model.snapshotProperty().get();
        next(snapshot == null ? null : snapshot.matches(), forward);
    }

    public void goToError(boolean forward) {
        LogSnapshot snapshot = model.snapshotProperty().get();
        next(snapshot == null ? null : snapshot.errors(), forward);
    }

    public void goToWarning(boolean forward) {
        LogSnapshot snapshot = model.snapshotProperty().get();
        next(snapshot == null ? null : snapshot.warnings(), forward);
    }

    private void next(@Nullable LogSelection among, boolean forward) {
        int record = model.selection().next(among, forward);
        if (record >= 0) {
            lines.reveal(record);
            open.run();
        }
    }

    public void toggleBookmark() {
        int record = model.selection().lead();
        if (record >= 0) {
            model.records().record(record, model.bookmarks()::toggle);
        }
    }

    public void goToBookmark(boolean forward) {
        int record = model.bookmarks().next(model.selection().lead(), forward);
        if (record >= 0) {
            goTo(record);
        }
    }

    /** Goes to a record; if the filter hides it, the filter is removed. */
    public void goTo(int record) {
        if (lines.isShown(record)) {
            lines.reveal(record);
            open.run();
        } else {
            showUnfiltered(record);
        }
    }

    /** Removes all filters, keeping the line in its place. */
    void showUnfiltered(int record) {
        unpin();
        model.pause();
        model.selection().only(record);
        lines.keep(record);
        model.setFilter(model.filterProperty().get().unfiltered());
        open.run();
    }

    /** Removes the window's pin, which hides the requested lines; the toast can restore it. */
    private void unpin() {
        PinnedSubject pinned = shell.pinProperty().get();
        if (pinned != null && model.isPinned()) {
            shell.pinProperty().set(null);
            shell.toast(
                    NotificationEntry.Kind.INFORMATION,
                    LogMessages.TEXTS.get("unpinned", pinned.title()),
                    () -> shell.pin(pinned));
        }
    }

    public void showSelectedUnfiltered() {
        if (model.selection().lead() >= 0) {
            showUnfiltered(model.selection().lead());
        }
    }

    /** Narrows to the generation of the selected line, or removes that condition. */
    public void toggleGenerationFilter() {
        boolean pinned = model.isPinned();
        unpin();
        LogViewFilter filter = model.filterProperty().get();
        if (pinned || !filter.generation().isEmpty()) {
            model.setFilter(filter.generation(""));
        } else if (model.selection().lead() >= 0) {
            model.records().record(model.selection().lead(), record -> {
                String id = LogRecordText.generation(record);
                if (id.isEmpty()) {
                    shell.toast(NotificationEntry.Kind.INFORMATION, LogMessages.TEXTS.get("only.none"));
                } else {
                    model.pause();
                    lines.keep((int) record.number());
                    model.setFilter(filter.generation(id));
                }
            });
        }
    }

    /** Copies the selected records as written in the log, secrets masked. */
    public void copy() {
        RecordSelection.SelectedRecords selected = model.selection().records();
        int count = selected.count();
        if (count == 0) {
            return;
        }
        model.records().read(log -> {
            PrimitiveIterator.OfInt numbers = selected.numbers().iterator();
            LogExport.Text copied =
                    LogExport.text(new LogExport.Records(log, count, _ -> numbers.nextInt()), MAX_COPIED);
            shell.feed().fx(() -> copied(copied, count));
        });
    }

    private void copied(LogExport.Text copied, int of) {
        ClipboardContent content = new ClipboardContent();
        content.putString(copied.text());
        Clipboard.getSystemClipboard().setContent(content);
        shell.toast(
                copied.whole() ? NotificationEntry.Kind.DONE : NotificationEntry.Kind.WARNING,
                LogMessages.TEXTS.get(
                        copied.whole() ? "copy.done" : "copy.cut",
                        ValueFormats.number(copied.records()),
                        ValueFormats.number(of)));
    }

    /** Exports all records shown. */
    public void export() {
        LogSnapshot snapshot = model.snapshotProperty().get();
        LogRecords log = model.log();
        if (snapshot != null && log != null && snapshot.shown().size() > 0) {
            LogSelection shown = snapshot.shown();
            export.ask(new LogExport.Records(log, shown.size(), shown::record));
        }
    }

    /** Saves one whole record to a file. */
    void save(int record) {
        LogRecords log = model.log();
        if (log != null) {
            export.ask(new LogExport.Records(log, 1, _ -> record));
        }
    }

    /** The context menu of a line. */
    public static final class LogLineMenu {
        private final LogCanvas lines;
        private final ContextMenu menu = new ContextMenu();

        public LogLineMenu(LogCanvas lines, LogActions actions) {
            this.lines = lines;
            add("drawer.context", MaterialDesignU.UNFOLD_MORE_HORIZONTAL, actions::showSelectedUnfiltered);
            add("drawer.only", MaterialDesignC.CROSSHAIRS, actions::toggleGenerationFilter);
            add("bookmark.toggle", MaterialDesignB.BOOKMARK_OUTLINE, actions::toggleBookmark);
            add("copy", MaterialDesignC.CONTENT_COPY, actions::copy);
            lines.setOnContextMenuRequested(this::requested);
        }

        /** Handles the menu key. */
        private void requested(ContextMenuEvent event) {
            if (event.isKeyboardTrigger()) {
                menu.show(lines, event.getScreenX(), event.getScreenY());
                event.consume();
            }
        }

        private void add(String key, Ikon icon, Runnable run) {
            MenuItem item = new MenuItem(LogMessages.TEXTS.get(key), IconButtons.icon(icon));
            ActionMenuItem.onAction(item, run);
            menu.getItems().add(item);
        }

        public void show(MouseEvent event) {
            menu.show(lines, event.getScreenX(), event.getScreenY());
        }
    }
}
