package dev.darkroom.console.kit.filter;

import java.util.List;
import java.util.function.Function;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** Helpers for choice boxes. */
public final class ChoiceBoxes {
    private ChoiceBoxes() {}

    /** Displays each value by its words, which must be distinct. */
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
