package dev.darkroom.sandbox.media;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What a prompt and a seed look like, before a size is known. Lengths are shares of the picture's height. */
record LandscapeScene(
        long seed,
        LandscapeTheme theme,
        LandscapePalette palette,
        double discX,
        double discY,
        double disc,
        double shore,
        List<HillRidge> ridges) {

    static LandscapeScene of(String prompt, String seed) {
        SplittableRandom random = SeededRandom.of("scene", prompt, seed);
        LandscapeTheme theme = LandscapeTheme.of(prompt);
        LandscapePalette palette = LandscapePalette.of(theme, random);
        boolean water = theme == LandscapeTheme.SEA || random.nextInt(7) == 0;
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

    private static List<HillRidge> ridges(LandscapeTheme theme, double floor, SplittableRandom random) {
        int count = floor < 1 ? 3 : 4 + random.nextInt(2);
        boolean pointed = theme != LandscapeTheme.DESERT && theme != LandscapeTheme.SEA && random.nextInt(4) > 0;
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
}
