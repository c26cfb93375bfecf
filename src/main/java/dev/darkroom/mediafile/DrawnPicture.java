package dev.darkroom.mediafile;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A picture at its display size. */
public final class DrawnPicture {
    private final BufferedImage image;
    private final boolean opaque;

    private DrawnPicture(BufferedImage image, boolean opaque) {
        this.image = image;
        this.opaque = opaque;
    }

    /** Scales a picture down, never up. */
    static DrawnPicture scaled(BufferedImage picture, int side) {
        double scale = Math.min(1, side / (double) Math.max(picture.getWidth(), picture.getHeight()));
        int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
        return new DrawnPicture(
                drawn(picture, width, height, BufferedImage.TYPE_INT_ARGB_PRE),
                !picture.getColorModel().hasAlpha());
    }

    private static BufferedImage drawn(BufferedImage picture, int width, int height, int type) {
        BufferedImage drawn = new BufferedImage(width, height, type);
        Graphics2D graphics = drawn.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        return drawn;
    }

    public int width() {
        return image.getWidth();
    }

    public int height() {
        return image.getHeight();
    }

    /** Returns the pixels row by row, each 0xAARRGGBB with premultiplied alpha; the array itself, not a copy. */
    public int[] pixels() {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    /** Writes it as PNG. */
    public void write(Path file) throws IOException {
        int type = opaque ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB;
        ImageIO.write(drawn(image, width(), height(), type), "png", file.toFile());
    }
}
