package dev.darkroom.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sandbox.storage.StorageSandbox;
import dev.darkroom.storage.access.StorageAccess.KeyProblem;
import dev.darkroom.storage.supabase.StorageBucket;
import dev.darkroom.storage.supabase.StorageKey;
import dev.darkroom.storage.supabase.SupabaseSettings;
import dev.darkroom.storage.supabase.SupabaseStorage;
import dev.darkroom.storage.supabase.UploadRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A single check reports which storage setting is wrong, before anything is paid for. */
class StorageAccessCheckTest {
    @TempDir
    private Path folder;

    private final HttpClients http = new HttpClients();
    private StorageSandbox sandbox;

    @BeforeEach
    void start() {
        sandbox = StorageSandbox.in(folder.resolve("sandbox"))
                .secret(StorageSandbox.DEMO_SECRET)
                .start();
        client(sandbox.serviceKey(), "media")
                .buckets()
                .create("media", new StorageBucket.Rules(false, OptionalLong.of(1000), List.of()));
    }

    @AfterEach
    void stop() {
        sandbox.close();
        http.close();
    }

    @Test
    void a_service_that_takes_files_is_ready_and_tells_what_its_bucket_lets_in() {
        assertThat(check(sandbox.serviceKey(), "media")).isInstanceOfSatisfying(StorageAccess.Ready.class, ready -> {
            assertThat(ready.bucket().rules().maxBytes()).hasValue(1000);
            assertThat(ready.failure()).isEmpty();
        });
    }

    @Test
    void a_bucket_that_is_not_there_is_named_with_its_setting() {
        assertThat(check(sandbox.serviceKey(), "medai"))
                .isEqualTo(new StorageAccess.BucketMissing("medai"))
                .satisfies(access -> assertAccountWide(access, "medai", "DARKROOM_BUCKET"));
    }

    @Test
    void each_kind_of_wrong_key_is_told_apart(@TempDir Path other) throws Exception {
        try (StorageSandbox stranger = StorageSandbox.in(other)
                .secret("another-secret-of-another-project-0123456789")
                .start()) {
            assertKeyRefused(sandbox.anonKey(), KeyProblem.ANONYMOUS);
            assertKeyRefused("sb_publishable_0123456789", KeyProblem.UNREADABLE);
            assertKeyRefused(sandbox.userKey("u1"), KeyProblem.USER);
            assertKeyRefused(stranger.serviceKey(), KeyProblem.WRONG_PROJECT);
            assertKeyRefused(token("{\"role\":\"service_role\",\"exp\":1000000000}"), KeyProblem.EXPIRED);
            assertKeyRefused("sb_secret_nonsense", KeyProblem.UNREADABLE);
        }
    }

    private void assertKeyRefused(String key, KeyProblem problem) {
        assertThat(check(key, "media"))
                .isEqualTo(new StorageAccess.KeyRefused(problem))
                .satisfies(access -> assertAccountWide(access, problem.why().english(), "DARKROOM_SUPABASE_KEY"));
    }

    @ParameterizedTest
    @CsvSource({"/wrong", "/storage/v2"})
    void a_path_without_a_storage_api_is_named_with_its_setting(String path) {
        String url = "http://127.0.0.1:" + sandbox.url().getPort() + path;

        StorageAccess access =
                check(new SupabaseStorage(http, SupabaseSettings.of(url, sandbox.serviceKey(), "media")));

        assertThat(access).isEqualTo(new StorageAccess.PathWrong(url));
        assertAccountWide(access, url, "DARKROOM_SUPABASE_URL");
    }

    @Test
    void a_page_of_a_gateway_is_a_wrong_path_too() {
        sandbox.setFaults(FaultRates.NONE.with(SandboxFault.STORAGE_404, 1));

        assertThat(check(sandbox.serviceKey(), "media")).isInstanceOf(StorageAccess.PathWrong.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"STORAGE_500", "STORAGE_503", "STORAGE_DOWN"})
    void a_service_in_trouble_is_unavailable_and_nobody_has_to_change_anything(SandboxFault fault) {
        sandbox.setFaults(FaultRates.NONE.with(fault, 1));

        RemoteException failure = check(sandbox.serviceKey(), "media").failure().orElseThrow();

        assertThat(failure.isOutage()).isTrue();
        assertThat(failure.kind()).isEqualTo(RemoteFailureKind.RETRYABLE);
    }

    @Test
    void nobody_listening_is_an_outage() {
        SupabaseStorage storage = client(sandbox.serviceKey(), "media");
        sandbox.close();

        assertThat(check(storage).failure().orElseThrow().isOutage()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "STORAGE_BUCKET_MISSING, DARKROOM_BUCKET",
        "STORAGE_ANON_KEY, DARKROOM_SUPABASE_KEY",
        "STORAGE_401, DARKROOM_SUPABASE_KEY",
        "STORAGE_404, DARKROOM_SUPABASE_URL"
    })
    void the_same_states_are_account_wide_when_an_upload_meets_them(SandboxFault fault, String setting)
            throws IOException {
        sandbox.setFaults(FaultRates.NONE.with(fault, 1));
        Path file = Files.writeString(folder.resolve("a.png"), "picture");
        SupabaseStorage storage = client(sandbox.serviceKey(), "media");
        UploadRequest upload = UploadRequest.of(StorageKey.of("u1", "g1", 0, "a.png"), file, "image/png");

        RemoteException refused = catchThrowableOfType(RemoteException.class, () -> storage.upload(upload));

        assertThat(refused.kind()).isEqualTo(RemoteFailureKind.ACCOUNT_WIDE);
        assertThat(refused.isOutage()).isFalse();
        assertThat(refused).hasMessageContaining(setting);
    }

    private static void assertAccountWide(StorageAccess access, String... words) {
        assertThat(access.failure().orElseThrow().kind()).isEqualTo(RemoteFailureKind.ACCOUNT_WIDE);
        assertThat(access.message().english()).contains(words);
    }

    private StorageAccess check(String key, String bucket) {
        return check(client(key, bucket));
    }

    private static StorageAccess check(SupabaseStorage storage) {
        return new StorageAccessCheck(storage).check();
    }

    private SupabaseStorage client(String key, String bucket) {
        return new SupabaseStorage(http, SupabaseSettings.of(sandbox.url().toString(), key, bucket));
    }

    private static String token(String claims) throws Exception {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String content = base64.encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(StorageSandbox.DEMO_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return content + "." + base64.encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    }
}
