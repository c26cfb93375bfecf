package dev.darkroom.console.kit.table;

/** The sort column of the rows, by its id, and the sort direction. */
public record ColumnOrder(String column, boolean ascending) {
    public ColumnOrder turned() {
        return new ColumnOrder(column, !ascending);
    }
}
