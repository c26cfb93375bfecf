package dev.darkroom.storage.preview;

/**
 * As much of a text as a text control lays out in a moment. It shapes each line as a whole, on the thread of the window: measured with
 * 120,000 Arabic letters, minutes in one line and a second in lines of 500.
 */
final class ShownText {
    /** Characters. */
    static final int MOST = 64 * 1024;

    static final int LONGEST_LINE = 500;

    private ShownText() {}

    /** The beginning of the text with its long lines broken; never inside a pair of surrogates. */
    static String of(String text) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), MOST + MOST / LONGEST_LINE));
        int line = 0;
        for (int at = 0; at < text.length(); at++) {
            char next = text.charAt(at);
            boolean between = !Character.isLowSurrogate(next);
            if (at >= MOST && between) {
                break;
            }
            if (line >= LONGEST_LINE && next != '\n' && between) {
                shown.append('\n');
                line = 0;
            }
            shown.append(next);
            line = next == '\n' ? 0 : line + 1;
        }
        return shown.toString();
    }
}
