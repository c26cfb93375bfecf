package dev.darkroom.console;

/** A count behind a rail entry or a tab; coloured only when it wants attention. */
public record Badge(String text, boolean attention) {
    public static final Badge NONE = new Badge("", false);

    public static Badge count(long count) {
        return count == 0 ? NONE : new Badge(Formats.number(count), false);
    }

    public static Badge attention(long count) {
        return count == 0 ? NONE : new Badge(Formats.number(count), true);
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }
}
