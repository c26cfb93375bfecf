package dev.darkroom.console.kit.filter;

import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A key supported by a {@link FilterBar}.
 *
 * @param values receives the text behind the key and passes on the matching values, possibly later; called on the FX thread
 */
public record FilterKey(String name, BiConsumer<String, Consumer<List<String>>> values) {
    public static FilterKey of(String name, String... values) {
        return among(name, () -> Stream.of(values));
    }

    /** Suggests those of the current values that contain the typed text. */
    public static FilterKey among(String name, Supplier<Stream<String>> values) {
        return new FilterKey(name, (typed, onFound) -> {
            String part = typed.toLowerCase(Locale.ROOT);
            onFound.accept(values.get()
                    .filter(value -> value.toLowerCase(Locale.ROOT).contains(part))
                    .toList());
        });
    }
}
