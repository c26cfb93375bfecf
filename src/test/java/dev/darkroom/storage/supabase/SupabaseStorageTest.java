package dev.darkroom.storage.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.ScriptedServer;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sandbox.storage.StorageSandbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against the stand-in. */
class SupabaseStorageTest {
    @TempDir
    private Path folder;

    private final HttpClients http = new HttpClients();
    private StorageSandbox sandbox;
    private SupabaseStorage storage;

    @BeforeEach
    void start() {
        sandbox = StorageSandbox.in(folder.resolve("sandbox")).start();
        storage =
                new SupabaseStorage(http, SupabaseSettings.of(sandbox.url().toString(), sandbox.serviceKey(), "media"));
        storage.buckets().create("media", StorageBucket.Rules.PRIVATE);
    }

    @AfterEach
    void stop() {
        sandbox.close();
        http.close();
    }

    @Test
    void a_bucket_is_made_once_and_keeps_its_rules() {
        StorageBucket.Rules rules =
                new StorageBucket.Rules(false, OptionalLong.of(1000), List.of("image/*", "audio/wav"));
        assertThat(storage.buckets().ensure("extra", rules)).isTrue();
        assertThat(storage.buckets().ensure("extra", StorageBucket.Rules.PRIVATE))
                .isFalse();
        assertThat(storage.buckets().get("extra").rules()).isEqualTo(rules);
        assertThat(storage.buckets().find("none")).isEmpty();
    }

    @Test
    void a_file_goes_up_with_what_is_said_about_it() throws Exception {
        UploadRequest upload = upload("u1/g1/1-a.png").withMetadata(Map.of("name", "Été.png", "sha256", "abc"));

        SupabaseStorage.Uploaded stored = storage.upload(upload);

        StoredObject info = storage.info("u1/g1/1-a.png");
        assertThat(info.id()).isEqualTo(stored.id());
        assertThat(info.size()).isEqualTo(Files.size(upload.file()));
        assertThat(info.contentType()).isEqualTo("image/png");
        assertThat(info.cacheControl()).isEqualTo("max-age=3600");
        assertThat(info.userMetadata().path("name").asText()).isEqualTo("Été.png");
        assertThat(info.createdAt()).isPresent();
    }

    @Test
    void a_taken_key_is_refused_unless_it_may_be_replaced() {
        storage.upload(upload("u1/g1/1-a.png"));

        RemoteException taken = refused(() -> storage.upload(upload("u1/g1/1-a.png")));

        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.code()).isEqualTo("KeyAlreadyExists");
        assertThat(taken.retryable()).isFalse();
        storage.upload(upload("u1/g1/1-a.png").withUpsert());
    }

    @Test
    void a_missing_object_is_empty_and_a_missing_bucket_is_a_failure() {
        assertThat(storage.find("u1/none")).isEmpty();
        RemoteException missing = refused(() -> storage.info("u1/none"));
        assertThat(SupabaseStorage.isMissing(missing)).isTrue();
        assertThat(missing)
                .hasMessage("Supabase Storage could not describe u1/none: Object not found (404 NoSuchKey).");

        RemoteException noBucket = refused(() -> storage.withBucket("none").find("a"));
        assertThat(noBucket.code()).isEqualTo("NoSuchBucket");
        assertThat(noBucket.status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"u1/plain.png", "u1/a b.png", "u1/a&b$c@d=e;f:g+h,i.png", "u1/who?.png", "u1/it's (1)!*.png"})
    void every_key_that_the_service_takes_can_be_signed_opened_and_deleted(String key) throws Exception {
        storage.upload(upload(key));

        SignedUrl signed = storage.sign(key, Duration.ofMinutes(1));

        Opened opened = get(signed.asDownload("my file.png").url());
        assertThat(opened.status()).isEqualTo(200);
        assertThat(opened.body()).isEqualTo("picture");
        assertThat(opened.disposition()).contains("my%20file.png");
        assertThat(signed.expiresAt())
                .isBetween(Instant.now().plusSeconds(30), Instant.now().plusSeconds(90));
        assertThat(signed.toString()).doesNotContain("eyJ").contains("***");
        assertThat(storage.delete(List.of(key))).containsExactly(key);
    }

    @Test
    void signing_many_leaves_out_what_is_missing() {
        List<String> keys =
                new ArrayList<>(IntStream.range(0, 3).mapToObj(i -> "u1/" + i).toList());
        keys.forEach(key -> storage.upload(upload(key)));
        IntStream.range(0, 1500).forEach(i -> keys.add("u1/none-" + i));

        assertThat(storage.sign(keys, Duration.ofMinutes(1)).keySet()).containsExactly("u1/0", "u1/1", "u1/2");
        assertThat(refused(() -> storage.sign("u1/none", Duration.ofMinutes(1))).status())
                .isEqualTo(404);
    }

    @Test
    void deleting_tells_what_was_really_deleted() {
        storage.upload(upload("u1/a"));
        storage.upload(upload("u1/b"));

        assertThat(storage.delete(List.of("u1/a", "u1/none", "u1"))).containsExactly("u1/a");
        assertThat(sandbox.keys("media")).containsExactly("u1/b");
    }

    @Test
    void a_user_key_reaches_only_the_users_own_folder() {
        SupabaseStorage user = withKey(sandbox.userKey("u1"));
        user.upload(upload("u1/own.png"));

        RemoteException foreign = refused(() -> user.upload(upload("u2/foreign.png")));

        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign).hasMessageContaining("row-level security");
        assertThat(SupabaseStorage.isKeyRefused(foreign)).isFalse();
        assertThat(user.find("u1/own.png")).isPresent();
        storage.upload(upload("u2/foreign.png"));
        assertThat(user.find("u2/foreign.png")).isEmpty();
    }

    @Test
    void a_wrong_key_is_recognised_in_every_call() {
        SupabaseStorage wrong = withKey(sandbox.serviceKey() + "x");

        for (RemoteException exception : List.of(
                refused(() -> wrong.upload(upload("u1/a"))),
                refused(() -> wrong.find("u1/a")),
                refused(() -> wrong.sign("u1/a", Duration.ofMinutes(1))),
                refused(() -> wrong.delete(List.of("u1/a"))),
                refused(() -> withKey("sb_secret_nonsense").buckets().get("media")))) {
            assertThat(SupabaseStorage.isKeyRefused(exception)).isTrue();
            assertThat(exception.retryable()).isFalse();
            assertThat(exception).hasMessageContaining("Check the Supabase key");
        }
    }

    @ParameterizedTest
    @CsvSource({"STORAGE_500, 500, InternalError", "STORAGE_503, 503, Http503"})
    void a_server_in_trouble_may_be_asked_again(SandboxFault fault, int status, String code) {
        sandbox.setFaults(FaultRates.NONE.with(fault, 1));

        RemoteException exception = refused(() -> storage.upload(upload("u1/a")));

        assertThat(exception.status()).isEqualTo(status);
        assertThat(exception.code()).isEqualTo(code);
        assertThat(exception.retryable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"UPLOAD_CUT, false", "UPLOAD_ANSWER_LOST, true"})
    void a_cut_connection_has_no_status_and_may_be_retried(SandboxFault fault, boolean stored) throws Exception {
        sandbox.setFaults(FaultRates.NONE.with(fault, 1));
        Path large = Files.write(folder.resolve("large.bin"), new byte[3_000_000]);
        UploadRequest upload =
                UploadRequest.of(StorageKey.of("u1", "g1", 1, "a.bin"), large, "application/octet-stream");

        RemoteException exception = refused(() -> storage.upload(upload));

        assertThat(exception.status()).isZero();
        assertThat(exception.retryable()).isTrue();
        assertThat(storage.find(upload.key()).isPresent()).isEqualTo(stored);
    }

    @Test
    void a_link_that_has_expired_says_so() throws Exception {
        storage.upload(upload("u1/a"));
        sandbox.setFaults(FaultRates.NONE.with(SandboxFault.TOKEN_EXPIRED, 1));

        SignedUrl signed = storage.sign("u1/a", Duration.ofMinutes(1));

        assertThat(signed.isExpired(Instant.now())).isTrue();
        // By the clock of the service, for that of this machine may be behind.
        assertThat(signed.wasSignedExpired(Instant.now().minus(Duration.ofMinutes(10))))
                .isTrue();
        assertThat(get(signed.url()).body()).contains("\\\"exp\\\" claim timestamp check failed");
    }

    @Test
    void nobody_listening_is_a_retryable_failure() {
        sandbox.close();

        RemoteException exception = refused(() -> storage.find("u1/a"));

        assertThat(exception.status()).isZero();
        assertThat(exception.code()).isEqualTo("NoAnswer");
        assertThat(exception.retryable()).isTrue();
    }

    @Test
    void a_server_without_the_prefix_is_found_too() throws Exception {
        String origin = "http://127.0.0.1:" + sandbox.url().getPort();
        assertThat(client(origin).buckets().get("media").id()).isEqualTo("media");
        assertThat(client(origin + "/").buckets().get("media").id()).isEqualTo("media");
        try (BareServer bare = new BareServer(sandbox.url(), http.client())) {
            assertThat(client(bare.origin()).buckets().get("media").id()).isEqualTo("media");
        }
    }

    @Test
    void an_error_of_a_proxy_does_not_decide_for_ever_where_the_api_is() throws Exception {
        String noRoute = "{\"message\":\"Route GET:/storage/v1/status not found\",\"statusCode\":404}";
        try (ScriptedServer restarting = new ScriptedServer(
                ScriptedServer.reply(502, "restarting"),
                ScriptedServer.reply(404, noRoute, "Content-Type: application/json"),
                ScriptedServer.reply(200, "[]", "Content-Type: application/json"))) {
            SupabaseStorage client = client(restarting.uri().toString());
            assertThatThrownBy(() -> client.buckets().get("media")).isInstanceOf(RemoteException.class);
            try {
                client.buckets().get("media");
            } catch (RemoteException _) {
                // an empty list is no bucket; only where it was asked counts
            }

            assertThat(restarting.received().getLast().path()).isEqualTo("/bucket/media");
        }
    }

    private SupabaseStorage client(String address) {
        return new SupabaseStorage(http, SupabaseSettings.of(address, sandbox.serviceKey(), "media"));
    }

    @Test
    void bad_input_is_refused_before_anything_is_sent() {
        String url = sandbox.url().toString();
        sandbox.close(); // whatever is sent now fails differently
        assertThatThrownBy(() -> SupabaseSettings.of(url, " ", "media")).hasMessageContaining("key is empty");
        assertThatThrownBy(() -> SupabaseSettings.of(url, "a b", "media")).hasMessageContaining("blank");
        assertThatThrownBy(() -> SupabaseSettings.of("supabase.co", "k", "media"))
                .hasMessageContaining("http");
        assertThatThrownBy(() -> SupabaseSettings.of("https://u:p@x.co", "k", "m"))
                .hasMessageContaining("plain address");
        assertThatThrownBy(() -> SupabaseSettings.of(url, "key", "a/b")).hasMessageContaining("bucket name");
        assertThatThrownBy(() -> storage.info("")).hasMessageContaining("empty");
        assertThatThrownBy(() -> upload("a#b")).hasMessageContaining("refuses");
        assertThatThrownBy(() -> storage.sign("a", Duration.ofMillis(999))).hasMessageContaining("one second");
        assertThatThrownBy(() -> storage.buckets()
                        .create("b", new StorageBucket.Rules(false, OptionalLong.empty(), List.of("*/*"))))
                .hasMessageContaining("image/*");
        assertThatThrownBy(() -> upload("a").withMetadata(Map.of("x", "y".repeat(20_000))))
                .hasMessageContaining("metadata");
        assertThatThrownBy(() -> UploadRequest.of(StorageKey.of("u", "g", 1, "a"), folder, "png"))
                .hasMessageContaining("content type");
    }

    @Test
    void nothing_that_is_printed_shows_the_key() {
        assertThat(storage.settings().toString())
                .doesNotContain(sandbox.serviceKey())
                .contains("***");
    }

    private UploadRequest upload(String key) {
        try {
            Path file = Files.writeString(folder.resolve("picture.png"), "picture");
            return new UploadRequest(key, file, "Image/PNG; charset=x", false, Map.of());
        } catch (IOException exception) {
            throw new java.io.UncheckedIOException(exception);
        }
    }

    private static RemoteException refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        RemoteException exception = catchThrowableOfType(RemoteException.class, call);
        assertThat(exception).isNotNull();
        return exception;
    }

    private record Opened(int status, String body, String disposition) {}

    /** As a browser would: without any key. */
    private Opened get(URI url) throws IOException {
        Request request = new Request.Builder().url(url.toString()).build();
        try (Response response = http.client().newCall(request).execute()) {
            return new Opened(response.code(), response.body().string(), response.header("content-disposition", ""));
        }
    }

    private SupabaseStorage withKey(String key) {
        return new SupabaseStorage(http, SupabaseSettings.of(sandbox.url().toString(), key, "media"));
    }
}
