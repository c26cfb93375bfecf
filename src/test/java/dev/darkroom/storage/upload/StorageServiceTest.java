package dev.darkroom.storage.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.darkroom.database.StaleWriteException;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.fal.result.ResultFile;
import dev.darkroom.fal.result.ResultFile.SafetyFlag;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.http.ScriptedServer;
import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.storage.IntegrityCheck;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.StoredMedia;
import dev.darkroom.storage.supabase.StorageKey;
import dev.darkroom.storage.supabase.StoredObject;
import dev.darkroom.storage.supabase.UploadRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads of results into a storage that is unavailable, misconfigured, or holds more or less than the rows say. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StorageServiceTest {
    private static final String USER = "ana.kovac";
    private static final long ROOM = 100_000_000;
    /** Above this the real server leaves a refused upload unread. */
    private static final String LARGE = "x".repeat(400_000);

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    private Path folder;

    private final HttpClients http = new HttpClients();
    private StoredMedia media;
    private ScriptedServer fal;

    @BeforeEach
    void start() throws IOException {
        media = new StoredMedia(DATABASE.get(), folder.resolve("media"));
        fal = new ScriptedServer(ScriptedServer.reply(200, LARGE, "Content-Type: text/plain"));
    }

    @AfterEach
    void stop() throws IOException {
        fal.close();
        media.close();
        http.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"storage-down=60s", "storage-500=60s", "storage-503=60s"})
    void an_outage_blames_no_file_and_what_was_fetched_waits_for_its_end(String outage) {
        UUID generation = running(1);
        media.sandbox().setFaults(FaultRates.parse(outage));

        RemoteException away = refused(generation, 1, file("a.txt"), file("b.txt"));

        assertThat(away.isOutage()).isTrue();
        assertThat(rows(generation)).isEmpty();

        media.sandbox().setFaults(FaultRates.NONE);
        assertThat(service().store(owner(generation, 2), List.of(file("a.txt"))).stored())
                .hasSize(1);
        assertThat(fal.received()).hasSize(1);
        assertThat(cache().bytes()).isZero();
    }

    @Test
    void a_result_that_waited_is_stored_by_the_next_process_although_fal_has_it_no_more() throws Exception {
        UUID generation = running(1);
        media.sandbox().setFaults(FaultRates.NONE.with(SandboxFault.STORAGE_DOWN, Duration.ofMinutes(1)));
        ResultFile file = file("a.txt");
        refused(generation, 1, file);
        fal.close();

        media.sandbox().setFaults(FaultRates.NONE);
        StorageService.Batch batch = service().store(owner(generation, 2), List.of(file));

        assertThat(batch.stored())
                .singleElement()
                .extracting(StoredFile::sha256)
                .isEqualTo(StoredMedia.sha256(LARGE.getBytes()));
    }

    @Test
    void a_result_can_be_brought_to_this_disk_while_storage_is_away() throws Exception {
        UUID generation = running(1);
        ResultFile file = file("a.txt");

        assertThat(service().fetchAhead(owner(generation, 1), List.of(file), () -> {}))
                .isEqualTo(1);
        assertThat(service().fetchAhead(owner(generation, 1), List.of(file), () -> {}))
                .isEqualTo(1);
        assertThat(fal.received()).hasSize(1);
        fal.close();

        assertThat(service().store(owner(generation, 1), List.of(file)).stored())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void a_key_that_is_taken_by_an_earlier_try_never_hangs(long epoch) throws IOException {
        UUID generation = running(epoch);
        StoredObject before = sent(generation, LARGE);

        StorageService.Batch batch = service().store(owner(generation, epoch), List.of(file("a.txt")));

        assertThat(batch.stored()).hasSize(1);
        StoredObject now = media.storage().info(before.key());
        assertThat(now.size()).isEqualTo(LARGE.length());
        assertThat(now.updatedAt().equals(before.updatedAt()))
                .as("on every try but the first it looks and does not send again")
                .isEqualTo(epoch > 1);
    }

    @Test
    void other_bytes_under_the_key_are_replaced() throws IOException {
        UUID generation = running(2);
        StoredObject before = sent(generation, "of another job");

        service().store(owner(generation, 2), List.of(file("a.txt")));

        assertThat(media.storage().info(before.key()).size()).isEqualTo(LARGE.length());
    }

    @Test
    void an_object_of_an_earlier_input_is_not_taken_for_a_file_that_fal_no_longer_has() throws IOException {
        UUID generation = running(1);
        sent(generation, LARGE);
        answer(ScriptedServer.reply(410, "")); // another address

        StorageService.Batch batch = service().store(owner(generation, 1), List.of(file("a.txt")));

        assertThat(batch.stored()).isEmpty();
        assertThat(batch.missing()).hasSize(1);
    }

    @Test
    void a_transfer_ends_when_its_run_has_lost_the_generation() {
        UUID generation = running(1);

        assertThatThrownBy(() -> service().store(owner(generation, 1), List.of(file("a.txt")), () -> {
                    throw new StaleWriteException("no longer ours");
                }))
                .isInstanceOf(StaleWriteException.class);
        assertThat(rows(generation)).isEmpty();
    }

    @Test
    void a_file_that_was_deleted_behind_our_back_is_stored_again_while_fal_has_it() throws IOException {
        UUID generation = running(1);
        StoredFile row = media.stored(generation, USER, 0, "a.txt", "text/plain", LARGE.getBytes());
        assertThat(service().verify(row).result()).isEqualTo(IntegrityCheck.Result.MATCHES);
        media.storage().delete(List.of(row.path()));
        assertThat(service().verify(row).result()).isEqualTo(IntegrityCheck.Result.GONE);

        StorageService.Batch batch = service().store(owner(generation, 1), List.of(file("a.txt")));

        assertThat(batch.missing()).isEmpty();
        assertThat(service().verify(rows(generation).getFirst()).result()).isEqualTo(IntegrityCheck.Result.MATCHES);
    }

    @Test
    void a_file_that_was_deleted_behind_our_back_and_is_gone_at_fal_is_said_to_be_gone() throws IOException {
        UUID generation = running(1);
        StoredFile row = media.stored(generation, USER, 0, "a.txt", "text/plain", LARGE.getBytes());
        media.storage().delete(List.of(row.path()));
        answer(ScriptedServer.reply(410, ""));

        StorageService.Batch batch = service().store(owner(generation, 1), List.of(file("a.txt")));

        assertThat(batch.missing())
                .singleElement()
                .satisfies(missing -> assertThat(missing.cause().code()).isEqualTo("object_gone"));
        assertThat(rows(generation))
                .singleElement()
                .satisfies(now -> assertThat(now.state()).isEqualTo(StoredFile.State.MISSING))
                .satisfies(now -> assertThat(now.error()).asString().contains("deleted in Supabase Storage"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"storage-500=60s", "storage-down=60s", "storage-bucket-missing=60s", "storage-anon-key=60s"})
    void what_was_stored_stays_stored_while_storage_is_away_or_set_up_wrong(String outage) throws IOException {
        UUID generation = running(1);
        StoredFile row = media.stored(generation, USER, 0, "a.txt", "text/plain", LARGE.getBytes());
        media.sandbox().setFaults(FaultRates.parse(outage));
        answer(ScriptedServer.reply(410, ""));

        refused(generation, 1, file("a.txt"));

        assertThat(rows(generation)).containsExactly(row);
    }

    @ParameterizedTest
    @CsvSource({
        "storage-bucket-missing, DARKROOM_BUCKET",
        "storage-anon-key, DARKROOM_SUPABASE_KEY",
        "storage-401, DARKROOM_SUPABASE_KEY",
        "storage-404, DARKROOM_SUPABASE_URL"
    })
    void a_wrong_setting_ends_the_batch_and_is_named(String fault, String setting) {
        UUID generation = running(1);
        media.sandbox().setFaults(FaultRates.parse(fault));

        RemoteException refused = refused(generation, 1, file("a.txt"), file("b.txt"));

        assertThat(refused.kind()).isEqualTo(RemoteFailureKind.ACCOUNT_WIDE);
        assertThat(refused).hasMessageContaining(setting);
        assertThat(rows(generation)).isEmpty();
    }

    @Test
    void a_file_that_is_too_large_is_told_with_its_size_and_the_limit_before_and_after_it_is_known()
            throws IOException {
        media.rules("{\"public\": false, \"file_size_limit\": 300000}");
        StorageService service = service();

        for (int n = 0; n < 2; n++) {
            StorageService.Batch batch = service.store(owner(running(1), 1), List.of(file("a.txt")));

            assertThat(batch.missingSentence().english()).contains("400,000 bytes", "\"generations\"", "300,000");
            assertThat(batch.missing().getFirst().cause().status()).isEqualTo(413);
        }
        media.rules("{\"public\": false, \"file_size_limit\": null}");
        assertThat(service.store(owner(running(1), 1), List.of(file("a.txt"))).missing())
                .isEmpty();
    }

    @Test
    void a_type_that_the_bucket_does_not_take_is_told_with_those_that_it_takes() throws IOException {
        media.rules("{\"public\": false, \"allowed_mime_types\": [\"image/*\", \"audio/wav\"]}");

        StorageService.Batch batch = service().store(owner(running(1), 1), List.of(file("a.txt")));

        assertThat(batch.missingSentence().english()).contains("text/plain", "image/*, audio/wav");
        assertThat(batch.missing().getFirst().cause().status()).isEqualTo(415);
    }

    @Test
    void uploads_that_fail_while_the_service_answers_are_the_trouble_of_their_file_and_it_waits() {
        UUID generation = running(1);
        media.sandbox().setFaults(FaultRates.NONE.with(SandboxFault.UPLOAD_REFUSED_STUCK, 1));

        StorageService.Batch batch = service().store(owner(generation, 1), List.of(file("a.txt")));

        assertThat(batch.missing())
                .singleElement()
                .satisfies(missing -> assertThat(missing.cause().retryable()).isTrue());
        media.sandbox().setFaults(FaultRates.NONE);
        assertThat(service().store(owner(generation, 1), List.of(file("a.txt"))).missing())
                .isEmpty();
        assertThat(fal.received()).hasSize(1);
    }

    @Test
    void bytes_that_move_are_told_down_and_up() {
        AtomicInteger moved = new AtomicInteger();

        service().store(owner(running(1), 1), List.of(file("a.txt")), moved::incrementAndGet);

        assertThat(moved.get()).isGreaterThan(2 * LARGE.length() / 100_000);
    }

    @Test
    void a_link_in_a_bucket_that_is_not_there_is_a_wrong_setting_and_no_lost_file() throws IOException {
        StoredFile row = media.stored(running(1), USER, 0, "a.txt", "text/plain", LARGE.getBytes());
        media.sandbox().setFaults(FaultRates.parse("storage-bucket-missing"));

        RemoteException refused = catchThrowableOfType(
                RemoteException.class, () -> media.repository().sign(USER, row.path(), Duration.ofMinutes(1)));

        assertThat(refused.kind()).isEqualTo(RemoteFailureKind.ACCOUNT_WIDE);
    }

    private RemoteException refused(UUID generation, long epoch, ResultFile... files) {
        RemoteException refused = catchThrowableOfType(
                RemoteException.class, () -> service().store(owner(generation, epoch), List.of(files)));
        assertThat(refused).isNotNull();
        return refused;
    }

    /** As an engine left it that was killed before it wrote the row. */
    private StoredObject sent(UUID generation, String content) throws IOException {
        StorageKey key = StorageKey.of(USER, generation.toString(), 0, "a.txt");
        Path file = Files.writeString(folder.resolve("sent"), content);
        media.storage()
                .upload(UploadRequest.of(key, file, "text/plain")
                        .withMetadata(Map.of(
                                "sha256",
                                StoredMedia.sha256(content.getBytes()),
                                "name",
                                "a.txt",
                                FileUpload.SOURCE,
                                UUID.nameUUIDFromBytes(file("a.txt").url().getBytes(StandardCharsets.UTF_8))
                                        .toString())));
        return media.storage().info(key.text());
    }

    private void answer(ScriptedServer.Reply reply) throws IOException {
        fal.close();
        fal = new ScriptedServer(reply);
    }

    private UUID running(long epoch) {
        return media.running(USER, epoch);
    }

    private List<StoredFile> rows(UUID generation) {
        return media.repository().ofGeneration(generation);
    }

    private StorageService.Owner owner(UUID generation, long epoch) {
        return new StorageService.Owner(generation, USER, epoch);
    }

    private ResultFileCache cache() {
        return new ResultFileCache(folder.resolve("results"), ROOM);
    }

    private StorageService service() {
        FalSettings settings = new FalSettings(fal.uri(), URI.create(fal.uri() + "/v1"), "id:secret-of-a-test");
        return new StorageService(
                http,
                OutboundPolicy.of(settings.queueUrl()),
                media.storage(),
                media.repository(),
                cache(),
                folder.resolve("results"),
                ROOM);
    }

    private ResultFile file(String name) {
        return new ResultFile(
                name.startsWith("a") ? 1 : 2,
                fal.uri() + "/files/" + name,
                Optional.of("text/plain"),
                name,
                OptionalLong.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                SafetyFlag.UNKNOWN);
    }
}
