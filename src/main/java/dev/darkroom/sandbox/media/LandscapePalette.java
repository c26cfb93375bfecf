package dev.darkroom.sandbox.media;

import java.awt.Color;
import java.util.random.RandomGenerator;

/** The colours of one landscape: sky from top to horizon, the disc, the farthest and the nearest ridge. */
record LandscapePalette(Color zenith, Color horizon, Color disc, Color far, Color near) {

    static LandscapePalette of(LandscapeTheme theme, RandomGenerator random) {
        float turn = (float) (random.nextDouble() - 0.5) * 0.06f;
        return switch (theme) {
            case NIGHT ->
                of(
                        hsb(0.66f + turn, 0.75f, 0.13f),
                        hsb(0.62f + turn, 0.60f, 0.42f),
                        hsb(0.14f, 0.08f, 0.98f),
                        0.63f,
                        0.45f,
                        0.34f);
            case CITY ->
                of(
                        hsb(0.72f + turn, 0.70f, 0.20f),
                        hsb(0.92f + turn, 0.60f, 0.78f),
                        hsb(0.04f, 0.42f, 1f),
                        0.74f,
                        0.50f,
                        0.36f);
            case SNOW ->
                of(
                        hsb(0.58f + turn, 0.45f, 0.80f),
                        hsb(0.56f + turn, 0.10f, 0.97f),
                        hsb(0.12f, 0.10f, 1f),
                        0.58f,
                        0.18f,
                        0.88f);
            case FIRE ->
                of(
                        hsb(0.98f + turn, 0.85f, 0.22f),
                        hsb(0.05f + turn, 0.88f, 0.95f),
                        hsb(0.11f, 0.55f, 1f),
                        0.01f,
                        0.70f,
                        0.42f);
            case DESERT ->
                of(
                        hsb(0.56f + turn, 0.40f, 0.85f),
                        hsb(0.11f + turn, 0.35f, 0.99f),
                        hsb(0.14f, 0.25f, 1f),
                        0.08f,
                        0.55f,
                        0.86f);
            case SEA ->
                of(
                        hsb(0.57f + turn, 0.62f, 0.72f),
                        hsb(0.09f + turn, 0.38f, 0.98f),
                        hsb(0.12f, 0.22f, 1f),
                        0.55f,
                        0.40f,
                        0.60f);
            case FOREST ->
                of(
                        hsb(0.47f + turn, 0.32f, 0.82f),
                        hsb(0.19f + turn, 0.22f, 0.97f),
                        hsb(0.16f, 0.16f, 1f),
                        0.42f,
                        0.38f,
                        0.60f);
            case DAWN ->
                of(
                        hsb(0.74f + turn, 0.45f, 0.62f),
                        hsb(0.05f + turn, 0.55f, 0.99f),
                        hsb(0.13f, 0.35f, 1f),
                        0.90f,
                        0.38f,
                        0.62f);
            case MEADOW -> free(random.nextFloat(), random);
        };
    }

    /** Any hue: a sky, and ridges some steps around the colour wheel. */
    private static LandscapePalette free(float hue, RandomGenerator random) {
        float ridges = hue + 0.08f + random.nextFloat() * 0.22f;
        return of(
                hsb(hue, 0.42f, 0.88f),
                hsb(hue + 0.05f, 0.40f, 0.70f),
                hsb(hue + 0.10f, 0.20f, 1f),
                ridges,
                0.50f,
                0.58f);
    }

    private static LandscapePalette of(
            Color zenith, Color horizon, Color disc, float hue, float saturation, float brightness) {
        Color far = blend(hsb(hue, saturation, brightness), horizon, 0.35);
        return new LandscapePalette(
                zenith, horizon, disc, far, hsb(hue + 0.03f, Math.min(1f, saturation * 1.35f), brightness * 0.32f));
    }

    /** The colour of a ridge, 0 = the farthest, 1 = the nearest. */
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

    private static Color hsb(float hue, float saturation, float brightness) {
        return Color.getHSBColor(hue, saturation, brightness);
    }
}
