package dev.darkroom.console.kit.theme;

import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Labeled;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** Icons and the buttons made of them; a button without a word always has a tooltip and an accessible text. */
public final class IconButtons {
    private IconButtons() {}

    /** Sized and coloured by the style sheets. */
    public static FontIcon icon(Ikon icon) {
        return new FontIcon(icon);
    }

    /** A bordered button with an icon and a word. */
    public static Button button(Ikon icon, String text, Runnable action) {
        Button button = new Button(text, icon(icon));
        button.setOnAction(_ -> action.run());
        return button;
    }

    /** A bordered or bare button that shows an icon alone; {@code name} is what it does. */
    public static Button iconButton(Ikon icon, String name, Runnable action) {
        Button button = new Button(null, icon(icon));
        button.getStyleClass().add("icon-button");
        button.setOnAction(_ -> action.run());
        return named(button, name);
    }

    /** Gives a control that shows no word its name. */
    public static <L extends Labeled> L named(L control, String name) {
        control.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        control.setAccessibleText(name);
        control.setTooltip(new Tooltip(name));
        return control;
    }
}
