package dev.darkroom.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.darkroom.database.TestDatabase;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.ScriptedServer;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.storage.supabase.SupabaseSettings;
import dev.darkroom.storage.supabase.SupabaseStorage;
import dev.darkroom.storage.supabase.UploadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StorageComparisonTest {
    private static final String USER = "ana.kovac";

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    private Path folder;

    private StoredMedia media;
    private UUID generation;

    @BeforeEach
    void start() throws IOException {
        media = new StoredMedia(DATABASE.get(), folder);
        generation = media.generation(USER);
    }

    @AfterEach
    void stop() {
        media.close();
        DATABASE.get().useTransaction(handle -> handle.execute("truncate stored_file"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void each_way_to_disagree_is_found_whatever_the_size_of_a_page(int page) throws IOException {
        for (int i = 0; i < 5; i++) {
            text(i);
        }
        StoredFile gone = text(10);
        media.storage().delete(Set.of(gone.path()));
        StoredFile resized = text(2000);
        object(resized.path(), "another text");
        StoredFile lost = media.missing(generation, USER, 11, "lost.txt", "The answer was lost.");
        object(lost.path(), "it is there");
        StoredFile away = media.missing(generation, USER, 12, "away.txt", "fal.ai has it no more.");
        media.missing(failed(), USER, 0, "refunded.txt", "fal.ai has it no more.");
        String leftOver = USER + "/" + generation + "/99-left.txt";
        String ofNobody = "zoe/" + UUID.randomUUID() + "/0-left.txt";
        object(leftOver, "left");
        object(ofNobody, "left");
        object("logo.txt", "of another program");

        List<StorageDifference> found = new ArrayList<>();
        StorageComparison.Result result = comparison(page).run(() -> false, (_, more) -> found.addAll(more));

        assertThat(found)
                .extracting(StorageDifference::kind, StorageDifference::path)
                .containsExactlyInAnyOrder(
                        tuple(StorageDifference.Kind.ROW_WITHOUT_OBJECT, gone.path()),
                        tuple(StorageDifference.Kind.ROW_WITHOUT_OBJECT, away.path()),
                        tuple(StorageDifference.Kind.SIZE_DIFFERS, resized.path()),
                        tuple(StorageDifference.Kind.OBJECT_OF_MISSING_FILE, lost.path()),
                        tuple(StorageDifference.Kind.OBJECT_WITHOUT_ROW, leftOver),
                        tuple(StorageDifference.Kind.OBJECT_WITHOUT_ROW, ofNobody));
        assertThat(found)
                .filteredOn(difference -> difference.generation().isEmpty())
                .extracting(StorageDifference::path)
                .containsExactly(ofNobody);
        assertThat(result.complete()).isTrue();
        assertThat(result.progress().rows()).isEqualTo(10);
        assertThat(result.progress().objects()).isEqualTo(10);
        assertThat(result.progress().foreign()).isEqualTo(1);
    }

    private UUID failed() {
        UUID id = media.generation(USER);
        DATABASE.get()
                .useTransaction(handle -> handle.execute(
                        "update generation set status = 'FAILED', refunded = true, error = 'x', error_kind = 'FINAL',"
                                + " error_code = 'x' where id = ?",
                        id));
        return id;
    }

    @Test
    void what_an_engine_is_about_to_write_is_not_left_over() throws IOException {
        UUID running = media.running(USER, 1);
        object(USER + "/" + running + "/0-new.txt", "on its way");

        assertThat(differences()).isEmpty();
    }

    @Test
    void a_row_that_came_while_storage_was_read_is_not_blamed() throws IOException {
        text(0);
        text(1);

        List<StorageDifference> found = new ArrayList<>();
        comparison(1).run(() -> false, (progress, more) -> {
            found.addAll(more);
            if (progress.rows() == 1) {
                DATABASE.get()
                        .useTransaction(handle -> handle.execute(
                                "update stored_file set path = path || 'x', updated_at = now() where position = 1"));
            }
        });

        assertThat(found).noneMatch(one -> one.kind() == StorageDifference.Kind.ROW_WITHOUT_OBJECT);
    }

    @Test
    void it_stops_before_the_next_page() throws IOException {
        for (int i = 0; i < 6; i++) {
            text(i);
        }
        List<Long> seen = new ArrayList<>();

        StorageComparison.Result result =
                comparison(2).run(() -> seen.size() == 2, (progress, _) -> seen.add(progress.rows()));

        assertThat(result.complete()).isFalse();
        assertThat(result.progress().rows()).isEqualTo(4);
        assertThat(result.progress().ofRows()).isEqualTo(6);
    }

    @Test
    void rows_of_a_bucket_that_is_gone_have_no_object() throws IOException {
        StoredFile moved = text(0);
        DATABASE.get().useTransaction(handle -> handle.execute("update stored_file set bucket = 'old-bucket'"));

        assertThat(differences())
                .extracting(StorageDifference::kind, StorageDifference::path)
                .containsExactlyInAnyOrder(
                        tuple(StorageDifference.Kind.OBJECT_WITHOUT_ROW, moved.path()),
                        tuple(StorageDifference.Kind.ROW_WITHOUT_OBJECT, moved.path()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"storage-anon-key=60s", "storage-401=60s", "storage-bucket-missing=60s", "storage-down=60s"})
    void a_wrong_key_or_a_storage_that_is_away_makes_no_file_missing(String fault) throws IOException {
        text(0);
        media.sandbox().setFaults(FaultRates.parse(fault));
        List<StorageDifference> found = new ArrayList<>();

        RemoteException refused = catchThrowableOfType(
                RemoteException.class, () -> comparison(1000).run(() -> false, (_, more) -> found.addAll(more)));

        assertThat(refused).isNotNull();
        assertThat(found).isEmpty();
    }

    @Test
    void a_list_in_another_order_is_refused_instead_of_believed() throws IOException {
        text(0);
        String bucket = "{\"id\":\"generations\",\"name\":\"generations\",\"public\":false}";
        String list = "{\"hasNext\":false,\"objects\":[{\"name\":\"b\"},{\"name\":\"a\"}]}";
        try (HttpClients http = new HttpClients();
                ScriptedServer server =
                        new ScriptedServer(ScriptedServer.reply(200, bucket), ScriptedServer.reply(200, list))) {
            SupabaseStorage storage = new SupabaseStorage(
                    http,
                    SupabaseSettings.of(
                            server.uri() + "/storage/v1",
                            media.storage().settings().key(),
                            StoredMedia.BUCKET));

            RemoteException refused = catchThrowableOfType(
                    RemoteException.class,
                    () -> new StorageComparison(DATABASE.get(), storage, 10).run(() -> false, (_, _) -> {}));

            assertThat(refused).hasMessageContaining("listed a after b");
        }
    }

    private static Tuple tuple(StorageDifference.Kind kind, String path) {
        return Tuple.tuple(kind, path);
    }

    private List<StorageDifference> differences() {
        List<StorageDifference> found = new ArrayList<>();
        comparison(1000).run(() -> false, (_, more) -> found.addAll(more));
        return found;
    }

    private StorageComparison comparison(int page) {
        return new StorageComparison(DATABASE.get(), media.storage(), page);
    }

    private StoredFile text(int position) throws IOException {
        StoredFile file =
                media.stored(generation, USER, position, "a.txt", "text/plain", ("text " + position).getBytes());
        DATABASE.get()
                .useTransaction(
                        handle -> handle.execute("update stored_file set updated_at = now() - interval '1 hour'"));
        return file;
    }

    private void object(String key, String text) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "object", ""), text);
        media.storage().upload(new UploadRequest(key, file, "text/plain", true, Map.of()));
    }
}
