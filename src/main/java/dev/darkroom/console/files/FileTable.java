package dev.darkroom.console.files;

import dev.darkroom.console.kit.table.ColumnArrangement;
import dev.darkroom.console.kit.table.PagedRows;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.table.TableColumns;
import dev.darkroom.console.kit.table.TableLayoutStore;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.storage.StoredFile;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;

/** The columns of the list of files. */
final class FileTable {
    private static final MessageTexts TEXTS = MessageTexts.of("files");

    private final PagedTable<StoredFile> table;
    private final ValueFormats formats;
    /** Whether a file is missing, so that there is a reason to show; a field, because its source does not keep it alive. */
    private final BooleanBinding lost;

    /** @param id the key under which the columns are stored */
    FileTable(FilesModel model, PagedRows<StoredFile> rows, ValueFormats formats, TableLayoutStore layouts, String id) {
        this.formats = formats;
        table = new PagedTable<>(rows, StoredFile::id);
        table.setPlaceholder(new Label());
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        TableColumn<StoredFile, StoredFile> error = TableColumns.withWeight(
                2,
                TableColumns.muted(
                        "error",
                        TEXTS.get("column.error"),
                        220,
                        file -> file.error() == null
                                ? ""
                                : ValueFormats.firstLine(MessageTexts.sentence(file.error()))));
        List<TableColumn<StoredFile, StoredFile>> columns = columns(error);
        model.list()
                .orderProperty()
                .subscribe(order -> columns.forEach(
                        column -> column.setSortable(column.getId().equals(order.column()))));
        table.orderBy(model.list().orderProperty());
        lost = Bindings.createBooleanBinding(
                () -> rows.rows().items().stream().anyMatch(file -> file.error() != null),
                rows.rows().items());
        new ColumnArrangement<>(table, id, layouts, columns).showWhile(error, lost);
    }

    PagedTable<StoredFile> table() {
        return table;
    }

    private List<TableColumn<StoredFile, StoredFile>> columns(TableColumn<StoredFile, StoredFile> error) {
        TableColumn<StoredFile, StoredFile> name =
                TableColumns.text("name", TEXTS.get("column.name"), 190, file -> file.position() + "-" + file.name());
        name.setMinWidth(150);
        return List.of(
                TableColumns.time("stored", TEXTS.get("column.stored"), StoredFile::createdAt, formats),
                name,
                TableColumns.withWeight(
                        3,
                        TableColumns.withLimitedWidth(
                                TableColumns.text("user", TEXTS.get("column.user"), 110, StoredFile::userId))),
                TableColumns.mono(
                        "generation",
                        TEXTS.get("column.generation"),
                        92,
                        file -> ValueFormats.shortId(file.generation())),
                TableColumns.withWeight(
                        1,
                        TableColumns.withLimitedWidth(TableColumns.muted(
                                "type",
                                TEXTS.get("column.type"),
                                110,
                                file -> file.contentType() == null ? "" : file.contentType()))),
                TableColumns.number(
                        "size",
                        TEXTS.get("column.size"),
                        84,
                        file -> file.bytes() == null ? "" : ValueFormats.bytes(file.bytes())),
                error);
    }
}
