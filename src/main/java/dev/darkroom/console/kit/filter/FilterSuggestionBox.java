package dev.darkroom.console.kit.filter;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.scene.control.ComboBox;

/** A field that offers what fits the text as it is typed; any other text may stand in it too. FX thread. */
public final class FilterSuggestionBox extends ComboBox<String> {
    /** {@code suggest} gets the text and hands over what fits it, perhaps later; of several answers the last counts. */
    public FilterSuggestionBox(String styleClass, BiConsumer<String, Consumer<List<String>>> suggest) {
        setEditable(true);
        setMaxWidth(Double.MAX_VALUE);
        getStyleClass().add(styleClass);
        getEditor().textProperty().subscribe(text -> {
            if (!text.equals(getValue())) { // else it was chosen from the list
                suggest.accept(text, this::offer);
            }
        });
    }

    private void offer(List<String> found) {
        getItems().setAll(found);
        String typed = getEditor().getText();
        if (isFocused() && !typed.isEmpty() && !found.isEmpty() && !found.contains(typed)) {
            show();
        } else {
            hide();
        }
    }
}
