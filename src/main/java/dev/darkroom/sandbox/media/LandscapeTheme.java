package dev.darkroom.sandbox.media;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a landscape is made of, chosen by the first word of the prompt that names one. */
enum LandscapeTheme {
    NIGHT("night", "midnight", "moon", "moonlit", "stars", "star", "galaxy", "space", "dark"),
    CITY("city", "street", "skyline", "neon", "tower", "towers", "tokyo", "downtown", "robot", "cyberpunk"),
    SNOW("snow", "winter", "ice", "arctic", "glacier", "frozen", "alps", "snowy"),
    FIRE("fire", "volcano", "lava", "ember", "embers", "flame", "flames", "burning", "dragon"),
    DESERT("desert", "dune", "dunes", "sand", "canyon", "sahara", "camel", "mars"),
    SEA("sea", "ocean", "lake", "harbour", "harbor", "fjord", "river", "beach", "island", "boat", "ship", "lighthouse"),
    FOREST("forest", "tree", "trees", "jungle", "wood", "woods", "pine", "fox", "deer", "moss"),
    DAWN("dawn", "sunrise", "sunset", "morning", "evening", "dusk", "golden"),
    MEADOW();

    private static final Pattern NOT_A_LETTER = Pattern.compile("[^a-z]+");

    private final List<String> words;

    LandscapeTheme(String... words) {
        this.words = List.of(words);
    }

    /** {@link #MEADOW}, whose colours come from the seed alone, when no word is known. */
    static LandscapeTheme of(String prompt) {
        return Arrays.stream(NOT_A_LETTER.split(prompt.toLowerCase(Locale.ROOT)))
                .flatMap(word -> Arrays.stream(values()).filter(theme -> theme.words.contains(word)))
                .findFirst()
                .orElse(MEADOW);
    }

    boolean isDark() {
        return this == NIGHT || this == CITY || this == FIRE;
    }
}
