package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.TextLabels;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** The placeholder for an empty list: nothing yet, no matches, or good news. */
public final class EmptyState extends VBox {
    private EmptyState(Ikon icon, SemanticColor tone, String title, String detail) {
        getStyleClass().addAll("empty-state", tone.style());
        setAlignment(Pos.CENTER);
        FontIcon picture = IconButtons.icon(icon);
        Label head = TextLabels.wrapped(title, "title");
        Label text = TextLabels.wrapped(detail, "detail");
        getChildren().addAll(picture, head, text);
    }

    /** Nothing exists yet; {@code detail} says what will bring something here. */
    public static EmptyState nothingYet(String title, String detail) {
        return new EmptyState(MaterialDesignI.INBOX_OUTLINE, SemanticColor.NEUTRAL, title, detail);
    }

    /** The filter hides everything; the button clears it. */
    public static EmptyState nothingMatches(Runnable clear) {
        return new EmptyState(
                        MaterialDesignF.FILTER_OFF_OUTLINE,
                        SemanticColor.NEUTRAL,
                        MessageTexts.SHELL.get("empty.matches"),
                        MessageTexts.SHELL.get("empty.matches.detail"))
                .with(new ConsoleAction(MessageTexts.SHELL.get("filter.clear"), MaterialDesignC.CLOSE, clear));
    }

    /** Nothing here belongs to the pinned subject; the button removes the pin. */
    public static EmptyState nothingPinned(Runnable unpin) {
        return new EmptyState(
                        MaterialDesignP.PIN_OUTLINE,
                        SemanticColor.NEUTRAL,
                        MessageTexts.SHELL.get("pin.empty"),
                        MessageTexts.SHELL.get("pin.empty.detail"))
                .with(new ConsoleAction(MessageTexts.SHELL.get("pin.unpin"), MaterialDesignP.PIN_OFF_OUTLINE, unpin));
    }

    /** Content exists but is not shown; {@code detail} says why, a button offers an alternative. */
    public static EmptyState refused(String title, String detail) {
        return new EmptyState(MaterialDesignS.SHIELD_ALERT_OUTLINE, SemanticColor.AMBER, title, detail);
    }

    /** Nothing exists, and that is good: "Nothing is stuck", "Checked 4 s ago". */
    public static EmptyState goodNews(String title, String detail) {
        return new EmptyState(MaterialDesignC.CHECK_CIRCLE_OUTLINE, SemanticColor.GREEN, title, detail);
    }

    /** Adds a button for the most likely next action. */
    public EmptyState with(ConsoleAction action) {
        Button button = action.button();
        setMargin(button, new Insets(8, 0, 0, 0));
        getChildren().add(button);
        return this;
    }
}
