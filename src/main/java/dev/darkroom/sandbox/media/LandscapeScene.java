package dev.darkroom.sandbox.media;

import dev.darkroom.sandbox.media.LandscapeScene.LandscapePalette;
import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The scene for a prompt and a seed, independent of size. Lengths are fractions of the image height. */
record LandscapeScene(
        long seed,
        Theme theme,
        LandscapePalette palette,
        double discX,
        double discY,
        double disc,
        double shore,
        List<HillRidge> ridges) {

    static LandscapeScene of(String prompt, String seed) {
        SplittableRandom random = SeededRandom.of("scene", prompt, seed);
        Theme theme = Theme.of(prompt);
        LandscapePalette palette = LandscapePalette.of(theme, random);
        boolean water = theme == Theme.SEA || random.nextInt(7) == 0;
        double shore = water ? 0.66 + random.nextDouble() * 0.08 : 2;
        return new LandscapeScene(
                random.nextLong(),
                theme,
                palette,
                0.15 + random.nextDouble() * 0.7,
                0.16 + random.nextDouble() * 0.26,
                0.06 + random.nextDouble() * 0.07,
                shore,
                ridges(theme, water ? shore : 1, random));
    }

    boolean hasWater() {
        return shore < 1;
    }

    private static List<HillRidge> ridges(Theme theme, double floor, SplittableRandom random) {
        int count = floor < 1 ? 3 : 4 + random.nextInt(2);
        boolean pointed = theme != Theme.DESERT && theme != Theme.SEA && random.nextInt(4) > 0;
        List<HillRidge> ridges = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            double nearness = n / (double) (count - 1);
            double base = floor * (0.62 + 0.36 * nearness) + 0.05;
            double height = floor * (0.26 - 0.11 * nearness) * (0.8 + random.nextDouble() * 0.4);
            ridges.add(new HillRidge(
                    random.nextLong(), base, height, 1.6 + 1.5 * nearness + random.nextDouble(), pointed));
        }
        return List.copyOf(ridges);
    }

    /**
     * A line of hills, endless in both directions so that a camera can pan along it. Lengths are fractions of the image height,
     * measured from the top.
     */
    record HillRidge(long seed, double base, double height, double frequency, boolean pointed) {

        /** Returns the distance of the crest from the top at x. */
        double crest(double x) {
            double sum = 0;
            double weight = 1;
            double scale = frequency;
            for (int octave = 0; octave < (pointed ? 5 : 3); octave++) {
                sum += weight * noise(x * scale, octave);
                weight *= pointed ? 0.45 : 0.3;
                scale *= 2.1;
            }
            return base - height * sum;
        }

        /** Returns the area below the crest in pixels; {@code pan} is a fraction of the height. */
        Path2D below(int width, int height, double pan) {
            Path2D.Double path = new Path2D.Double();
            double step = Math.max(2, height / 240.0);
            path.moveTo(-step, height);
            for (double x = -step; x <= width + step; x += step) {
                path.lineTo(x, crest(x / height + pan) * height);
            }
            path.lineTo(width + step, height);
            path.closePath();
            return path;
        }

        private double noise(double x, int octave) {
            long left = (long) Math.floor(x);
            double part = x - left;
            double share = pointed ? part : part * part * (3 - 2 * part);
            double from = SeededRandom.at(seed + octave, left);
            return from + (SeededRandom.at(seed + octave, left + 1) - from) * share;
        }
    }

    /** The theme of a landscape, selected by the first word of the prompt that names one. */
    enum Theme {
        NIGHT("night", "midnight", "moon", "moonlit", "stars", "star", "galaxy", "space", "dark"),
        CITY("city", "street", "skyline", "neon", "tower", "towers", "tokyo", "downtown", "robot", "cyberpunk"),
        SNOW("snow", "winter", "ice", "arctic", "glacier", "frozen", "alps", "snowy"),
        FIRE("fire", "volcano", "lava", "ember", "embers", "flame", "flames", "burning", "dragon"),
        DESERT("desert", "dune", "dunes", "sand", "canyon", "sahara", "camel", "mars"),
        SEA(
                "sea",
                "ocean",
                "lake",
                "harbour",
                "harbor",
                "fjord",
                "river",
                "beach",
                "island",
                "boat",
                "ship",
                "lighthouse"),
        FOREST("forest", "tree", "trees", "jungle", "wood", "woods", "pine", "fox", "deer", "moss"),
        DAWN("dawn", "sunrise", "sunset", "morning", "evening", "dusk", "golden"),
        MEADOW();

        private static final Pattern NOT_A_LETTER = Pattern.compile("[^a-z]+");

        private final List<String> words;

        Theme(String... words) {
            this.words = List.of(words);
        }

        /** Defaults to {@link #MEADOW}, whose colours depend on the seed alone, when no word matches. */
        static Theme of(String prompt) {
            return Arrays.stream(NOT_A_LETTER.split(prompt.toLowerCase(Locale.ROOT)))
                    .flatMap(word -> Arrays.stream(values()).filter(theme -> theme.words.contains(word)))
                    .findFirst()
                    .orElse(MEADOW);
        }

        boolean isDark() {
            return this == NIGHT || this == CITY || this == FIRE;
        }
    }

    /** The colours of a landscape: sky from top to horizon, the disc, the farthest and the nearest ridge. */
    record LandscapePalette(Color zenith, Color horizon, Color disc, Color far, Color near) {
        static LandscapePalette of(LandscapeScene.Theme theme, RandomGenerator random) {
            float turn = (float) (random.nextDouble() - 0.5) * 0.06f;
            return switch (theme) {
                case NIGHT -> of(turn, 0.66, 0.75, 0.13, 0.62, 0.60, 0.42, 0.14, 0.08, 0.98, 0.63, 0.45, 0.34);
                case CITY -> of(turn, 0.72, 0.70, 0.20, 0.92, 0.60, 0.78, 0.04, 0.42, 1.00, 0.74, 0.50, 0.36);
                case SNOW -> of(turn, 0.58, 0.45, 0.80, 0.56, 0.10, 0.97, 0.12, 0.10, 1.00, 0.58, 0.18, 0.88);
                case FIRE -> of(turn, 0.98, 0.85, 0.22, 0.05, 0.88, 0.95, 0.11, 0.55, 1.00, 0.01, 0.70, 0.42);
                case DESERT -> of(turn, 0.56, 0.40, 0.85, 0.11, 0.35, 0.99, 0.14, 0.25, 1.00, 0.08, 0.55, 0.86);
                case SEA -> of(turn, 0.57, 0.62, 0.72, 0.09, 0.38, 0.98, 0.12, 0.22, 1.00, 0.55, 0.40, 0.60);
                case FOREST -> of(turn, 0.47, 0.32, 0.82, 0.19, 0.22, 0.97, 0.16, 0.16, 1.00, 0.42, 0.38, 0.60);
                case DAWN -> of(turn, 0.74, 0.45, 0.62, 0.05, 0.55, 0.99, 0.13, 0.35, 1.00, 0.90, 0.38, 0.62);
                case MEADOW -> anyHue(random.nextFloat(), random);
            };
        }

        /** A random sky, with ridges some steps further around the colour wheel. */
        private static LandscapePalette anyHue(float hue, RandomGenerator random) {
            float ridges = hue + 0.08f + random.nextFloat() * 0.22f;
            return of(0, hue, 0.42, 0.88, hue + 0.05f, 0.40, 0.70, hue + 0.10f, 0.20, 1, ridges, 0.50, 0.58);
        }

        /**
         * @param turn offset added to the hues of the sky
         * @param table hue, saturation and brightness of zenith, horizon, disc and farthest ridge
         */
        private static LandscapePalette of(float turn, double... table) {
            Color horizon = hsb((float) table[3] + turn, table[4], table[5]);
            float hue = (float) table[9];
            float saturation = Math.min(1f, (float) table[10] * 1.35f);
            return new LandscapePalette(
                    hsb((float) table[0] + turn, table[1], table[2]),
                    horizon,
                    hsb((float) table[6], table[7], table[8]),
                    blend(hsb(hue, table[10], table[11]), horizon, 0.35),
                    hsb(hue + 0.03f, saturation, (float) table[11] * 0.32f));
        }

        /** The colour of a ridge: 0 = the farthest, 1 = the nearest. */
        Color ridge(double nearness) {
            return blend(far, near, nearness);
        }

        static Color blend(Color from, Color to, double share) {
            return new Color(
                    channel(from.getRed(), to.getRed(), share),
                    channel(from.getGreen(), to.getGreen(), share),
                    channel(from.getBlue(), to.getBlue(), share));
        }

        static Color veil(Color color, double opacity) {
            return new Color(color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(255 * opacity));
        }

        private static int channel(int from, int to, double share) {
            return (int) Math.round(from + (to - from) * share);
        }

        private static Color hsb(float hue, double saturation, double brightness) {
            return Color.getHSBColor(hue, (float) saturation, (float) brightness);
        }
    }
}
