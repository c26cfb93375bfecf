package dev.darkroom.generation;

import dev.darkroom.logging.Category;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.Mark;

/** The log lines on credits that a run and a person's act have in common. */
final class CreditLines {
    private CreditLines() {}

    static void refunded(Generation generation, String reason) {
        CategoryLog.info(
                Category.GENERATION,
                Mark.CREDITS,
                "Refunded {} credits to {}: {}",
                generation.credits(),
                generation.userId(),
                reason);
    }
}
