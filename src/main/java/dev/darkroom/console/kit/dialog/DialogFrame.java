package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.text.ErrorMessages;
import org.jspecify.annotations.Nullable;

/** A window with dialogs and toasts: the console's, or a window for a single item. FX thread only. */
public interface DialogFrame {
    /** The layer that shows the dialogs. */
    ModalLayer overlays();

    /**
     * Shows a toast.
     *
     * @param undo reverts the action, null where that is impossible
     */
    void toast(NotificationEntry.Kind kind, String text, @Nullable Runnable undo);

    /** Narrows all screens of the console to the subject. */
    void pin(PinnedSubject subject);

    /** Shows a toast without undo. */
    default void toast(NotificationEntry.Kind kind, String text) {
        toast(kind, text, null);
    }

    /** Reports a failed request. */
    default void failed(Exception failure) {
        toast(NotificationEntry.Kind.ERROR, ErrorMessages.of(failure));
    }
}
