package dev.darkroom.storage;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jcodec.api.FrameGrab;
import org.jcodec.api.JCodecException;
import org.jcodec.common.DemuxerTrackMeta;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Picture;
import org.jcodec.scale.ColorUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first picture of a video, drawn without any codec of the system. */
record PosterFrame(BufferedImage picture, double seconds) {
    private static final Logger LOG = LoggerFactory.getLogger(PosterFrame.class);

    /** Empty when the file is no MP4 with H.264, the one form that is read here. */
    static Optional<PosterFrame> of(Path file) throws IOException {
        try (SeekableByteChannel channel = NIOUtils.readableChannel(file.toFile())) {
            FrameGrab grab = FrameGrab.createFrameGrab(channel);
            Picture frame = grab.getNativeFrame();
            DemuxerTrackMeta meta = grab.getVideoTrack().getMeta();
            return frame == null
                    ? Optional.empty()
                    : Optional.of(new PosterFrame(drawn(frame), meta == null ? 0 : meta.getTotalDuration()));
        } catch (JCodecException | RuntimeException | StackOverflowError exception) {
            // The decoder meets whatever was stored; it fails in any of these ways on what it does not know.
            LOG.debug("No poster frame of {}", file.getFileName(), exception);
            return Optional.empty();
        }
    }

    private static BufferedImage drawn(Picture frame) {
        Picture rgb = Picture.createCropped(frame.getWidth(), frame.getHeight(), ColorSpace.RGB, frame.getCrop());
        ColorUtil.getTransform(frame.getColor(), ColorSpace.RGB).transform(frame, rgb);
        BufferedImage image =
                new BufferedImage(rgb.getCroppedWidth(), rgb.getCroppedHeight(), BufferedImage.TYPE_INT_RGB);
        byte[] data = rgb.getPlaneData(0);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int at = ((y + rgb.getStartY()) * rgb.getWidth() + x + rgb.getStartX()) * 3;
                image.setRGB(x, y, value(data[at]) << 16 | value(data[at + 1]) << 8 | value(data[at + 2]));
            }
        }
        return image;
    }

    /** The decoder keeps its values from -128 to 127. */
    private static int value(byte stored) {
        return stored + 128;
    }
}
