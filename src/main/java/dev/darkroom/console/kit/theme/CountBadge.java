package dev.darkroom.console.kit.theme;

import dev.darkroom.console.kit.text.ValueFormats;

/** A count behind a rail entry or a tab; coloured only when it wants attention. */
public record CountBadge(String text, boolean attention) {
    public static final CountBadge NONE = new CountBadge("", false);

    public static CountBadge count(long count) {
        return count == 0 ? NONE : new CountBadge(ValueFormats.number(count), false);
    }

    public static CountBadge attention(long count) {
        return count == 0 ? NONE : new CountBadge(ValueFormats.number(count), true);
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }
}
