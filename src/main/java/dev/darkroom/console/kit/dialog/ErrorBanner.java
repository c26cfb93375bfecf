package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/** Shows a failure above a screen's content while it lasts; the content stays usable. */
public final class ErrorBanner extends VBox {
    private final Runnable retry;

    public ErrorBanner(ObservableValue<? extends @Nullable Exception> failure, Runnable retry) {
        this.retry = retry;
        failure.subscribe(exception -> show(Optional.ofNullable(exception)));
        managedProperty().bind(visibleProperty());
    }

    private void show(Optional<? extends Exception> failure) {
        setVisible(failure.isPresent());
        getChildren().setAll(failure.map(this::banner).stream().toList());
    }

    private MessageBanner banner(Exception exception) {
        return MessageBanner.error(ErrorMessages.of(exception))
                .with(new ConsoleAction(MessageTexts.SHELL.get("retry"), MaterialDesignR.REFRESH, retry));
    }
}
