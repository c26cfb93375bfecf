package dev.darkroom.sandbox.media;

import dev.darkroom.system.FolderEntry;
import dev.darkroom.system.PartFiles;
import dev.darkroom.system.PrivateFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Produces the ordered files. Any thread may call; at most one order per processor is produced at a time, and recently produced
 * files are copied instead of produced again.
 */
public final class MediaFactory {
    private static final int MAX_FILES = 256;

    private final Path cache;
    private final Semaphore processors = new Semaphore(Runtime.getRuntime().availableProcessors());

    static {
        System.setProperty("java.awt.headless", System.getProperty("java.awt.headless", "true"));
    }

    /** Caches the most recently produced files in the given folder, which must exist and contain nothing else. */
    public MediaFactory(Path cache) {
        this.cache = cache;
    }

    public void make(MediaOrder order, Path target) throws IOException {
        Path cached = cache.resolve(order.fingerprint() + "." + order.format().extension());
        if (isCopied(cached, target)) {
            return;
        }
        try {
            processors.acquire();
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("The studio is closing").initCause(exception);
        }
        try {
            PartFiles.replace(cached, part -> write(order, part));
            removeOldest();
            PrivateFiles.copy(cached, target);
        } finally {
            processors.release();
        }
    }

    private static Path write(MediaOrder order, Path file) throws IOException {
        switch (order.format()) {
            case JPEG, PNG -> PictureWriter.write(order, file);
            case WAV -> SoundWriter.write(order, file);
            case MP4 -> FilmWriter.write(order, file);
        }
        return file;
    }

    private synchronized boolean isCopied(Path cached, Path target) throws IOException {
        boolean there = Files.exists(cached);
        if (there) {
            PrivateFiles.copy(cached, target);
        }
        return there;
    }

    private synchronized void removeOldest() throws IOException {
        List<FolderEntry> oldestFirst = FolderEntry.oldestFirst(cache);
        for (FolderEntry old : oldestFirst.subList(0, Math.max(0, oldestFirst.size() - MAX_FILES))) {
            Files.deleteIfExists(old.file());
        }
    }

    /** Writes images as PNG or JPEG. */
    private static final class PictureWriter {
        private PictureWriter() {}

        static void write(MediaOrder order, Path target) throws IOException {
            BufferedImage image = order.blackened()
                    ? LandscapePainter.black(order.width(), order.height())
                    : new LandscapePainter(order.prompt(), order.seed()).paint(order.width(), order.height(), 0);
            // For PNG, "quality" is how little effort the deflater makes: half is several times as fast and a few
            // percent larger.
            boolean jpeg = order.format() == MediaOrder.Format.JPEG;
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
}
