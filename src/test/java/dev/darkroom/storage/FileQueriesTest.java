package dev.darkroom.storage;

import static dev.darkroom.system.RecordCopy.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.TestDatabase;
import dev.darkroom.database.UuidRange;
import dev.darkroom.storage.FileFilter.FilePreset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileQueriesTest {
    private static final int GENERATIONS = 10_000;
    private static final int FILES = 3 * GENERATIONS;
    private static final int LOST = FILES / 100;

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private final FileQueries queries = new FileQueries(DATABASE.get());

    @BeforeAll
    static void seed() {
        FileSeed.fill(DATABASE.get(), GENERATIONS, 3);
    }

    @ParameterizedTest
    @EnumSource
    void pages_of_each_view_hold_every_file_once_although_many_keys_are_equal(FilePreset view) {
        List<StoredFile> files = all(FileFilter.of(view));

        assertThat(files.stream().map(StoredFile::id).distinct()).hasSize(files.size());
        assertThat(files)
                .hasSize(
                        switch (view) {
                            case NEWEST -> FILES;
                            case MISSING -> LOST;
                            case LARGEST -> FILES - LOST;
                        })
                .isSortedAccordingTo(
                        view == FilePreset.LARGEST
                                ? Comparator.comparing(StoredFile::bytes).reversed()
                                : Comparator.comparing(StoredFile::createdAt).reversed());
    }

    @Test
    void each_part_of_a_filter_narrows_the_files() {
        StoredFile one =
                queries.files(FileFilter.of(FilePreset.LARGEST), null, 1).getFirst();

        assertThat(count(user("user-2"))).isEqualTo(FILES / 5);
        assertThat(count(type("video")))
                .isEqualTo(count(type("mp4")))
                .isEqualTo(count(type("video/mp4")))
                .isBetween(9_800L, 10_000L);
        assertThat(count(with(type("png"), "view", FilePreset.MISSING)))
                .as("what was never stored has the type that its name or its order tells")
                .isEqualTo(count(with(type("image"), "view", FilePreset.MISSING)))
                .isEqualTo(LOST);
        assertThat(count(with(type("video"), "view", FilePreset.MISSING))).isZero();
        assertThat(count(atLeast(49_000))).isBetween(500L, 600L);
        assertThat(count(text("2-ridge"))).isEqualTo(GENERATIONS);
        assertThat(all(ofGeneration(one)).stream().map(StoredFile::generation).distinct())
                .containsExactly(one.generation());
    }

    @Test
    void a_file_is_found_by_whatever_stands_in_its_path() {
        StoredFile one = queries.files(FileFilter.ALL, null, 1).getFirst();
        String id = one.generation().toString();
        String user = one.path().substring(0, one.path().indexOf('/'));

        assertThat(all(text(one.path()))).containsExactly(one);
        assertThat(all(text(id))).isEqualTo(all(ofGeneration(one))).hasSize(3);
        assertThat(all(text(id.substring(0, 8)))).isEqualTo(all(ofGeneration(one)));
        assertThat(all(text(user + "/" + id.substring(0, 4)))).contains(one);
        assertThat(count(text(user.toUpperCase(Locale.ROOT)))).isEqualTo(FILES / 5);
        assertThat(count(text("ridge.p_g"))).isZero();
    }

    @Test
    void totals_add_up_and_stop_at_their_bound() {
        FileQueries.Totals all = queries.totals(FileFilter.ALL, 100_000);

        assertThat(all.files()).isEqualTo(FILES);
        assertThat(all.bytes())
                .isEqualTo(all(FileFilter.of(FilePreset.LARGEST)).stream()
                        .mapToLong(StoredFile::bytes)
                        .sum());
        assertThat(queries.totals(FileFilter.ALL, 1000).files()).isEqualTo(1000);
    }

    @Test
    void a_file_is_found_by_its_id_and_the_newest_one_is_known() {
        StoredFile newest = queries.files(FileFilter.ALL, null, 1).getFirst();

        assertThat(queries.find(newest.id())).contains(newest);
        assertThat(queries.newest()).contains(newest.id());
    }

    @Test
    void folders_come_a_page_at_a_time_each_once_and_totals_are_told_by_type_and_user() {
        List<FileQueries.Folder> users = queries.folders("generations", "", "", 100);
        List<String> found = new ArrayList<>();
        List<FileQueries.Folder> page = queries.folders("generations", "user-2/", "", 777);
        while (!page.isEmpty()) {
            page.forEach(folder -> found.add(folder.name()));
            assertThat(page)
                    .allMatch(folder -> folder.userId().equals("user-2")
                            && folder.name().equals(folder.generation().toString()));
            page = queries.folders("generations", "user-2/", page.getLast().folder(), 777);
        }

        assertThat(users)
                .extracting(FileQueries.Folder::name)
                .containsExactly("user-1", "user-2", "user-3", "user-4", "user-5");
        assertThat(found).hasSize(GENERATIONS / 5).doesNotHaveDuplicates().isSorted();
        assertThat(queries.folders("generations", "user-2/" + found.getFirst() + "/", "", 10))
                .isEmpty();
        assertThat(queries.byType(FileFilter.ALL).stream()
                        .mapToLong(FileQueries.Share::files)
                        .sum())
                .isEqualTo(FILES);
        assertThat(queries.byUser(FileFilter.ALL, 3)).hasSize(3);
        assertThat(queries.byUser(user("user-2"), 10))
                .singleElement()
                .satisfies(share -> assertThat(share.files()).isEqualTo(FILES / 5));
    }

    private List<StoredFile> all(FileFilter filter) {
        List<StoredFile> files = new ArrayList<>();
        List<StoredFile> page = queries.files(filter, null, 777);
        while (!page.isEmpty()) {
            files.addAll(page);
            page = queries.files(filter, page.getLast(), 777);
        }
        return files;
    }

    private long count(FileFilter filter) {
        return queries.totals(filter, 100_000).files();
    }

    private static FileFilter user(String user) {
        return filter(user, null, null, null);
    }

    private static FileFilter type(String type) {
        return filter(null, type, null, null);
    }

    private static FileFilter atLeast(long bytes) {
        return filter(null, null, bytes, null);
    }

    private static FileFilter text(String text) {
        return filter(null, null, null, text);
    }

    private static FileFilter filter(String user, String type, Long atLeast, String text) {
        return new FileFilter(
                FilePreset.NEWEST,
                Optional.ofNullable(user),
                Optional.ofNullable(type),
                Optional.ofNullable(atLeast),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(text),
                Optional.of(Instant.EPOCH),
                Optional.of(Instant.now().plus(Duration.ofDays(1))));
    }

    private static FileFilter ofGeneration(StoredFile file) {
        return new FileFilter(
                FilePreset.NEWEST,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(1_000_000L),
                UuidRange.startingWith(file.generation().toString().substring(0, 8)),
                Optional.of(StoredFile.State.STORED),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
