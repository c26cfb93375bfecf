package dev.darkroom.console.kit.theme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.paint.Color;

/** The colours of one theme for drawing on a canvas, read from the style sheet that the nodes use. */
public final class ThemeColors {
    private static final Pattern TOKEN = Pattern.compile("-dr-([a-z0-9-]+):\\s*(#[0-9A-Fa-f]{6,8}|rgba\\([^)]*\\));");

    public static final ThemeColors LIGHT = read("light.css");
    public static final ThemeColors DARK = read("dark.css");

    private final Map<String, Color> colours;

    private ThemeColors(Map<String, Color> colours) {
        this.colours = colours;
    }

    /** Returns a colour by its name without {@code -dr-}: {@code text}, {@code muted}, {@code line}, {@code selection}... */
    public Color color(String name) {
        Color colour = colours.get(name);
        if (colour == null) {
            throw new IllegalArgumentException("There is no colour \"" + name + "\" in the style sheet.");
        }
        return colour;
    }

    public Color text(SemanticColor tone) {
        return color(tone.token() + "-text");
    }

    public Color fill(SemanticColor tone) {
        return color(tone.token() + "-fill");
    }

    Map<String, Color> all() {
        return colours;
    }

    private static ThemeColors read(String sheet) {
        try (InputStream stream = ThemeColors.class.getResourceAsStream("/css/" + sheet)) {
            if (stream == null) {
                throw new IllegalStateException("The style sheet " + sheet + " is missing in this build.");
            }
            Map<String, Color> colours = new TreeMap<>();
            Matcher matcher = TOKEN.matcher(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            while (matcher.find()) {
                colours.put(matcher.group(1), Color.web(matcher.group(2)));
            }
            return new ThemeColors(colours);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
