package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/** A one-sentence banner across a screen or the window: an error, a warning, or work in progress. */
public final class MessageBanner extends HBox {
    private final Label text = new Label();
    private final ProgressBar progress = new ProgressBar();

    private MessageBanner(NotificationEntry.Kind kind, String sentence) {
        getStyleClass().addAll("banner", kind.tone().style());
        setAlignment(Pos.CENTER_LEFT);
        text.setText(sentence);
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        getChildren().addAll(IconButtons.icon(kind.icon()), text);
        managedProperty().bind(visibleProperty());
    }

    public static MessageBanner error(String sentence) {
        return new MessageBanner(NotificationEntry.Kind.ERROR, sentence);
    }

    public static MessageBanner warning(String sentence) {
        return new MessageBanner(NotificationEntry.Kind.WARNING, sentence);
    }

    public static MessageBanner done(String sentence) {
        return new MessageBanner(NotificationEntry.Kind.DONE, sentence);
    }

    /** For information only: nothing is wrong. */
    public static MessageBanner information(String sentence) {
        return new MessageBanner(NotificationEntry.Kind.INFORMATION, sentence);
    }

    /** Shows a failure above a screen's content while it lasts; the content stays usable. */
    public static VBox of(ObservableValue<? extends @Nullable Exception> failure, Runnable retry) {
        VBox place = new VBox();
        ConsoleAction again = new ConsoleAction(MessageTexts.SHELL.get("retry"), MaterialDesignR.REFRESH, retry);
        failure.subscribe(exception -> {
            place.setVisible(exception != null);
            place.getChildren().clear();
            if (exception != null) {
                place.getChildren().add(error(ErrorMessages.of(exception)).with(again));
            }
        });
        place.managedProperty().bind(place.visibleProperty());
        return place;
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
        MessageBanner banner = new MessageBanner(NotificationEntry.Kind.INFORMATION, sentence);
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
