package dev.darkroom.console.generations;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Draws a different landscape for each seed. */
final class ShownPictures {
    private ShownPictures() {}

    static byte[] landscape(int seed) throws IOException {
        int hue = Math.floorMod(seed, 360);
        BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(
                0,
                0,
                Color.getHSBColor(hue / 360f, 0.5f, 0.95f),
                0,
                240,
                Color.getHSBColor((hue + 60) / 360f, 0.6f, 0.6f)));
        graphics.fillRect(0, 0, 320, 240);
        graphics.setColor(new Color(255, 245, 220));
        graphics.fillOval(200, 40, 44, 44);
        graphics.setColor(Color.getHSBColor((hue + 120) / 360f, 0.6f, 0.4f));
        graphics.fillPolygon(
                new int[] {0, 90, 170, 250, 320, 320, 0}, new int[] {190, 120, 170, 110, 160, 240, 240}, 7);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
