package dev.darkroom.console.kit.dialog;

import java.time.Instant;

/** Something that happened and that a person was told. */
public record NotificationEntry(Instant time, Kind kind, String text) {
    public enum Kind {
        DONE,
        INFORMATION,
        WARNING,
        ERROR
    }
}
