package dev.darkroom.sandbox.media;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;

/** Everything behind the ridges: the gradient, stars, the sun or moon with its glow, clouds. */
record LandscapeSky(LandscapeScene scene) {

    void paint(Graphics2D g, int width, int height, double phase) {
        LandscapePalette colours = scene.palette();
        g.setPaint(new GradientPaint(0, 0, colours.zenith(), 0, height * 0.78f, colours.horizon()));
        g.fillRect(0, 0, width, height);
        if (scene.theme() == LandscapeScene.Theme.NIGHT || scene.theme() == LandscapeScene.Theme.CITY) {
            stars(g, width, height, phase);
        }
        disc(g, width, height, phase);
        if (!scene.theme().isDark()) {
            clouds(g, width, height, phase);
        }
    }

    private void stars(Graphics2D g, int width, int height, double phase) {
        int count = scene.theme() == LandscapeScene.Theme.NIGHT ? 170 : 60;
        for (int n = 0; n < count; n++) {
            double twinkle = 0.55 + 0.45 * Math.sin(2 * Math.PI * (phase + SeededRandom.at(scene.seed(), 3L * n)));
            double size = height * (0.0015 + 0.003 * Math.pow(SeededRandom.at(scene.seed(), 7L * n + 1), 4));
            double down = SeededRandom.at(scene.seed() + 1, n) * 0.6;
            g.setColor(LandscapePalette.veil(Color.WHITE, (0.35 + 0.6 * twinkle) * (1 - down)));
            dot(g, SeededRandom.at(scene.seed() + 2, n) * width, down * height, size);
        }
    }

    private void disc(Graphics2D g, int width, int height, double phase) {
        Color colour = scene.palette().disc();
        double x = scene.discX() * width + Math.sin(2 * Math.PI * phase) * height * 0.05;
        double y = scene.discY() * height - Math.cos(2 * Math.PI * phase) * height * 0.03;
        double radius = scene.disc() * height;
        float reach = (float) (radius * 4);
        g.setPaint(new RadialGradientPaint(new Point2D.Double(x, y), reach, new float[] {0f, 0.3f, 1f}, new Color[] {
            LandscapePalette.veil(colour, 0.55), LandscapePalette.veil(colour, 0.28), LandscapePalette.veil(colour, 0)
        }));
        g.fill(new Ellipse2D.Double(x - reach, y - reach, 2 * reach, 2 * reach));
        g.setColor(colour);
        dot(g, x, y, radius);
        if (scene.theme() == LandscapeScene.Theme.NIGHT) {
            g.setColor(LandscapePalette.blend(scene.palette().zenith(), colour, 0.12));
            dot(g, x + radius * 0.38, y - radius * 0.12, radius * 0.86);
        }
    }

    private void clouds(Graphics2D g, int width, int height, double phase) {
        g.setColor(LandscapePalette.veil(Color.WHITE, 0.16));
        for (int n = 0; n < 5; n++) {
            double x = SeededRandom.at(scene.seed() + 5, n) * width
                    + Math.sin(2 * Math.PI * phase) * height * 0.02 * (n + 1);
            double y = (0.08 + 0.36 * SeededRandom.at(scene.seed() + 6, n)) * height;
            double length = (0.25 + 0.4 * SeededRandom.at(scene.seed() + 7, n)) * height;
            for (int puff = 0; puff < 4; puff++) {
                double part = length * (1 - puff * 0.2);
                double thick = height * 0.022;
                double shift = (SeededRandom.at(scene.seed() + 8, n * 4L + puff) - 0.5) * length * 0.5;
                g.fill(new Ellipse2D.Double(x + shift - part / 2, y - puff * thick * 0.55, part, thick));
            }
        }
    }

    static void dot(Graphics2D g, double x, double y, double radius) {
        g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }
}
