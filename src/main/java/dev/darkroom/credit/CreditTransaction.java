package dev.darkroom.credit;

import dev.darkroom.message.CodedMessage;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.mapper.reflect.ColumnName;
import org.jspecify.annotations.Nullable;

/** One line of the ledger. Lines never change: a mistake is corrected by another line. */
public record CreditTransaction(
        long id,
        String userId,
        long version,
        Kind kind,
        long amount,
        long balanceAfter,
        @ColumnName("generation_id") @Nullable UUID generation,
        @Nullable Integer charge,
        CodedMessage reason,
        String actor,
        @Nullable Long reverses,
        Instant createdAt) {

    /** Why credits moved. */
    public enum Kind {
        DEDUCT,
        REFUND,
        GRANT,
        ADJUST
    }
}
