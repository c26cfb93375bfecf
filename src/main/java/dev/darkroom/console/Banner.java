package dev.darkroom.console;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;

/** One sentence across the width of a screen or of the window: an error, a warning, or work that goes on. */
public final class Banner extends HBox {
    private final Label text = new Label();
    private final ProgressBar progress = new ProgressBar();

    private Banner(Ikon icon, Tone tone, String sentence) {
        getStyleClass().addAll("banner", tone.style());
        setAlignment(Pos.CENTER_LEFT);
        text.setText(sentence);
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        getChildren().addAll(Icons.icon(icon), text);
        managedProperty().bind(visibleProperty());
    }

    public static Banner error(String sentence) {
        return new Banner(MaterialDesignC.CLOSE_CIRCLE_OUTLINE, Tone.RED, sentence);
    }

    public static Banner warning(String sentence) {
        return new Banner(MaterialDesignA.ALERT_OUTLINE, Tone.AMBER, sentence);
    }

    public static Banner done(String sentence) {
        return new Banner(MaterialDesignC.CHECK_CIRCLE_OUTLINE, Tone.GREEN, sentence);
    }

    /** Work with a bar; see {@link #progress}. */
    public static Banner working(String sentence) {
        Banner banner = new Banner(MaterialDesignI.INFORMATION_OUTLINE, Tone.BLUE, sentence);
        banner.progress.setProgress(ProgressBar.INDETERMINATE_PROGRESS);
        banner.getChildren().add(banner.progress);
        return banner;
    }

    /** Says how far the work is: 0 to 1, negative when nobody knows. */
    public void progress(String sentence, double fraction) {
        text.setText(sentence);
        progress.setProgress(fraction);
    }

    public void sentence(String sentence) {
        text.setText(sentence);
    }

    /** A button for what helps. */
    public Banner with(Action action) {
        getChildren().add(Icons.button(action.icon(), action.title(), action.run()));
        return this;
    }

    /** A cross at its end. */
    public Banner closable(Runnable onClose) {
        Button close = Icons.iconButton(MaterialDesignC.CLOSE, Texts.SHELL.get("close"), onClose);
        close.getStyleClass().add("bare");
        getChildren().add(close);
        return this;
    }
}
