package dev.darkroom.console.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.kit.layout.MediaPictures;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.http.ContentType;
import dev.darkroom.mediafile.HostileMedia;
import dev.darkroom.mediafile.MediaRefusedException;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.StoredMedia;
import dev.darkroom.storage.preview.FilePreview;
import dev.darkroom.storage.preview.FilePreviewService;
import dev.darkroom.storage.preview.FileThumbnail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * What the user sees of malicious stored files: each is fetched from a real storage and either drawn or rejected with a
 * sentence.
 */
class HostilePreviewsTest {
    private static final String TABLE = "/hostile/previews.csv";
    private static final Duration LONGEST = Duration.ofSeconds(15);

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    static Path folder;

    private static StoredMedia media;
    private static UUID generation;
    private static FilePreviewService previews;
    private static int position;

    @BeforeAll
    static void start() throws IOException {
        media = new StoredMedia(DATABASE.get(), folder);
        generation = media.generation("mia.r");
        previews = media.previews(folder.resolve("cache"), 500_000_000);
    }

    @AfterAll
    static void stop() {
        media.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvFileSource(resources = TABLE, useHeadersInDisplayName = true)
    void a_stored_file_is_shown_within_bounds_or_refused_in_a_sentence(String input, String outcome) throws Exception {
        StoredFile file = stored(input);
        long begin = System.nanoTime();

        FilePreviewService.Opened opened =
                previews.open(file, media.repository().sign("mia.r", file.path(), Duration.ofMinutes(5)), false);
        String shown = shown(opened.preview());
        FileThumbnail thumbnail = previews.thumbnails().of(file);

        assertThat(shown + (opened.forSystem().isPresent() ? " The system may have it." : " Only saved."))
                .isEqualTo(outcome);
        assertThat(outcome.startsWith("Refused") || !(thumbnail instanceof FileThumbnail.Refused))
                .as("what is shown has a card")
                .isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST.multipliedBy(2));
    }

    @Test
    void the_table_holds_every_file_that_can_be_made() throws IOException {
        String table = new String(
                Objects.requireNonNull(getClass().getResourceAsStream(TABLE)).readAllBytes(), StandardCharsets.UTF_8);

        assertThat(table.lines()
                        .skip(1)
                        .map(line -> line.split(",| stored as ")[0].strip())
                        .collect(Collectors.toSet()))
                .isEqualTo(new TreeSet<>(HostileMedia.names()));
    }

    /** {@code name} or {@code name stored as type}. */
    private static StoredFile stored(String input) throws IOException {
        String[] words = input.split(" stored as ");
        String type =
                words.length == 2 ? words[1] : ContentType.ofName(words[0]).orElse(ContentType.UNKNOWN);
        return media.stored(generation, "mia.r", position++, words[0], type, HostileMedia.bytes(words[0]));
    }

    private static String shown(FilePreview preview) {
        return switch (preview) {
            case FilePreview.Picture picture -> picture(picture);
            case FilePreview.Video video -> "Video, " + (video.poster().isPresent() ? "poster." : "no poster.");
            case FilePreview.Sound sound -> "Sound, " + (sound.waveform().isPresent() ? "waveform." : "no waveform.");
            case FilePreview.Text text ->
                (text.active() ? "Source of " : "Text of ")
                        + text.text().lines().mapToInt(String::length).max().orElse(0) + " characters a line.";
            case FilePreview.Large large -> "Asked for at " + large.bytes() + " bytes.";
            case FilePreview.Unknown _ -> "Not shown.";
            case FilePreview.Refused refused -> "Refused: " + MediaPictures.sentence(refused.refusal());
        };
    }

    private static String picture(FilePreview.Picture picture) {
        try {
            var drawn = previews.draw(picture, 1_600);
            return "Drawn at " + drawn.width() + " x " + drawn.height()
                    + (picture.file().animated() ? ", first frame." : ".");
        } catch (MediaRefusedException refused) {
            return "Refused when drawn: " + MediaPictures.sentence(refused.refusal());
        }
    }
}
