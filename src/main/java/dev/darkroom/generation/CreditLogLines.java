package dev.darkroom.generation;

import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogMark;

/** The log lines on credits that a run and a person's action have in common. */
public final class CreditLogLines {
    private CreditLogLines() {}

    public static void refunded(Generation generation, String reason) {
        CategoryLog.info(
                LogCategory.GENERATION,
                LogMark.CREDITS,
                "Refunded {} credits to {}: {}",
                generation.credits(),
                generation.userId(),
                reason);
    }
}
