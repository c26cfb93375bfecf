package dev.darkroom.console.kit.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A key supported by a {@link FilterBar}.
 *
 * @param closed whether only the suggested values are valid
 * @param excludable whether a minus before it excludes a value
 * @param examples values known beforehand
 * @param values receives the text after the key and passes on the matching values, possibly later; called on the FX thread
 */
public record FilterKey(
        String name,
        boolean closed,
        boolean excludable,
        List<String> examples,
        BiConsumer<String, Consumer<List<String>>> values) {
    public FilterKey(String name, BiConsumer<String, Consumer<List<String>>> values) {
        this(name, false, false, List.of(), values);
    }

    /** The same key, whose values can be excluded as well. */
    public FilterKey orExcluded() {
        return new FilterKey(name, closed, true, examples, values);
    }

    /** A key with no other values than these. */
    public static FilterKey only(String name, String... values) {
        return new FilterKey(
                name, true, false, List.of(values), of(name, values).values());
    }

    public static FilterKey of(String name, String... values) {
        return new FilterKey(
                name,
                false,
                false,
                List.of(values),
                among(name, () -> Stream.of(values)).values());
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

    /** Returns the first value suggested for the beginning of one, where the typed text itself is no valid value. */
    Optional<String> completion(String typed) {
        List<String> found = new ArrayList<>();
        if (closed && !typed.isEmpty()) {
            values.accept(typed, found::addAll);
        }
        return found.stream().anyMatch(typed::equalsIgnoreCase)
                ? Optional.empty()
                : found.stream().findFirst();
    }
}
