package dev.darkroom.mediafile;

import dev.darkroom.mediafile.MediaWorkers.DrawingDeadline;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A PNG, JPEG, GIF or BMP whose header was read and is within the limits.
 *
 * @param animated whether more frames follow the first, which is the only one drawn
 */
public record PictureFile(Path file, Format format, int width, int height, boolean animated) {
    /** Allows a picture of 16,384 x 16,384 pixels, which exist in practice. */
    static final long MAX_PIXELS = 300_000_000;
    /** In pixels; the longest line of a JPEG. */
    static final int MAX_SIDE = 65_500;
    /** The most bytes that a picture may take while it is scaled to its display size. */
    static final long MAX_BYTES = 96L << 20;

    public enum Format {
        PNG,
        JPEG,
        GIF,
        BMP
    }

    /**
     * Reads only the header.
     *
     * @throws MediaRefusedException when the picture is too large or the header is invalid
     */
    public static PictureFile open(Path file, Format format, MediaWorkers workers) throws IOException {
        return workers.run(deadline -> {
            try (BoundedImageInput in = new BoundedImageInput(file, deadline)) {
                return header(file, format, in);
            }
        });
    }

    private static PictureFile header(Path file, Format format, BoundedImageInput in) throws IOException {
        ImageReader reader = reader(format, in);
        try {
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width > MAX_SIDE || height > MAX_SIDE || (long) width * height > MAX_PIXELS) {
                throw MediaRefusedException.of(MediaRefusal.Reason.PIXELS, (long) width, (long) height, MAX_PIXELS);
            }
            long needed = PictureMemory.wholeBytes(file, format, width, height);
            if (needed > MAX_BYTES) {
                throw MediaRefusedException.of(MediaRefusal.Reason.MEMORY_NEEDED, (long) width, (long) height, needed);
            }
            return new PictureFile(file, format, width, height, format == Format.GIF && hasSecondFrame(reader));
        } finally {
            reader.dispose();
        }
    }

    private static boolean hasSecondFrame(ImageReader reader) {
        try {
            return reader.getWidth(1) > 0;
        } catch (IOException | RuntimeException _) {
            return false; // nothing after the first frame, or nothing readable
        }
    }

    /** Draws the picture with its longer side at most {@code side} pixels. */
    public DrawnPicture draw(int side, MediaWorkers workers) throws IOException {
        return workers.run(deadline -> {
            try (BoundedImageInput in = new BoundedImageInput(file, deadline)) {
                ImageReader reader = reader(format, in);
                try {
                    return DrawnPicture.scaled(read(reader, side, deadline), side);
                } finally {
                    reader.dispose();
                }
            }
        });
    }

    private BufferedImage read(ImageReader reader, int side, DrawingDeadline deadline) throws IOException {
        ImageReadParam param = reader.getDefaultReadParam();
        int gap = gap(side, bytesOfPixel(reader));
        param.setSourceSubsampling(gap, gap, 0, 0);
        reader.addIIOReadProgressListener(new RowWatch(deadline));
        BufferedImage image = reader.read(0, param);
        deadline.check();
        return image;
    }

    /**
     * Returns the subsampling step: reads about twice as many pixels as are shown, which scales well, unless that takes too
     * much memory.
     */
    private int gap(int side, int bytesOfPixel) {
        int gap = Math.max(1, Math.max(width, height) / (2 * side));
        while ((long) (width / gap + 1) * (height / gap + 1) * bytesOfPixel > MAX_BYTES) {
            gap++;
        }
        return gap;
    }

    private static int bytesOfPixel(ImageReader reader) throws IOException {
        int most = 4;
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        if (types.hasNext()) {
            most = Math.max(most, (types.next().getColorModel().getPixelSize() + 7) / 8);
        }
        return most;
    }

    /** Returns a reader that is forward-only and ignores metadata, whose chunks may decompress to any size. */
    private static ImageReader reader(Format format, BoundedImageInput in) {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
        reader.setInput(in, true, true);
        return reader;
    }

    private record RowWatch(DrawingDeadline deadline) implements IIOReadProgressListener {
        @Override
        public void imageProgress(ImageReader source, float percentage) {
            if (deadline.isExpired()) {
                source.abort();
            }
        }

        @Override
        public void imageStarted(ImageReader source, int index) {}

        @Override
        public void imageComplete(ImageReader source) {}

        @Override
        public void readAborted(ImageReader source) {}

        @Override
        public void sequenceStarted(ImageReader source, int index) {}

        @Override
        public void sequenceComplete(ImageReader source) {}

        @Override
        public void thumbnailStarted(ImageReader source, int index, int thumbnail) {}

        @Override
        public void thumbnailProgress(ImageReader source, float percentage) {}

        @Override
        public void thumbnailComplete(ImageReader source) {}
    }

    /**
     * An input that gives the decoder no more bytes once its deadline has passed: the one place where native code can be
     * stopped.
     */
    private static final class BoundedImageInput extends ImageInputStreamImpl {
        private final RandomAccessFile file;
        private final DrawingDeadline deadline;

        BoundedImageInput(Path path, DrawingDeadline deadline) throws IOException {
            file = new RandomAccessFile(path.toFile(), "r");
            this.deadline = deadline;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            if (deadline.isExpired()) {
                throw new IOException("The time to draw the picture is over");
            }
            bitOffset = 0;
            file.seek(streamPos);
            int read = file.read(bytes, from, count);
            if (read > 0) {
                streamPos += read;
            }
            return read;
        }

        @Override
        public long length() {
            try {
                return file.length();
            } catch (IOException _) {
                return -1;
            }
        }

        @Override
        public void close() throws IOException {
            super.close();
            file.close();
        }
    }
}
