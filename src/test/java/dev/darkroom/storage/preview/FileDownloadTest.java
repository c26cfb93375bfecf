package dev.darkroom.storage.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.database.TestDatabase;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.StoredMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FileDownloadTest {
    private static final String USER = "ana.kovac";

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    private Path folder;

    private StoredMedia media;
    private FileDownload download;
    private Path target;
    private UUID generation;

    @BeforeEach
    void start() throws IOException {
        media = new StoredMedia(DATABASE.get(), folder.resolve("media"));
        download = new FileDownload(
                (file, life) -> media.repository().sign(file.userId(), file.path(), life),
                media.previews(folder.resolve("cache"), 1_000_000));
        target = Files.createDirectories(folder.resolve("target"));
        generation = media.generation(USER);
    }

    @AfterEach
    void stop() {
        media.close();
    }

    @Test
    void each_file_is_saved_under_a_name_of_its_own_and_each_has_an_outcome() throws IOException {
        StoredFile one = text(0, "one");
        StoredFile two = text(1, "two");
        StoredFile missing = media.missing(generation, USER, 2, "lost.txt", "gone");
        StoredFile deleted = text(3, "three");
        media.storage().delete(Set.of(deleted.path()));

        List<FileDownload.Outcome> outcomes =
                download.toFolder(List.of(one, two, missing, deleted), target, () -> false, (_, _) -> {});

        assertThat(outcomes).extracting(FileDownload.Outcome::saved).containsExactly(true, true, false, false);
        assertThat(outcomes.get(2).problem().english()).isEqualTo("It is missing in storage.");
        assertThat(outcomes.get(3).problem().english()).isNotEmpty();
        assertThat(names()).containsExactlyInAnyOrder(short8() + "-0-a.txt", short8() + "-1-a.txt");
        assertThat(target.resolve(short8() + "-0-a.txt")).hasContent("one");
    }

    @Test
    void what_lies_there_already_stays() throws IOException {
        StoredFile one = text(0, "one");
        Files.writeString(target.resolve(short8() + "-0-a.txt"), "mine");

        List<FileDownload.Outcome> outcomes = download.toFolder(List.of(one), target, () -> false, (_, _) -> {});

        assertThat(outcomes.getFirst().name()).isEqualTo(short8() + "-0-a-2.txt");
        assertThat(target.resolve(short8() + "-0-a.txt")).hasContent("mine");
        assertThat(target.resolve(short8() + "-0-a-2.txt")).hasContent("one");
    }

    @Test
    void a_path_that_others_wrote_leads_nowhere_else() throws IOException {
        StoredFile one = text(0, "one");
        for (String path : List.of("a/../../evil.sh", "a/..", "a/.hidden", "a/CON", "a/x\u0000y\u202e.txt")) {
            DATABASE.get()
                    .useTransaction(handle -> handle.execute(
                            "update stored_file set path = ? where id = ?", path.replace("\u0000", "%00"), one.id()));
            StoredFile named = media.repository().find(one.id()).orElseThrow();

            assertThat(FileDownload.name(named))
                    .matches(short8() + "-[A-Za-z0-9._-]*")
                    .doesNotContain("..");
        }
    }

    @Test
    void bytes_that_are_not_the_recorded_ones_are_told() throws IOException {
        StoredFile one = text(0, "one");
        DATABASE.get()
                .useTransaction(handle ->
                        handle.execute("update stored_file set sha256 = repeat('0', 64) where id = ?", one.id()));

        List<FileDownload.Outcome> outcomes = download.toFolder(
                List.of(media.repository().find(one.id()).orElseThrow()), target, () -> false, (_, _) -> {});

        assertThat(outcomes.getFirst().saved()).isTrue();
        assertThat(outcomes.getFirst().problem().english())
                .isEqualTo("Saved, but its SHA-256 is not the recorded one.");
    }

    @Test
    void a_zip_holds_what_could_be_had() throws IOException {
        StoredFile one = text(0, "one");
        StoredFile missing = media.missing(generation, USER, 1, "lost.txt", "gone");
        Path zip = target.resolve("files.zip");

        List<FileDownload.Outcome> outcomes =
                download.toZip(List.of(one, missing, one), zip, () -> false, (_, _) -> {});

        assertThat(outcomes).extracting(FileDownload.Outcome::saved).containsExactly(true, false, true);
        try (ZipFile opened = new ZipFile(zip.toFile())) {
            assertThat(opened.stream().map(ZipEntry::getName))
                    .containsExactly(short8() + "-0-a.txt", short8() + "-0-a-2.txt");
        }
    }

    @Test
    void one_that_is_stopped_keeps_what_was_saved_in_a_folder_and_leaves_no_zip() throws IOException {
        StoredFile one = text(0, "one");
        StoredFile two = text(1, "two");
        int[] done = new int[1];

        List<FileDownload.Outcome> outcomes =
                download.toFolder(List.of(one, two), target, () -> done[0] >= 1, (files, _) -> done[0] = files);

        assertThat(outcomes).extracting(FileDownload.Outcome::saved).containsExactly(true, false);
        assertThat(outcomes.getLast().problem().english()).isEqualTo("Not saved: it was stopped.");
        assertThat(names()).hasSize(1);
        done[0] = 0;
        assertThatThrownBy(() -> download.toZip(
                        List.of(one, two),
                        target.resolve("files.zip"),
                        () -> done[0] >= 1,
                        (files, _) -> done[0] = files))
                .isInstanceOf(CancellationException.class);
        assertThat(names()).hasSize(1);
    }

    @Test
    void an_outage_leaves_no_empty_file_and_no_empty_zip() throws IOException {
        StoredFile one = text(0, "one");
        media.sandbox().setFaults(FaultRates.parse("storage-500=60s"));

        assertThat(download.toFolder(List.of(one), target, () -> false, (_, _) -> {}))
                .noneMatch(FileDownload.Outcome::saved);
        assertThat(download.toZip(List.of(one), target.resolve("files.zip"), () -> false, (_, _) -> {}))
                .noneMatch(FileDownload.Outcome::saved);
        assertThat(names()).isEmpty();
    }

    private StoredFile text(int position, String text) throws IOException {
        return media.stored(generation, USER, position, "a.txt", "text/plain", text.getBytes());
    }

    private String short8() {
        return generation.toString().substring(0, 8);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
