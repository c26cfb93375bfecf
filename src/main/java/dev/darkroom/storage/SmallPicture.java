package dev.darkroom.storage;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** A picture made small enough for a card. Large ones are read with gaps, so that they are never whole in memory. */
final class SmallPicture {
    /** Pixels of the longer side: sharp on a card of a screen with double density. */
    static final int SIDE = 448;

    private SmallPicture() {}

    /** Empty when the file is no picture that Java can read, such as WebP. */
    static Optional<BufferedImage> of(Path file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return Optional.of(small(read(reader)));
            } finally {
                reader.dispose();
            }
        } catch (RuntimeException exception) {
            throw new IOException("The picture is damaged: " + exception.getMessage(), exception);
        }
    }

    private static BufferedImage read(ImageReader reader) throws IOException {
        int longer = Math.max(reader.getWidth(0), reader.getHeight(0));
        ImageReadParam param = reader.getDefaultReadParam();
        int gap = Math.max(1, longer / (SIDE * 2));
        param.setSourceSubsampling(gap, gap, 0, 0);
        return reader.read(0, param);
    }

    /** Never larger than it was. */
    static BufferedImage small(BufferedImage picture) {
        double scale = Math.min(1, SIDE / (double) Math.max(picture.getWidth(), picture.getHeight()));
        int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
        boolean clear = picture.getColorModel().hasAlpha();
        BufferedImage small =
                new BufferedImage(width, height, clear ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        return small;
    }
}
