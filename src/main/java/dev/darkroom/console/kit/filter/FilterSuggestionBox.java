package dev.darkroom.console.kit.filter;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.scene.control.ComboBox;

/** A field that suggests matches as the text is typed, and accepts any other text too. FX thread. */
public final class FilterSuggestionBox extends ComboBox<String> {
    /** {@code suggest} receives the text and passes on its matches, possibly later; the last result counts. */
    public FilterSuggestionBox(String styleClass, BiConsumer<String, Consumer<List<String>>> suggest) {
        setEditable(true);
        setMaxWidth(Double.MAX_VALUE);
        getStyleClass().add(styleClass);
        getEditor().textProperty().subscribe(text -> {
            if (!text.equals(getValue())) { // otherwise it was chosen from the list
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
