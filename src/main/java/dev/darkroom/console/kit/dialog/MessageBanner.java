package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import javafx.beans.value.ObservableValue;
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

/** A one-sentence banner across a screen or the window: an error, a warning, or work in progress. */
public final class MessageBanner extends HBox {
    private final Label text = new Label();
    private final ProgressBar progress = new ProgressBar();

    private MessageBanner(Ikon icon, SemanticColor tone, String sentence) {
        getStyleClass().addAll("banner", tone.style());
        setAlignment(Pos.CENTER_LEFT);
        text.setText(sentence);
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        getChildren().addAll(IconButtons.icon(icon), text);
        managedProperty().bind(visibleProperty());
    }

    public static MessageBanner error(String sentence) {
        return new MessageBanner(MaterialDesignC.CLOSE_CIRCLE_OUTLINE, SemanticColor.RED, sentence);
    }

    public static MessageBanner warning(String sentence) {
        return new MessageBanner(MaterialDesignA.ALERT_OUTLINE, SemanticColor.AMBER, sentence);
    }

    public static MessageBanner done(String sentence) {
        return new MessageBanner(MaterialDesignC.CHECK_CIRCLE_OUTLINE, SemanticColor.GREEN, sentence);
    }

    /** For information only: nothing is wrong. */
    public static MessageBanner information(String sentence) {
        return new MessageBanner(MaterialDesignI.INFORMATION_OUTLINE, SemanticColor.BLUE, sentence);
    }

    /**
     * Points out a filter restored from the last session.
     *
     * @param restored whether there is such a filter
     * @param dismiss keeps the filter and hides the banner
     */
    public static MessageBanner restoredFilter(
            String sentence, ObservableValue<Boolean> restored, Runnable clear, Runnable dismiss) {
        MessageBanner banner = information(sentence);
        banner.visibleProperty().bind(restored);
        return banner.with(new ConsoleAction(MessageTexts.SHELL.get("filter.clear"), MaterialDesignC.CLOSE, clear))
                .closable(dismiss);
    }

    /** Work in progress, with a progress bar; see {@link #progress}. */
    public static MessageBanner working(String sentence) {
        MessageBanner banner = new MessageBanner(MaterialDesignI.INFORMATION_OUTLINE, SemanticColor.BLUE, sentence);
        banner.progress.setProgress(ProgressBar.INDETERMINATE_PROGRESS);
        banner.getChildren().add(banner.progress);
        return banner;
    }

    /** Sets the progress: 0 to 1, negative when unknown. */
    public void progress(String sentence, double fraction) {
        text.setText(sentence);
        progress.setProgress(fraction);
    }

    public void sentence(String sentence) {
        text.setText(sentence);
    }

    /** Adds a button for a remedy. */
    public MessageBanner with(ConsoleAction action) {
        Button button = action.button();
        button.setMinWidth(USE_PREF_SIZE);
        getChildren().add(button);
        return this;
    }

    /** Adds a close button at the end. */
    public MessageBanner closable(Runnable onClose) {
        Button close = IconButtons.iconButton(MaterialDesignC.CLOSE, MessageTexts.SHELL.get("close"), onClose);
        close.getStyleClass().add("bare");
        getChildren().add(close);
        return this;
    }
}
