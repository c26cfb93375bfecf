package dev.darkroom.sandbox.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.jcodec.api.FrameGrab;
import org.jcodec.common.Codec;
import org.jcodec.common.DemuxerTrackMeta;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.Picture;
import org.jcodec.containers.mp4.demuxer.MP4Demuxer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the generated media with independent readers. */
class MediaFactoryTest {
    @TempDir
    Path folder;

    private MediaFactory mediaFactory;

    @BeforeEach
    void open() {
        mediaFactory = new MediaFactory(folder);
    }

    @ParameterizedTest
    @EnumSource(
            value = MediaOrder.Format.class,
            names = {"PNG", "JPEG"})
    void a_picture_has_the_size_and_format_that_were_ordered(MediaOrder.Format format) throws IOException {
        Path file = make(MediaOrder.picture(format, "a harbour at dawn", "7", 320, 200));

        try (var stream = ImageIO.createImageInputStream(file.toFile())) {
            String found = ImageIO.getImageReaders(stream).next().getFormatName();
            assertThat(found).isEqualToIgnoringCase(format.name());
        }
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(320);
        assertThat(image.getHeight()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a violin", "night sky", "neon city", "snow", "volcano", "desert", "a lake", "forest", "sunset"})
    void a_picture_of_anything_is_worth_looking_at(String prompt) throws IOException {
        BufferedImage image = ImageIO.read(make(MediaOrder.picture(MediaOrder.Format.PNG, prompt, "3", 160, 120))
                .toFile());

        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < 160; x++) {
            for (int y = 0; y < 120; y++) {
                colours.add(image.getRGB(x, y));
            }
        }
        assertThat(colours).hasSizeGreaterThan(200);
    }

    @Test
    void the_words_of_a_prompt_choose_the_colours() throws IOException {
        assertThat(brightness("midnight in a forest")).isLessThan(brightness("a snowy mountain") / 2);
    }

    @ParameterizedTest
    @EnumSource(MediaOrder.Format.class)
    void the_same_order_gives_the_same_bytes_on_any_day(MediaOrder.Format format) throws IOException {
        MediaOrder order = new MediaOrder(format, "two boats", "42", 96, 64, 0.5, false);
        Path other = Files.createDirectory(folder.resolve("other"));

        byte[] first = Files.readAllBytes(make(order));
        new MediaFactory(other).make(order, other.resolve("again"));

        assertThat(Files.readAllBytes(other.resolve("again"))).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(MediaOrder.Format.class)
    void what_was_made_before_is_copied_also_after_a_restart(MediaOrder.Format format) throws IOException {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        MediaOrder order = new MediaOrder(format, "two boats", "42", 96, 64, 0.5, false);
        new MediaFactory(cache).make(order, folder.resolve("first"));
        Path kept;
        try (Stream<Path> files = Files.list(cache)) {
            kept = files.findAny().orElseThrow();
        }
        Files.writeString(kept, "made before");

        new MediaFactory(cache).make(order, folder.resolve("second"));

        assertThat(folder.resolve("second")).hasContent("made before");
    }

    @Test
    void the_oldest_of_what_was_made_is_forgotten() throws IOException {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        MediaFactory small = new MediaFactory(cache);
        for (int seed = 0; seed < 260; seed++) {
            small.make(
                    MediaOrder.picture(MediaOrder.Format.JPEG, "x", String.valueOf(seed), 8, 8),
                    folder.resolve("" + seed));
        }
        assertThat(cache.toFile().list()).hasSize(256);
    }

    @ParameterizedTest
    @EnumSource(MediaOrder.Format.class)
    void another_seed_gives_another_file(MediaOrder.Format format) throws IOException {
        byte[] first = Files.readAllBytes(make(new MediaOrder(format, "two boats", "1", 96, 64, 0.5, false)));
        byte[] second = Files.readAllBytes(make(new MediaOrder(format, "two boats", "2", 96, 64, 0.5, false)));

        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void a_blackened_picture_is_black() throws IOException {
        MediaOrder order =
                MediaOrder.picture(MediaOrder.Format.PNG, "x", "1", 32, 32).blacken();

        BufferedImage image = ImageIO.read(make(order).toFile());

        assertThat(image.getRGB(0, 0, 32, 32, null, 0, 32)).containsOnly(0xFF000000);
    }

    @Test
    void a_sound_is_sixteen_bit_of_the_length_ordered_and_not_silent() throws Exception {
        Path file = make(MediaOrder.sound("rain on a roof", "5", 2.5));

        try (AudioInputStream sound = AudioSystem.getAudioInputStream(file.toFile())) {
            AudioFormat format = sound.getFormat();
            assertThat(format.getSampleRate()).isEqualTo(44_100f);
            assertThat(format.getSampleSizeInBits()).isEqualTo(16);
            assertThat(sound.getFrameLength()).isEqualTo(110_250);
            byte[] samples = sound.readAllBytes();
            assertThat(loudest(samples)).isBetween(2_000, Short.MAX_VALUE - 1);
        }
    }

    @Test
    void a_film_is_h264_that_plays_as_long_as_ordered_and_moves() throws Exception {
        Path file = make(MediaOrder.film("a lake", "9", 160, 96, 5));

        try (SeekableByteChannel channel = NIOUtils.readableChannel(file.toFile())) {
            DemuxerTrackMeta track =
                    MP4Demuxer.createMP4Demuxer(channel).getVideoTrack().getMeta();
            assertThat(track.getCodec()).isEqualTo(Codec.H264);
            assertThat(track.getTotalDuration()).isEqualTo(5.0);
            assertThat(track.getTotalFrames()).isEqualTo(40);
            assertThat(track.getVideoCodecMeta().getSize().getWidth()).isEqualTo(160);
        }
        Picture first = FrameGrab.getFrameFromFile(file.toFile(), 0);
        Picture later = FrameGrab.getFrameFromFile(file.toFile(), 30);
        assertThat(later.getPlaneData(0)).isNotEqualTo(first.getPlaneData(0));
    }

    private Path make(MediaOrder order) throws IOException {
        Path file = Files.createTempFile(folder, "made", "." + order.format().extension());
        mediaFactory.make(order, file);
        return file;
    }

    private double brightness(String prompt) throws IOException {
        BufferedImage image = ImageIO.read(make(MediaOrder.picture(MediaOrder.Format.PNG, prompt, "3", 40, 40))
                .toFile());
        return Arrays.stream(image.getRGB(0, 0, 40, 40, null, 0, 40))
                .map(rgb -> (rgb >> 8) & 255)
                .average()
                .orElseThrow();
    }

    private static int loudest(byte[] samples) {
        int loudest = 0;
        for (int n = 0; n < samples.length; n += 2) {
            loudest = Math.max(loudest, Math.abs((short) ((samples[n] & 255) | samples[n + 1] << 8)));
        }
        return loudest;
    }
}
