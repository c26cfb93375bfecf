package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.text.ErrorMessages;
import org.jspecify.annotations.Nullable;

/** A window that can ask and tell: that of the whole console, or one of a single thing. FX thread only. */
public interface DialogFrame {
    /** Where dialogs are shown. */
    ModalLayer overlays();

    /**
     * Tells something in passing.
     *
     * @param undo takes it back, null where that cannot be done
     */
    void toast(NotificationEntry.Kind kind, String text, @Nullable Runnable undo);

    /** Narrows all screens of the console to this. */
    void pin(PinnedSubject subject);

    /** Tells something in passing that cannot be taken back. */
    default void toast(NotificationEntry.Kind kind, String text) {
        toast(kind, text, null);
    }

    /** Tells that what was asked for came to nothing. */
    default void failed(Exception failure) {
        toast(NotificationEntry.Kind.ERROR, ErrorMessages.of(failure));
    }
}
