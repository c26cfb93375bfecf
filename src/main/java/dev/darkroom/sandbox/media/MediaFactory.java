package dev.darkroom.sandbox.media;

import dev.darkroom.system.PartFiles;
import dev.darkroom.system.PrivateFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.concurrent.Semaphore;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the files that are ordered. Any thread may call; only as many work at a time as the machine has processors, and
 * a film made before is copied, not encoded again.
 */
public final class MediaFactory {
    private static final int KEPT_FILMS = 64;

    private final Path cache;
    private final Semaphore processors = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final LinkedHashMap<String, Path> films = new LinkedHashMap<>();

    static {
        System.setProperty("java.awt.headless", System.getProperty("java.awt.headless", "true"));
    }

    /** Keeps its films in the folder given, which must exist. */
    public MediaFactory(Path cache) {
        this.cache = cache;
    }

    public void make(MediaOrder order, Path target) throws IOException {
        try {
            processors.acquire();
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("The studio is closing").initCause(exception);
        }
        try {
            switch (order.format()) {
                case JPEG, PNG -> PictureWriter.write(order, target);
                case WAV -> SoundWriter.write(order, target);
                case MP4 -> film(order, target);
            }
        } finally {
            processors.release();
        }
    }

    private void film(MediaOrder order, Path target) throws IOException {
        String name = order.fingerprint();
        Path known = known(name);
        if (known == null) {
            Path fresh = PartFiles.create(cache, "film");
            FilmWriter.write(order, fresh);
            known = keep(name, fresh);
        }
        PrivateFiles.copy(known, target);
    }

    private synchronized @Nullable Path known(String name) {
        return films.get(name);
    }

    private synchronized Path keep(String name, Path fresh) throws IOException {
        Path kept = Files.move(fresh, cache.resolve(name + ".mp4"), StandardCopyOption.REPLACE_EXISTING);
        films.put(name, kept);
        if (films.size() > KEPT_FILMS) {
            Path oldest = films.pollFirstEntry().getValue();
            Files.deleteIfExists(oldest);
        }
        return kept;
    }

    /** Writes pictures as PNG or JPEG. */
    private static final class PictureWriter {
        private PictureWriter() {}

        static void write(MediaOrder order, Path target) throws IOException {
            BufferedImage image = order.blackened()
                    ? LandscapePainter.black(order.width(), order.height())
                    : new LandscapePainter(order.prompt(), order.seed()).paint(order.width(), order.height(), 0);
            // For PNG "quality" is how little the deflater tries: half is several times as fast and a few per cent
            // larger.
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
