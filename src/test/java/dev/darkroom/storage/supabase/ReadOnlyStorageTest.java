package dev.darkroom.storage.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.http.HttpClients;
import dev.darkroom.http.HttpClients.ReadOnlyHttpException;
import dev.darkroom.http.RecordingProxy;
import dev.darkroom.sandbox.storage.StorageSandbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Every call of the client on a read-only connection, through a proxy that records what was sent. */
class ReadOnlyStorageTest {
    private static final String KEY = "u1/g1/0-a.txt";

    @TempDir
    private Path folder;

    private final HttpClients http = HttpClients.readOnly();
    private StorageSandbox sandbox;
    private RecordingProxy proxy;
    private SupabaseStorage storage;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(folder.resolve("a.txt"), "a heron");
        sandbox = StorageSandbox.in(folder.resolve("sandbox")).start();
        try (HttpClients writing = new HttpClients()) {
            SupabaseStorage owner = storage(writing, sandbox.url());
            owner.buckets().create("media", StorageBucket.Rules.PRIVATE);
            owner.upload(upload(KEY));
        }
        proxy = new RecordingProxy(sandbox.url());
        storage = storage(http, proxy.url());
        storage.buckets().get("media"); // finds out where the API begins
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
        proxy.close();
        sandbox.close();
    }

    private SupabaseStorage storage(HttpClients with, URI url) {
        return new SupabaseStorage(with, SupabaseSettings.of(url.toString(), sandbox.serviceKey(), "media"));
    }

    private UploadRequest upload(String key) {
        return new UploadRequest(key, file, "text/plain", false, Map.of());
    }

    @Test
    void every_call_that_changes_something_is_refused_and_not_sent() {
        int before = proxy.passed().size();
        Map<String, Executable> writing = Map.of(
                "upload", () -> storage.upload(upload("u1/g1/1-b.txt")),
                "delete", () -> storage.delete(List.of(KEY)),
                "make a bucket", () -> storage.buckets().ensure("other", StorageBucket.Rules.PRIVATE));
        writing.forEach((name, call) -> assertThatThrownBy(call::execute)
                .as(name)
                .isInstanceOf(ReadOnlyHttpException.class)
                .hasMessageStartingWith("This connection is read-only: a "));
        assertThat(proxy.passed().subList(before, proxy.passed().size()))
                .extracting(RecordingProxy.Passed::method)
                .containsOnly("GET"); // whether the bucket to be made is there
        assertThat(sandbox.file("media", KEY)).isPresent();
    }

    @Test
    void every_call_that_asks_works_and_the_post_among_them_writes_nothing() {
        SignedUrl link = storage.sign(KEY, Duration.ofMinutes(1));
        assertThat(link.isExpired(java.time.Instant.now())).isFalse();
        assertThat(storage.find(KEY)).isPresent();
        assertThat(storage.buckets().get("media").id()).isEqualTo("media");
        Set<String> posts = proxy.passed().stream()
                .filter(passed -> !passed.method().equals("GET"))
                .map(passed -> passed.method() + " " + passed.path().replaceFirst("^/storage/v1", ""))
                .collect(Collectors.toSet());
        assertThat(posts).containsExactly("POST /object/sign/media");
    }
}
