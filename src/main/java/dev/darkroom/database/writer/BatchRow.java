package dev.darkroom.database.writer;

import dev.darkroom.json.JsonTextSanitizer;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The values of one row for a {@link BatchStatement}, each set once by its column; missing ones are null. Immutable: each value
 * links to those before it, as millions of rows are created.
 */
public final class BatchRow {
    /** Allows for a name, a number and the punctuation around them. */
    private static final int SHORT_VALUE = 32;

    private final BatchStatement statement;
    private final @Nullable BatchRow before;
    private final String name;
    private final @Nullable Object value;
    private final long size;

    private BatchRow(
            BatchStatement statement, @Nullable BatchRow before, String name, @Nullable Object value, long size) {
        this.statement = statement;
        this.before = before;
        this.name = name;
        this.value = value;
        this.size = size;
    }

    public static BatchRow of(BatchStatement statement) {
        return new BatchRow(statement, null, "", null, 0);
    }

    /**
     * Returns this row with one more value: text, a number, a boolean, bytes for a column of the type {@code bytea}, or
     * anything whose text PostgreSQL parses, such as an instant or a UUID. Text that PostgreSQL cannot store is cleaned, see
     * {@link JsonTextSanitizer}.
     */
    public BatchRow with(String column, @Nullable Object given) {
        Object kept = switch (given) {
            case null -> null;
            case Number number -> number;
            case Boolean truth -> truth;
            case byte[] bytes -> bytes.clone();
            default -> JsonTextSanitizer.clean(given.toString());
        };
        int length = switch (kept) {
            case String text -> text.length();
            case byte[] bytes -> bytes.length;
            case null, default -> 0;
        };
        return new BatchRow(statement, this, column, kept, size + SHORT_VALUE + length);
    }

    /**
     * Writes this row alone, within the caller's transaction; returns the statement's result, empty when it changed nothing.
     */
    public Optional<String> in(Handle transaction) {
        return WriterBatch.writeOne(transaction, this);
    }

    BatchStatement statement() {
        return statement;
    }

    /** Returns the approximate number of characters it adds to a batch. */
    long size() {
        return size;
    }

    /** Visits the names and values, the last one first. */
    void each(BiConsumer<String, @Nullable Object> taker) {
        BatchRow at = this;
        for (BatchRow next = before; next != null; next = next.before) {
            taker.accept(at.name, at.value);
            at = next;
        }
    }
}
