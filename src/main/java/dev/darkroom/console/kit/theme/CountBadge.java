package dev.darkroom.console.kit.theme;

import dev.darkroom.console.kit.text.ValueFormats;

/** The number of things that need attention, after a rail entry. */
public record CountBadge(String text) {
    public static final CountBadge NONE = new CountBadge("");

    public static CountBadge attention(long count) {
        return count == 0 ? NONE : new CountBadge(ValueFormats.number(count));
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }
}
