package dev.darkroom.console.kit.theme;

import java.util.Collection;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Labeled;
import javafx.scene.control.Tooltip;
import javafx.scene.text.Text;
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

    /**
     * Shows icons and words where there is room for those of all buttons in so many px, else the icons, with the words on
     * hover; belongs into a layout pass.
     */
    public static void fit(Collection<? extends Labeled> buttons, double room) {
        boolean words = buttons.stream().mapToDouble(IconButtons::worded).sum() <= room;
        ContentDisplay wanted = words ? ContentDisplay.LEFT : ContentDisplay.GRAPHIC_ONLY;
        for (Labeled button : buttons) {
            Tooltip hover = button.getTooltip();
            if (button.getContentDisplay() == wanted) {
                continue;
            }
            button.setContentDisplay(wanted);
            if (hover == null || hover.getText().equals(button.getText())) {
                button.setTooltip(words ? null : new Tooltip(button.getText()));
            }
        }
    }

    /** The same for two groups in one room: the lesser buttons give up their words first. */
    public static void fit(Collection<? extends Labeled> lesser, Collection<? extends Labeled> last, double room) {
        fit(lesser, room - last.stream().mapToDouble(IconButtons::worded).sum());
        fit(last, room - lesser.stream().mapToDouble(each -> each.prefWidth(-1)).sum());
    }

    /** Its width with icon and words, whether it shows them or not. */
    private static double worded(Labeled button) {
        if (button.getContentDisplay() != ContentDisplay.GRAPHIC_ONLY) {
            return button.prefWidth(-1);
        }
        Text text = new Text(button.getText());
        text.setFont(button.getFont());
        return button.prefWidth(-1)
                + button.getGraphicTextGap()
                + Math.ceil(text.getLayoutBounds().getWidth());
    }

    /** Gives a control that shows no word its name. */
    public static <L extends Labeled> L named(L control, String name) {
        control.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        control.setAccessibleText(name);
        control.setTooltip(new Tooltip(name));
        return control;
    }
}
