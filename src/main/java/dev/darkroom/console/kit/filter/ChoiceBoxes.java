package dev.darkroom.console.kit.filter;

import java.util.List;
import java.util.function.Function;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** Boxes to choose from. */
public final class ChoiceBoxes {
    private ChoiceBoxes() {}

    /** Shows each value by its words, which differ from each other. */
    public static <T> StringConverter<T> byWords(List<T> values, Function<T, String> words) {
        return new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return value == null ? "" : words.apply(value);
            }

            @Override
            public @Nullable T fromString(String text) {
                return values.stream()
                        .filter(value -> words.apply(value).equals(text))
                        .findFirst()
                        .orElse(null);
            }
        };
    }
}
