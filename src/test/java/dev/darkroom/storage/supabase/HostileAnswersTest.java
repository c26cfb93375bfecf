package dev.darkroom.storage.supabase;

import static dev.darkroom.http.ScriptedServer.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.fal.FalStatus;
import dev.darkroom.fal.result.ResultFile;
import dev.darkroom.fal.result.ResultFile.SafetyFlag;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.ScriptedServer;
import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.storage.MediaType;
import dev.darkroom.storage.access.SignedLinkDownload;
import dev.darkroom.storage.upload.ResultDownload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Responses that no service should give: each results in a value or a sentence, never in another exception. */
class HostileAnswersTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    @AutoClose
    private final HttpClients http = new HttpClients();

    /** What comes is named by the first word: a header, the expiry of a link, or a whole body of one of the services. */
    @ParameterizedTest
    @CsvFileSource(resources = "/hostile/answers.csv", useHeadersInDisplayName = true)
    void an_answer_that_breaks_the_rules_ends_in_a_value_or_a_sentence(String input, String outcome)
            throws IOException {
        String[] parts = input.split(": ?", 2);
        String actual = switch (parts[0]) {
            case "Retry-After" -> retryAfter(parts[1]);
            case "exp" -> expiry(parts[1]);
            case "Content-Type" -> contentType(parts[1]);
            case "created_at" -> createdAt(parts[1]);
            case "object" -> object(parts[1]);
            case "status" -> status(parts[1]);
            default -> throw new IllegalArgumentException(input);
        };
        assertThat(actual).isEqualTo(outcome);
    }

    @Test
    void an_answer_that_never_ends_is_given_up_in_a_sentence() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n";
        byte[] bytes = (head + " ".repeat(65 * 1024 * 1024)).getBytes(StandardCharsets.US_ASCII);
        try (ScriptedServer server =
                new ScriptedServer(new ScriptedServer.Reply(bytes, ScriptedServer.Reply.After.HANG))) {
            assertThat(failure(() -> storage(server).info("x.png")))
                    .isEqualTo(
                            "No answer from Supabase Storage when asked to describe x.png: its answer is longer than 67108864"
                                    + " bytes.");
        }
    }

    @Test
    void a_file_that_says_or_turns_out_to_be_larger_than_the_limit_is_not_kept() throws IOException {
        String chunk = "3e8\r\n" + "x".repeat(1000) + "\r\n";
        byte[] endless = ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(50))
                .getBytes(StandardCharsets.US_ASCII);
        byte[] large = "HTTP/1.1 200 OK\r\nContent-Length: 40000\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        for (byte[] answer : new byte[][] {endless, large}) {
            try (ScriptedServer server =
                    new ScriptedServer(new ScriptedServer.Reply(answer, ScriptedServer.Reply.After.HANG))) {
                ResultDownload result =
                        new ResultDownload(http, OutboundPolicy.of(server.uri()), folder.resolve("results"), 10_000);
                SignedLinkDownload link = new SignedLinkDownload(http, OutboundPolicy.of(server.uri()), 10_000);
                SignedUrl url = new SignedUrl(server.uri(), Instant.now().plus(HOUR));

                assertThat(failure(() -> result.download(file(server))))
                        .isEqualTo("result.png is larger than 10,000 bytes.");
                assertThat(failure(() -> fetch(link, url)))
                        .isEqualTo("x.png is larger than 10,000 bytes and is not fetched.");
            }
            assertThat(folder.resolve("results")).isEmptyDirectory();
        }
    }

    @Test
    void a_link_of_a_row_is_opened_nowhere_but_at_its_storage_and_on_the_internet() {
        SignedLinkDownload link =
                new SignedLinkDownload(http, OutboundPolicy.of(java.net.URI.create("https://ref.supabase.co")), 10);
        SignedUrl url = new SignedUrl(
                java.net.URI.create("http://169.254.169.254/latest/meta-data"),
                Instant.now().plus(HOUR));

        assertThat(failure(() -> fetch(link, url)))
                .isEqualTo(
                        "The link to x.png is not opened: 169.254.169.254 is not opened: it belongs to the link-local range,"
                                + " where clouds keep their metadata (169.254.0.0/16), and the address came from outside.");
    }

    private String retryAfter(String value) throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(429, "{}", "Retry-After: " + value))) {
            storage(server).info("x.png");
            return "an answer";
        } catch (RemoteException failure) {
            return failure.retryAfter().map(wait -> "waits " + wait).orElse("waits as usual");
        }
    }

    private String expiry(String claim) throws IOException {
        String claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"exp\":" + claim + "}").getBytes(StandardCharsets.UTF_8));
        String body = "[{\"path\":\"x.png\",\"signedURL\":\"/object/sign/media/x.png?token=e30." + claims + ".s\"}]";
        try (ScriptedServer server = new ScriptedServer(reply(200, body, "Content-Type: application/json"))) {
            Instant expires = storage(server).sign("x.png", HOUR).expiresAt();
            long millis = Duration.between(Instant.now(), expires).toMillis();
            boolean asAsked = Math.abs(millis - HOUR.toMillis()) < 60_000;
            return asAsked ? "as long as asked for" : "until " + expires;
        }
    }

    /** The type that the bytes are stored with, once they have come under this one. */
    private String contentType(String value) throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(200, "\0\1\2", "Content-Type: " + value))) {
            ResultDownload download = new ResultDownload(http, OutboundPolicy.of(server.uri()), folder, 1000);
            ResultDownload.Downloaded downloaded = download.download(file(server));
            String type = MediaType.of(downloaded.file(), Optional.of(value), downloaded.contentType(), "result");
            UploadRequest upload =
                    UploadRequest.of(StorageKey.of("user", "generation", 0, "result"), downloaded.file(), type);
            return "stored as " + upload.body(() -> {}).contentType();
        }
    }

    private String createdAt(String value) throws IOException {
        String body = "{\"name\":\"x.png\",\"created_at\":\"" + value + "\"}";
        try (ScriptedServer server = new ScriptedServer(reply(200, body))) {
            return storage(server)
                    .info("x.png")
                    .createdAt()
                    .map(Instant::toString)
                    .orElse("unknown");
        }
    }

    private String object(String body) throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(200, body))) {
            return failure(() -> storage(server).info("x.png"));
        }
    }

    private String status(String body) throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(200, body, "Content-Type: application/json"))) {
            FalClient client = new FalClient(http, new FalSettings(server.uri(), server.uri(), "kid:secret-of-test"));
            FalStatus status = client.status(client.attach("fal-ai/flux/dev", "r"));
            return status.toString();
        } catch (RemoteException failure) {
            return String.valueOf(failure.getMessage());
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Any exception but the one of the clients goes through and fails the test. */
    private static String failure(Work work) {
        try {
            work.run();
            return "an answer";
        } catch (RemoteException failure) {
            return String.valueOf(failure.getMessage());
        } catch (IOException other) {
            throw new AssertionError(other);
        }
    }

    private void fetch(SignedLinkDownload download, SignedUrl link) throws IOException {
        Path target = Files.createTempFile(folder, "link-", ".part");
        try {
            download.fetch(link, "x.png", target, _ -> {});
        } finally {
            Files.delete(target);
        }
    }

    private SupabaseStorage storage(ScriptedServer server) {
        return new SupabaseStorage(
                http, SupabaseSettings.of(server.uri() + "/storage/v1", "sb_secret_of_a_test", "media"));
    }

    private static ResultFile file(ScriptedServer server) {
        return new ResultFile(
                1,
                server.uri() + "/result",
                Optional.empty(),
                "result.png",
                OptionalLong.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                SafetyFlag.UNKNOWN);
    }
}
