package dev.darkroom.sandbox.media;

import dev.darkroom.sandbox.media.LandscapeScene.LandscapePalette;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;

/** Paints a scene at any size and moment; the moments from 0 to 1 form a seamless loop. */
final class LandscapePainter {
    private final LandscapeScene scene;

    LandscapePainter(String prompt, String seed) {
        this.scene = LandscapeScene.of(prompt, seed);
    }

    BufferedImage paint(int width, int height, double phase) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            new LandscapeSky(scene).paint(g, width, height, phase);
            new LandscapeGround(scene).paint(g, width, height, phase);
            if (scene.hasWater()) {
                water(g, image, phase);
            }
            sparks(g, width, height, phase);
        } finally {
            g.dispose();
        }
        return image;
    }

    /** An image blacked out by a safety filter. */
    static BufferedImage black(int width, int height) {
        return new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    }

    /** Mirrors everything above the shore, darkened and with streaks of light. */
    private void water(Graphics2D g, BufferedImage image, double phase) {
        int width = image.getWidth();
        int height = image.getHeight();
        int shore = (int) (scene.shore() * height);
        BufferedImage above = new BufferedImage(width, height - shore, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D mirror = above.createGraphics();
        mirror.drawImage(image, 0, 0, width, height - shore, 0, shore, width, 2 * shore - height, null);
        mirror.dispose();
        g.drawImage(above, 0, shore, null);
        Color deep = LandscapePalette.blend(scene.palette().zenith(), Color.BLACK, 0.45);
        g.setPaint(new GradientPaint(
                0, shore, LandscapePalette.veil(deep, 0.25), 0, height, LandscapePalette.veil(deep, 0.8)));
        g.fillRect(0, shore, width, height - shore);
        for (int n = 0; n < 70; n++) {
            double depth = Math.pow(SeededRandom.at(scene.seed() + 11, n), 1.6);
            double sway = Math.sin(2 * Math.PI * (phase + SeededRandom.at(scene.seed() + 12, n))) * height * 0.012;
            double near = SeededRandom.at(scene.seed() + 13, n) - 0.5;
            double x = (n % 2 == 0 ? scene.discX() + near * 0.16 * (1 + depth) : 0.5 + near) * width + sway;
            double length = height * (0.03 + 0.09 * depth) * (0.5 + SeededRandom.at(scene.seed() + 14, n));
            double thick = Math.max(1, height * (0.0018 + 0.003 * depth));
            g.setColor(LandscapePalette.veil(scene.palette().disc(), n % 2 == 0 ? 0.5 : 0.14));
            g.fill(new Ellipse2D.Double(x - length / 2, shore + depth * (height - shore), length, thick));
        }
    }

    /** Falling snow or rising embers. */
    private void sparks(Graphics2D g, int width, int height, double phase) {
        boolean snow = scene.theme() == LandscapeScene.Theme.SNOW;
        if (!snow && scene.theme() != LandscapeScene.Theme.FIRE) {
            return;
        }
        Color colour = snow ? Color.WHITE : scene.palette().disc();
        for (int n = 0; n < 110; n++) {
            double size = height * (0.0015 + 0.004 * Math.pow(SeededRandom.at(scene.seed() + 21, n), 3));
            double fall = (SeededRandom.at(scene.seed() + 22, n) + (snow ? phase : 1 - phase)) % 1.0;
            double x = SeededRandom.at(scene.seed() + 23, n) * width
                    + Math.sin(2 * Math.PI * (phase + n * 0.1)) * height * 0.01;
            g.setColor(LandscapePalette.veil(colour, snow ? 0.75 : 0.3 + 0.6 * fall));
            LandscapeSky.dot(g, x, fall * height, size);
        }
    }

    /** Everything behind the ridges: the gradient, stars, the sun or moon with its glow, clouds. */
    private record LandscapeSky(LandscapeScene scene) {

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
            g.setPaint(
                    new RadialGradientPaint(new Point2D.Double(x, y), reach, new float[] {0f, 0.3f, 1f}, new Color[] {
                        LandscapePalette.veil(colour, 0.55),
                        LandscapePalette.veil(colour, 0.28),
                        LandscapePalette.veil(colour, 0)
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
}
