package dev.darkroom.console.kit.table;

/** The column by whose values rows come, named by its id, and whether the least one is first. */
public record ColumnOrder(String column, boolean ascending) {
    public ColumnOrder turned() {
        return new ColumnOrder(column, !ascending);
    }
}
