package dev.darkroom.console.kit.filter;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** Shows the window's pin, with a button that removes it; hidden when there is none. */
public final class PinnedSubjectChip extends HBox {
    /** Maximum width in px for a long name. */
    private static final double MAX_NAME_WIDTH = 200;

    private final Label name = new Label(null, IconButtons.icon(MaterialDesignP.PIN));
    private Runnable unpin = () -> {};

    public PinnedSubjectChip() {
        getStyleClass().addAll("filter-chip", "pin-chip");
        setAlignment(Pos.CENTER_LEFT);
        Button remove = IconButtons.iconButton(MaterialDesignC.CLOSE, MessageTexts.SHELL.get("pin.unpin"), this::unpin);
        remove.getStyleClass().add("bare");
        remove.setMinWidth(Button.USE_PREF_SIZE);
        name.setMinWidth(60);
        name.setMaxWidth(MAX_NAME_WIDTH);
        managedProperty().bind(visibleProperty());
        getChildren().addAll(name, remove);
        setVisible(false);
    }

    public void show(@Nullable PinnedSubject pinned, Runnable onUnpin) {
        unpin = onUnpin;
        setVisible(pinned != null);
        name.setText(pinned == null ? "" : pinned.title());
        name.setTooltip(new Tooltip(MessageTexts.SHELL.get("pin.about", pinned == null ? "" : pinned.value())));
    }

    /** Removes the pin. */
    public void unpin() {
        unpin.run();
    }
}
