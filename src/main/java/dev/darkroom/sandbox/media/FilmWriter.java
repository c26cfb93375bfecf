package dev.darkroom.sandbox.media;

import dev.darkroom.system.PrivateFiles;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jcodec.codecs.h264.H264Encoder;
import org.jcodec.common.Codec;
import org.jcodec.common.MuxerTrack;
import org.jcodec.common.VideoCodecMeta;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Packet;
import org.jcodec.common.model.Picture;
import org.jcodec.common.model.Size;
import org.jcodec.containers.mp4.muxer.MP4Muxer;

/**
 * Writes an animated landscape as H.264 in MP4, without sound. Only one loop of the motion is encoded; longer videos repeat its
 * frames. Every frame is a key frame: motion search doubles the encoding time.
 */
final class FilmWriter {
    private static final int FRAMES_PER_SECOND = 8;
    private static final int LOOP = 16;

    private FilmWriter() {}

    static void write(MediaOrder order, Path target) throws IOException {
        List<ByteBuffer> loop = encode(order);
        try (SeekableByteChannel channel = NIOUtils.writableChannel(target.toFile())) {
            MP4Muxer muxer = MP4Muxer.createMP4MuxerToChannel(channel);
            MuxerTrack track = muxer.addVideoTrack(
                    Codec.H264,
                    VideoCodecMeta.createSimpleVideoCodecMeta(
                            new Size(order.width(), order.height()), ColorSpace.YUV420J));
            int frames = (int) Math.round(order.seconds() * FRAMES_PER_SECOND);
            for (int n = 0; n < frames; n++) {
                ByteBuffer frame = copy(loop.get(n % LOOP)); // the muxer modifies the bytes it receives
                track.addFrame(Packet.createPacket(frame, n, FRAMES_PER_SECOND, 1, n, Packet.FrameType.KEY, null));
            }
            muxer.finish();
        }
        clearTimes(target);
    }

    /** The muxer writes the current time into three headers, but equal orders must result in equal bytes. */
    private static void clearTimes(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String header : List.of("mvhd", "tkhd", "mdhd")) {
            int times = text.lastIndexOf(header) + 8;
            Arrays.fill(bytes, times, times + 8, (byte) 0);
        }
        PrivateFiles.copy(new ByteArrayInputStream(bytes), file);
    }

    private static List<ByteBuffer> encode(MediaOrder order) {
        LandscapePainter landscape = new LandscapePainter(order.prompt(), order.seed());
        H264Encoder encoder = H264Encoder.createH264Encoder();
        encoder.setKeyInterval(1);
        Picture picture = Picture.create(order.width(), order.height(), ColorSpace.YUV420J);
        ByteBuffer space = ByteBuffer.allocate(encoder.estimateBufferSize(picture));
        List<ByteBuffer> frames = new ArrayList<>();
        for (int n = 0; n < LOOP; n++) {
            convert(landscape.paint(order.width(), order.height(), n / (double) LOOP), picture);
            space.clear();
            frames.add(copy(encoder.encodeFrame(picture, space).getData()));
        }
        return frames;
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        copy.put(bytes.duplicate()).flip();
        return copy;
    }

    /** Converts RGB to YUV 4:2:0 with the BT.601 ranges that players assume; JCodec stores every sample minus 128. */
    private static void convert(BufferedImage image, Picture picture) {
        byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        int width = image.getWidth();
        byte[] luma = picture.getPlaneData(0);
        for (int n = 0; n < luma.length; n++) {
            int b = bgr[3 * n] & 255;
            int g = bgr[3 * n + 1] & 255;
            int r = bgr[3 * n + 2] & 255;
            luma[n] = (byte) (((66 * r + 129 * g + 25 * b + 128) >> 8) + 16 - 128);
        }
        byte[] blueness = picture.getPlaneData(1);
        byte[] redness = picture.getPlaneData(2);
        for (int n = 0; n < blueness.length; n++) {
            int at = 3 * (2 * (n / (width / 2)) * width + 2 * (n % (width / 2)));
            int b = bgr[at] & 255;
            int g = bgr[at + 1] & 255;
            int r = bgr[at + 2] & 255;
            blueness[n] = (byte) ((-38 * r - 74 * g + 112 * b + 128) >> 8);
            redness[n] = (byte) ((112 * r - 94 * g - 18 * b + 128) >> 8);
        }
    }
}
