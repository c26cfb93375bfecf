package dev.darkroom.sandbox.media;

import java.awt.Color;
import java.util.random.RandomGenerator;

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
