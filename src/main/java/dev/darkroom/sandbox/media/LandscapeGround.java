package dev.darkroom.sandbox.media;

import dev.darkroom.sandbox.media.LandscapeScene.LandscapePalette;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** The ridges from far to near with haze between them, and the objects on them: trees, snow, a skyline. */
record LandscapeGround(LandscapeScene scene) {

    void paint(Graphics2D g, int width, int height, double phase) {
        int count = scene.ridges().size();
        for (int n = 0; n < count; n++) {
            double nearness = n / (double) (count - 1);
            double pan = Math.sin(2 * Math.PI * phase) * (0.01 + 0.05 * nearness);
            ridge(g, scene.ridges().get(n), nearness, width, height, pan);
            if (scene.theme() == LandscapeScene.Theme.CITY && n == count - 2) {
                towers(g, scene.ridges().get(n), width, height, pan);
            }
            if (hasTrees() && n >= count - 2) {
                trees(g, scene.ridges().get(n), nearness, width, height, pan);
            }
        }
    }

    private boolean hasTrees() {
        return switch (scene.theme()) {
            case FOREST, SNOW -> true;
            case NIGHT, MEADOW, DAWN -> SeededRandom.at(scene.seed(), 99) < 0.5;
            case CITY, FIRE, DESERT, SEA -> false;
        };
    }

    private void ridge(
            Graphics2D g, LandscapeScene.HillRidge ridge, double nearness, int width, int height, double pan) {
        Color colour = scene.palette().ridge(nearness);
        float crest = (float) ((ridge.base() - ridge.height() * 1.4) * height);
        Color top = scene.theme() == LandscapeScene.Theme.SNOW
                ? Color.WHITE
                : LandscapePalette.blend(colour, scene.palette().disc(), 0.16);
        Path2D area = ridge.below(width, height, pan);
        g.setPaint(new GradientPaint(0, crest, top, 0, (float) (ridge.base() * height), colour));
        g.fill(area);
        if (nearness < 1) {
            Color haze = scene.palette().horizon();
            float from = (float) ((ridge.base() - ridge.height() * 0.5) * height);
            g.setPaint(new GradientPaint(
                    0, from, LandscapePalette.veil(haze, 0), 0, height, LandscapePalette.veil(haze, 0.55)));
            g.fill(area);
        }
    }

    private void trees(
            Graphics2D g, LandscapeScene.HillRidge ridge, double nearness, int width, int height, double pan) {
        g.setColor(LandscapePalette.blend(scene.palette().ridge(nearness), Color.BLACK, 0.28));
        double gap = 0.028 + 0.02 * (1 - nearness);
        long first = (long) Math.floor(pan / gap) - 2;
        long last = (long) Math.ceil((width / (double) height + pan) / gap) + 2;
        for (long n = first; n <= last; n++) {
            if (SeededRandom.at(ridge.seed(), n) < 0.62) {
                double at = (n + SeededRandom.at(ridge.seed() + 1, n) * 0.8) * gap;
                double size = (0.045 + 0.05 * SeededRandom.at(ridge.seed() + 2, n)) * (0.6 + 0.6 * nearness);
                conifer(g, (at - pan) * height, (ridge.crest(at) + 0.008) * height, size * height);
            }
        }
    }

    private static void conifer(Graphics2D g, double x, double foot, double size) {
        Path2D.Double tree = new Path2D.Double();
        for (int tier = 0; tier < 3; tier++) {
            double bottom = foot - size * tier * 0.27;
            double half = size * (0.24 - tier * 0.055);
            tree.moveTo(x - half, bottom);
            tree.lineTo(x, bottom - size * 0.46);
            tree.lineTo(x + half, bottom);
            tree.closePath();
        }
        g.fill(tree);
    }

    private void towers(Graphics2D g, LandscapeScene.HillRidge ridge, int width, int height, double pan) {
        Color wall =
                LandscapePalette.blend(scene.palette().near(), scene.palette().horizon(), 0.18);
        long first = (long) Math.floor(pan / 0.075) - 1;
        for (long n = first; n < first + 4 + width / (0.075 * height); n++) {
            double tall = 0.12 + 0.32 * Math.pow(SeededRandom.at(ridge.seed() + 3, n), 1.7);
            double left = (n * 0.075 - pan) * height;
            double top = (ridge.base() - tall) * height;
            double wide = height * (0.045 + 0.025 * SeededRandom.at(ridge.seed() + 4, n));
            g.setColor(wall);
            g.fill(new Rectangle2D.Double(left, top, wide, height - top));
            windows(g, n, left, top, wide, height);
        }
    }

    private void windows(Graphics2D g, long tower, double left, double top, double wide, int height) {
        double size = height * 0.007;
        g.setColor(LandscapePalette.veil(scene.palette().disc(), 0.85));
        for (int row = 0; top + row * size * 2.4 < height * 0.95; row++) {
            for (int column = 0; column < 3; column++) {
                if (SeededRandom.at(scene.seed() + tower, row * 3L + column) < 0.38) {
                    double x = left + wide * (0.16 + 0.28 * column);
                    g.fill(new Rectangle2D.Double(x, top + size * (1 + row * 2.4), size, size * 1.2));
                }
            }
        }
    }
}
