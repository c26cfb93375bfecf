package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import java.time.Instant;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.scene.control.Button;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

/**
 * A notification about something that happened.
 *
 * @param undo reverts the action, null where that is impossible
 */
public record NotificationEntry(
        Instant time, Kind kind, String text, @Nullable UndoOffer undo) {
    public enum Kind {
        DONE(MaterialDesignC.CHECK_CIRCLE_OUTLINE, SemanticColor.GREEN),
        INFORMATION(MaterialDesignI.INFORMATION_OUTLINE, SemanticColor.BLUE),
        WARNING(MaterialDesignA.ALERT_OUTLINE, SemanticColor.AMBER),
        ERROR(MaterialDesignC.CLOSE_CIRCLE_OUTLINE, SemanticColor.RED);

        private final Ikon icon;
        private final SemanticColor tone;

        Kind(Ikon icon, SemanticColor tone) {
            this.icon = icon;
            this.tone = tone;
        }

        Ikon icon() {
            return icon;
        }

        SemanticColor tone() {
            return tone;
        }
    }

    public NotificationEntry(Instant time, Kind kind, String text) {
        this(time, kind, text, null);
    }

    /** The undo of an action, usable once, wherever it is offered. FX thread only. */
    public static final class UndoOffer {
        private final Consumer<Runnable> undo;
        private final ReadOnlyBooleanWrapper taken = new ReadOnlyBooleanWrapper();

        /** Undoes at once when pressed. */
        public UndoOffer(Runnable undo) {
            this.undo = onTaken -> {
                onTaken.run();
                undo.run();
            };
        }

        /** @param undo asks first, and runs its argument once the user has confirmed */
        public UndoOffer(Consumer<Runnable> undo) {
            this.undo = undo;
        }

        public void take() {
            if (!taken.get()) {
                undo.accept(() -> taken.set(true));
            }
        }

        public ReadOnlyBooleanProperty takenProperty() {
            return taken.getReadOnlyProperty();
        }

        /** A button that is enabled until the undo is used. */
        Button button() {
            Button button = IconButtons.button(MaterialDesignU.UNDO, MessageTexts.SHELL.get("undo"), this::take);
            button.getStyleClass().add("undo");
            button.setMinSize(Button.USE_PREF_SIZE, Button.USE_PREF_SIZE);
            button.disableProperty().bind(taken);
            return button;
        }
    }
}
