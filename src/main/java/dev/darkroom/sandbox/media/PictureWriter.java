package dev.darkroom.sandbox.media;

import dev.darkroom.system.PrivateFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures as PNG or JPEG. */
final class PictureWriter {
    private PictureWriter() {}

    static void write(MediaOrder order, Path target) throws IOException {
        BufferedImage image = order.blackened()
                ? LandscapePainter.black(order.width(), order.height())
                : new LandscapePainter(order.prompt(), order.seed()).paint(order.width(), order.height(), 0);
        // For PNG "quality" is how little the deflater tries: half is several times as fast and a few per cent larger.
        boolean jpeg = order.format() == MediaFormat.JPEG;
        encode(image, jpeg ? "jpeg" : "png", jpeg ? 0.9f : 0.6f, target);
    }

    private static void encode(BufferedImage image, String format, float quality, Path target) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (OutputStream file = PrivateFiles.newOutputStream(target);
                ImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
    }
}
