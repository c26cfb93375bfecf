package dev.darkroom.database;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The values of one row for a {@link BatchStatement}, each named once by its column; what is not given is null. Immutable: each
 * value is kept in front of those before it, because millions of them are made.
 */
public final class Write {
    private final BatchStatement statement;
    private final @Nullable Write before;
    private final String name;
    private final @Nullable Object value;

    private Write(BatchStatement statement, @Nullable Write before, String name, @Nullable Object value) {
        this.statement = statement;
        this.before = before;
        this.name = name;
        this.value = value;
    }

    public static Write of(BatchStatement statement) {
        return new Write(statement, null, "", null);
    }

    /** The same with one more value: text, a number, a truth, or anything whose text PostgreSQL reads, as an instant or a UUID. */
    public Write with(String column, @Nullable Object given) {
        return new Write(
                statement,
                this,
                column,
                given instanceof Number || given instanceof Boolean || given == null ? given : given.toString());
    }

    /** Writes it alone, as part of the caller's transaction; what the statement gave for it, empty when it changed nothing. */
    public Optional<String> in(Handle transaction) {
        return WriterBatch.writeOne(transaction, this);
    }

    BatchStatement statement() {
        return statement;
    }

    /** The names and values, the last one first. */
    void each(BiConsumer<String, @Nullable Object> taker) {
        Write at = this;
        for (Write next = before; next != null; next = next.before) {
            taker.accept(at.name, at.value);
            at = next;
        }
    }
}
