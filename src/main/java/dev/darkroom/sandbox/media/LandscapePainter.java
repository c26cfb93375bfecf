package dev.darkroom.sandbox.media;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
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
}
