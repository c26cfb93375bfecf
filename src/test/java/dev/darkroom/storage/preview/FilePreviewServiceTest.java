package dev.darkroom.storage.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.database.TestDatabase;
import dev.darkroom.mediafile.AudioWaveform;
import dev.darkroom.mediafile.MediaRefusal;
import dev.darkroom.storage.IntegrityCheck;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.StoredMedia;
import dev.darkroom.storage.supabase.SignedUrl;
import dev.darkroom.storage.supabase.StorageKey;
import dev.darkroom.storage.supabase.UploadRequest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FilePreviewServiceTest {
    private static final String USER = "ana";

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    static Path folder;

    private static StoredMedia media;
    private static UUID generation;
    private static int position;

    @TempDir
    Path cache;

    @BeforeAll
    static void start() throws IOException {
        media = new StoredMedia(DATABASE.get(), folder);
        generation = media.generation(USER);
    }

    @AfterAll
    static void stop() {
        media.close();
    }

    @Test
    void a_picture_is_fetched_once_and_its_hash_is_told_when_it_was() throws Exception {
        StoredFile file = media.picture(generation, USER, position++, "ridge");
        FilePreviewService previews = previews();

        FilePreviewService.Opened first = previews.open(file, link(file), false);
        FilePreviewService.Opened second = previews.open(file, link(file), false);

        assertThat(first.sha256()).contains(file.sha256());
        assertThat(second.sha256()).isEmpty();
        assertThat(second.preview()).isEqualTo(first.preview());
        assertThat(first.forSystem().orElseThrow()).hasSize(file.bytes());
    }

    @Test
    void a_video_has_a_poster_and_a_length_although_no_codec_is_installed() throws Exception {
        StoredFile file = media.film(generation, USER, position++, "loop");

        FilePreview.Video video =
                (FilePreview.Video) previews().open(file, link(file), false).preview();

        BufferedImage poster = ImageIO.read(video.poster().orElseThrow().toFile());
        assertThat(poster.getWidth()).isEqualTo(320);
        assertThat(poster.getHeight()).isEqualTo(208);
        assertThat(colours(poster)).isGreaterThan(50);
        assertThat(video.seconds()).isBetween(0.5, 1.5);
    }

    @Test
    void a_sound_has_a_waveform_and_a_length() throws Exception {
        StoredFile file = media.sound(generation, USER, position++, "rain");

        FilePreview.Sound sound =
                (FilePreview.Sound) previews().open(file, link(file), false).preview();

        AudioWaveform waveform = sound.waveform().orElseThrow();
        assertThat(waveform.seconds()).isBetween(3.9, 4.1);
        assertThat(waveform.peaks()).hasSize(AudioWaveform.PARTS).allMatch(peak -> peak >= 0 && peak <= 1);
        assertThat(waveform.inParts(24)).hasSize(24).anyMatch(peak -> peak > 0.1);
    }

    @Test
    void json_is_indented_and_a_long_text_is_cut() throws Exception {
        StoredFile json = text("a.json", "application/json", "{\"seed\":81723,\"has_nsfw\":false}");
        StoredFile broken = text("b.json", "application/json", "{\"seed\":");
        StoredFile longText = text("c.txt", "text/plain", "abc\n".repeat(100_000));

        assertThat(opened(json))
                .isInstanceOfSatisfying(
                        FilePreview.Text.class,
                        shown -> assertThat(shown.text())
                                .isEqualTo("{\n  \"seed\" : 81723,\n  \"has_nsfw\" : false\n}"));
        assertThat(opened(broken))
                .isInstanceOfSatisfying(
                        FilePreview.Text.class,
                        shown -> assertThat(shown.text()).isEqualTo("{\"seed\":"));
        assertThat(opened(longText)).isInstanceOfSatisfying(FilePreview.Text.class, shown -> {
            assertThat(shown.whole()).isFalse();
            assertThat(shown.text()).hasSize(64 * 1024);
        });
    }

    @Test
    void a_large_file_is_only_fetched_when_asked_for() throws Exception {
        byte[] bytes = new byte[(int) FilePreviewService.LARGE_BYTES + 1];
        StoredFile file = media.stored(generation, USER, position++, "big.bin", "application/octet-stream", bytes);
        FilePreviewService previews = previews();

        assertThat(previews.open(file, link(file), false).preview()).isEqualTo(new FilePreview.Large(bytes.length));
        assertThat(files(cache)).isZero();
        assertThat(previews.open(file, link(file), true).preview()).isInstanceOf(FilePreview.Unknown.class);
        assertThat(previews.open(file, link(file), false).preview()).isInstanceOf(FilePreview.Unknown.class);
    }

    @Test
    void an_object_larger_than_its_row_says_is_not_fetched_whole() throws Exception {
        StoredFile file = text("grown.txt", "text/plain", "hello");
        replace(file, "x".repeat((int) FilePreviewService.LARGE_BYTES + 1));

        assertThat(opened(file))
                .isEqualTo(new FilePreview.Refused(
                        MediaRefusal.of(MediaRefusal.Reason.SIZE, FilePreviewService.LARGE_BYTES)));
        assertThat(files(cache)).isZero();
    }

    @Test
    void storage_is_really_asked_whether_it_holds_what_the_row_says() throws Exception {
        StoredFile file = text("d.txt", "text/plain", "hello");
        FilePreviewService previews = previews();

        assertThat(previews.check(file, Optional.empty()))
                .isEqualTo(new IntegrityCheck(IntegrityCheck.Result.MATCHES, IntegrityCheck.Evidence.NOTED_HASH, 5));
        assertThat(previews.check(file, previews.open(file, link(file), false).sha256()))
                .isEqualTo(new IntegrityCheck(IntegrityCheck.Result.MATCHES, IntegrityCheck.Evidence.FETCHED_BYTES, 5));

        replace(file, "jello");
        assertThat(previews.check(file, Optional.empty()).result()).isEqualTo(IntegrityCheck.Result.DIFFERS);
        FilePreviewService.Opened other =
                media.previews(cache.resolve("other"), 1_000_000).open(file, link(file), false);
        assertThat(previews.check(file, other.sha256()))
                .isEqualTo(new IntegrityCheck(IntegrityCheck.Result.DIFFERS, IntegrityCheck.Evidence.FETCHED_BYTES, 5));

        replace(file, "longer");
        assertThat(previews.check(file, Optional.empty()))
                .isEqualTo(new IntegrityCheck(IntegrityCheck.Result.DIFFERS, IntegrityCheck.Evidence.SIZE, 6));

        media.storage().delete(java.util.List.of(file.path()));
        assertThat(previews.check(file, Optional.empty()).result()).isEqualTo(IntegrityCheck.Result.GONE);
    }

    @Test
    void an_expired_link_says_that_it_must_be_renewed() throws Exception {
        StoredFile file = text("e.txt", "text/plain", "hello");
        SignedUrl over = new SignedUrl(link(file).url(), Instant.now().minusSeconds(1));

        assertThatThrownBy(() -> previews().open(file, over, false)).hasMessageContaining("renew it");
    }

    @Test
    void thumbnails_are_small_kept_and_never_drawn_for_large_or_missing_files() throws Exception {
        StoredFile picture = media.picture(generation, USER, position++, "fjord");
        StoredFile film = media.film(generation, USER, position++, "dawn");
        StoredFile sound = media.sound(generation, USER, position++, "wind");
        StoredFile missing = media.missing(generation, USER, position++, "lost.png", "refused");
        ThumbnailStore thumbnails = previews().thumbnails();

        FileThumbnail.Picture small = (FileThumbnail.Picture) thumbnails.of(picture);
        BufferedImage image = ImageIO.read(small.png().toFile());
        assertThat(Math.max(image.getWidth(), image.getHeight())).isEqualTo(ThumbnailStore.SIDE);
        assertThat(thumbnails.of(picture)).isEqualTo(small);
        assertThat(thumbnails.of(film)).isInstanceOf(FileThumbnail.Picture.class);
        assertThat(thumbnails.of(sound)).isInstanceOf(FileThumbnail.Sound.class);
        assertThat(thumbnails.of(missing)).isInstanceOf(FileThumbnail.Plain.class);
    }

    @Test
    void a_damaged_picture_says_so_and_noise_reaches_no_player() throws Exception {
        byte[] png =
                Files.readAllBytes(((FilePreview.Picture) opened(media.picture(generation, USER, position++, "sea")))
                        .file()
                        .file());
        StoredFile cut = media.stored(generation, USER, position++, "cut.png", "image/png", Arrays.copyOf(png, 200));
        StoredFile noise = media.stored(generation, USER, position++, "noise.mp4", "video/mp4", new byte[5000]);

        assertThat(previews().thumbnails().of(cut))
                .isEqualTo(new FileThumbnail.Refused(MediaRefusal.of(MediaRefusal.Reason.DAMAGED)));
        assertThat(opened(noise)).isEqualTo(new FilePreview.Unknown());
    }

    @Test
    void the_cache_stays_within_its_bound_and_keeps_what_was_used_last() throws Exception {
        FilePreviewService previews = media.previews(cache, 100_000);
        for (int i = 0; i < 10; i++) {
            StoredFile file = text(i + ".txt", "text/plain", ("" + i).repeat(30_000));
            previews.open(file, link(file), false);
            assertThat(size(cache)).isLessThanOrEqualTo(100_000);
        }
        assertThat(files(cache)).isBetween(2L, 3L);
    }

    @Test
    void a_saved_file_is_whole_or_not_there(@TempDir Path target) throws Exception {
        StoredFile file = text("f.txt", "text/plain", "hello");

        previews().save(file, link(file), target.resolve("f.txt"), _ -> {});

        assertThat(target.resolve("f.txt")).hasContent("hello");
        assertThat(files(target)).isEqualTo(1);
        assertThatThrownBy(() -> previews().save(file, link(file), target.resolve("no/f.txt"), _ -> {}))
                .hasMessageContaining("choose another folder");
    }

    private FilePreviewService previews() {
        return media.previews(cache, 100_000_000);
    }

    private FilePreview opened(StoredFile file) {
        return previews().open(file, link(file), false).preview();
    }

    private static StoredFile text(String name, String type, String text) throws IOException {
        return media.stored(generation, USER, position++, name, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static SignedUrl link(StoredFile file) {
        return media.repository().sign(USER, file.path(), Duration.ofMinutes(5));
    }

    private static void replace(StoredFile file, String text) throws IOException {
        Path other = Files.writeString(Files.createTempFile(folder, "other", ""), text);
        StorageKey key = StorageKey.of(USER, generation.toString(), file.position(), file.name());
        media.storage()
                .upload(UploadRequest.of(key, other, "text/plain")
                        .withUpsert()
                        .withMetadata(
                                java.util.Map.of("sha256", StoredMedia.sha256(text.getBytes(StandardCharsets.UTF_8)))));
    }

    private static long colours(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .distinct()
                .count();
    }

    private static long files(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static long size(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
