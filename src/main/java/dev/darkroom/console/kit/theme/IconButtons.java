package dev.darkroom.console.kit.theme;

import java.util.Collection;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Labeled;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.text.Text;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** Icons and icon buttons; a button without text always has a tooltip and an accessible text. */
public final class IconButtons {
    private static final String REFUSABLE = "refusable";

    private IconButtons() {}

    /** Sized and coloured by the style sheets. */
    public static FontIcon icon(Ikon icon) {
        return new FontIcon(icon);
    }

    /** A bordered button with an icon and text. */
    public static Button button(Ikon icon, String text, Runnable action) {
        Button button = new Button(text, icon(icon));
        button.setOnAction(_ -> action.run());
        return button;
    }

    /** A bordered or bare button with an icon only; {@code name} describes its action. */
    public static Button iconButton(Ikon icon, String name, Runnable action) {
        Button button = new Button(null, icon(icon));
        button.getStyleClass().add("icon-button");
        button.setOnAction(_ -> action.run());
        return named(button, name);
    }

    /**
     * Shows icons and text if all buttons fit into {@code room} px, else only the icons, with the text as tooltip; call during
     * a layout pass.
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

    /** The same for two groups that share the room: the lesser buttons lose their text first. */
    public static void fit(Collection<? extends Labeled> lesser, Collection<? extends Labeled> last, double room) {
        fit(lesser, room - last.stream().mapToDouble(IconButtons::worded).sum());
        fit(last, room - lesser.stream().mapToDouble(each -> each.prefWidth(-1)).sum());
    }

    /** Returns the width with icon and text, whether or not the text is shown. */
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

    /** Wraps a button that can be refused, see {@link #allow}: JavaFX shows no tooltip on a disabled button itself. */
    public static HBox refusable(ButtonBase button) {
        HBox holder = new HBox(button);
        holder.getStyleClass().add(REFUSABLE);
        holder.setAlignment(Pos.CENTER_LEFT);
        holder.setUserData(new Tooltip());
        button.managedProperty().bind(button.visibleProperty());
        holder.managedProperty().bind(holder.visibleProperty().and(button.visibleProperty()));
        return holder;
    }

    /** Disables a {@link #refusable} button while there is a reason, which is shown on hover and read aloud. */
    public static void allow(ButtonBase button, Optional<String> refusal) {
        button.setDisable(refusal.isPresent());
        button.setAccessibleHelp(refusal.orElse(null));
        Node holder = button.getParent();
        Tooltip why = (Tooltip) holder.getUserData();
        Tooltip.uninstall(holder, why);
        refusal.ifPresent(text -> {
            why.setText(text);
            Tooltip.install(holder, why);
        });
    }

    /** Returns the button of a {@link #refusable} holder; any other node itself. */
    public static Node unwrapped(Node node) {
        return node instanceof HBox holder && holder.getStyleClass().contains(REFUSABLE)
                ? holder.getChildren().getFirst()
                : node;
    }

    /** Names a control that shows no text. */
    public static <L extends Labeled> L named(L control, String name) {
        control.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        control.setAccessibleText(name);
        control.setTooltip(new Tooltip(name));
        return control;
    }
}
