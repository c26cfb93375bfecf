package dev.darkroom.mediafile;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.jcodec.api.FrameGrab;
import org.jcodec.api.JCodecException;
import org.jcodec.codecs.h264.mp4.AvcCBox;
import org.jcodec.common.DemuxerTrack;
import org.jcodec.common.DemuxerTrackMeta;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Packet;
import org.jcodec.common.model.Picture;
import org.jcodec.containers.mp4.boxes.NodeBox;
import org.jcodec.containers.mp4.boxes.SampleEntry;
import org.jcodec.containers.mp4.demuxer.AbstractMP4DemuxerTrack;
import org.jcodec.containers.mp4.demuxer.MP4Demuxer;
import org.jcodec.scale.ColorUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first frame of a video, drawn without any system codec. */
public record VideoPosterFrame(DrawnPicture picture, double seconds) {
    /** The most pixels of a frame that is drawn: what level 5.2 allows. The decoder takes about 20 bytes per pixel. */
    static final long MAX_DRAWN_PIXELS = 4096 * 2304;
    /** The most pixels of a frame that may be played: what level 6.2, the highest, allows. */
    static final long MAX_PIXELS = 36_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(VideoPosterFrame.class);

    /**
     * Returns the poster frame; empty if the file is not an MP4 with H.264, the only format drawn here, or too large to be
     * drawn.
     *
     * @param side maximum length of the longer side in pixels
     * @throws MediaRefusedException when the file must not be decoded by anything
     */
    public static Optional<VideoPosterFrame> of(Path file, int side, MediaWorkers workers) throws IOException {
        MovieFileStructure.check(file, workers);
        return workers.run(deadline -> {
            try {
                return hasFrame(file) ? Optional.of(read(file, side)) : Optional.empty();
            } catch (JCodecException | RuntimeException | StackOverflowError exception) {
                if (exception instanceof MediaRefusedException refused) {
                    throw refused;
                }
                // Stored files are arbitrary; the decoder fails in any of these ways on those it does not know.
                LOG.debug("No poster frame of {}", file.getFileName(), exception);
                return Optional.empty();
            }
        });
    }

    /** Checks every place from which the decoder takes a size: the description of the track, and the first frame itself. */
    private static boolean hasFrame(Path file) throws IOException {
        try (SeekableByteChannel channel = NIOUtils.readableChannel(file.toFile())) {
            DemuxerTrack track = MP4Demuxer.createMP4Demuxer(channel).getVideoTrack();
            if (!(track instanceof AbstractMP4DemuxerTrack video) || video.getSampleEntries().length == 0) {
                return false;
            }
            for (SampleEntry entry : video.getSampleEntries()) {
                AvcCBox description = NodeBox.findFirst(entry, AvcCBox.class, "avcC");
                if (description == null) {
                    return false;
                }
                for (ByteBuffer set : description.getSpsList()) {
                    if (!isDrawn(set)) {
                        return false;
                    }
                }
            }
            Packet first = track.nextFrame();
            return first != null && isFrameDrawn(first.getData().slice());
        }
    }

    /** Checks the frame for sequence parameter sets of its own, each unit following a start code. */
    private static boolean isFrameDrawn(ByteBuffer frame) {
        for (int at = 0; at + 4 < frame.limit(); at++) {
            boolean begins = frame.get(at) == 0 && frame.get(at + 1) == 0 && frame.get(at + 2) == 1;
            if (begins
                    && VideoSequence.isSequence(frame.get(at + 3))
                    && !isDrawn(frame.slice(at + 4, frame.limit() - at - 4))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDrawn(ByteBuffer set) {
        VideoSequence sequence = VideoSequence.read(set);
        if (sequence.width() * sequence.height() > MAX_PIXELS) {
            throw MediaRefusedException.of(MediaRefusal.Reason.PIXELS, sequence.width(), sequence.height(), MAX_PIXELS);
        }
        return sequence.width() * sequence.height() <= MAX_DRAWN_PIXELS;
    }

    private static VideoPosterFrame read(Path file, int side) throws IOException, JCodecException {
        try (SeekableByteChannel channel = NIOUtils.readableChannel(file.toFile())) {
            FrameGrab grab = FrameGrab.createFrameGrab(channel);
            Picture frame = grab.getNativeFrame();
            DemuxerTrackMeta meta = grab.getVideoTrack().getMeta();
            return new VideoPosterFrame(
                    DrawnPicture.scaled(drawn(frame), side), meta == null ? 0 : meta.getTotalDuration());
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

    /** Converts the decoder's values, which range from -128 to 127. */
    private static int value(byte stored) {
        return stored + 128;
    }
}
