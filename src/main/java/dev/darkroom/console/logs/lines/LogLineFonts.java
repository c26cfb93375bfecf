package dev.darkroom.console.logs.lines;

import dev.darkroom.logging.LogMark;
import java.util.HashMap;
import java.util.Map;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/** Fonts and metrics of the lines at one text size. FX thread. */
final class LogLineFonts {
    private static final double LINE = 20;
    private static final Map<String, LogMark> MARKS = marks();

    private final double scale;
    private final Font mono;
    private final Font small;
    private final Font icons;
    private final Font smallIcons;
    private final double character;
    private final double smallCharacter;
    private final Text probe = new Text();

    LogLineFonts(double scale) {
        this.scale = scale;
        mono = Font.font("JetBrains Mono", 12 * scale);
        small = Font.font("JetBrains Mono", 11 * scale);
        icons = Font.font("Material Design Icons", 15 * scale);
        smallIcons = Font.font("Material Design Icons", 12 * scale);
        character = character(mono);
        smallCharacter = character(small);
        probe.setFont(mono);
    }

    private static double character(Font font) {
        Text ten = new Text("0000000000");
        ten.setFont(font);
        return ten.getLayoutBounds().getWidth() / 10;
    }

    private static Map<String, LogMark> marks() {
        Map<String, LogMark> marks = new HashMap<>();
        for (LogMark mark : LogMark.values()) {
            marks.put(bare(mark.emoji()), mark);
        }
        return Map.copyOf(marks);
    }

    /** Removes the variation selector, which is often lost behind an emoji. */
    private static String bare(String emoji) {
        return emoji.replace("\uFE0F", "");
    }

    static @Nullable LogMark mark(String emoji) {
        return emoji.isEmpty() ? null : MARKS.get(bare(emoji));
    }

    double scale() {
        return scale;
    }

    double scaled(double length) {
        return length * scale;
    }

    double line() {
        return Math.round(LINE * scale);
    }

    Font mono() {
        return mono;
    }

    Font small() {
        return small;
    }

    Font icons() {
        return icons;
    }

    Font smallIcons() {
        return smallIcons;
    }

    double character() {
        return character;
    }

    double smallCharacter() {
        return smallCharacter;
    }

    /** Returns the width of a text's first characters, measured only if this font lacks one of them. */
    double width(String text, int end) {
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) >= 0x250) {
                probe.setText(text.substring(0, end));
                return probe.getLayoutBounds().getWidth();
            }
        }
        return end * character;
    }
}
