package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import java.time.Instant;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.scene.control.Button;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

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

    /** The way back from what was just done, to be taken once, wherever it is offered. FX thread only. */
    public static final class UndoOffer {
        private final Consumer<Runnable> undo;
        private final ReadOnlyBooleanWrapper taken = new ReadOnlyBooleanWrapper();

        /** Taken as soon as it is pressed. */
        public UndoOffer(Runnable undo) {
            this.undo = onTaken -> {
                onTaken.run();
                undo.run();
            };
        }

        /** @param undo asks first, and runs what it is given once somebody agreed */
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

        /** A button that can be pressed until the offer was taken. */
        Button button() {
            Button button = IconButtons.button(MaterialDesignU.UNDO, MessageTexts.SHELL.get("undo"), this::take);
            button.getStyleClass().add("undo");
            button.setMinSize(Button.USE_PREF_SIZE, Button.USE_PREF_SIZE);
            button.disableProperty().bind(taken);
            return button;
        }
    }
}
