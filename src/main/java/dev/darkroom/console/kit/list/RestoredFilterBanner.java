package dev.darkroom.console.kit.list;

import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import javafx.beans.value.ObservableValue;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** Tells of a filter that nobody set today: it came back from the last time. */
public final class RestoredFilterBanner {
    private RestoredFilterBanner() {}

    /**
     * @param restored whether there is such a filter
     * @param dismiss the filter stays and is not told any more
     */
    public static MessageBanner of(
            String sentence, ObservableValue<Boolean> restored, Runnable clear, Runnable dismiss) {
        MessageBanner banner = MessageBanner.information(sentence);
        banner.visibleProperty().bind(restored);
        return banner.with(new ConsoleAction(MessageTexts.SHELL.get("filter.clear"), MaterialDesignC.CLOSE, clear))
                .closable(dismiss);
    }
}
