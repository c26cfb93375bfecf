package dev.darkroom.console.kit.filter;

import java.util.List;
import java.util.function.Supplier;

/** A key that a {@link FilterBar} knows: its name and the values it suggests, asked each time on the FX thread. */
public record FilterKey(String name, Supplier<List<String>> values) {
    public static FilterKey of(String name, String... values) {
        List<String> fixed = List.of(values);
        return new FilterKey(name, () -> fixed);
    }
}
