package dev.darkroom.console.kit.dialog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and that a person was told.
 *
 * @param undo takes it back, null where that cannot be done
 */
public record NotificationEntry(
        Instant time, Kind kind, String text, @Nullable UndoOffer undo) {
    public enum Kind {
        DONE,
        INFORMATION,
        WARNING,
        ERROR
    }

    public NotificationEntry(Instant time, Kind kind, String text) {
        this(time, kind, text, null);
    }
}
