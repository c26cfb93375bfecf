package dev.darkroom.console.kit.list;

import dev.darkroom.console.kit.dialog.ModalLayer;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.layout.RememberedParts;
import dev.darkroom.console.kit.table.TableLayoutStore;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.MessageTexts;
import java.util.UUID;
import javafx.beans.property.ObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the lists of a window have in common.
 *
 * @param feed runs queries in the background
 * @param pin the subject all of them are narrowed to, null for none
 */
public record ListFrame(
        SavedViewStore views,
        TableLayoutStore layouts,
        ModalLayer dialogs,
        Notices notices,
        RememberedParts<ListState> states,
        FxEventBridge feed,
        ObjectProperty<@Nullable PinnedSubject> pin) {

    /** Removes the pin and offers to restore it. */
    public void unpin() {
        PinnedSubject pinned = pin.get();
        if (pinned != null) {
            pin.set(null);
            notices.done(MessageTexts.SHELL.get("pin.gone", pinned.title()), () -> pin.set(pinned));
        }
    }

    /** Removes the pin if it hides what belongs to this user and generation. */
    public void unpinFor(@Nullable String user, @Nullable UUID generation) {
        PinnedSubject pinned = pin.get();
        if (pinned != null && !pinned.includes(user, generation)) {
            unpin();
        }
    }

    /** Reports completed actions. */
    @FunctionalInterface
    public interface Notices {
        /** @param undo reverts the action, null where that is impossible */
        void done(String sentence, @Nullable Runnable undo);
    }
}
