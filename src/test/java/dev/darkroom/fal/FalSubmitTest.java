package dev.darkroom.fal;

import static dev.darkroom.http.ScriptedServer.nothing;
import static dev.darkroom.http.ScriptedServer.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.http.ScriptedServer;
import dev.darkroom.http.ScriptedServer.Reply;
import dev.darkroom.json.JsonMapping;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server does with a submit, it gets the job at most once, and the client never claims more than it can know. */
class FalSubmitTest {
    private static final String ID = "019e8887-52ac-7f31-88fc-1ed35f2bc8bb";
    private static final JsonNode INPUT =
            JsonMapping.parse("{\"prompt\":\"a red bicycle\",\"seed\":15860307465884635512}");

    private final HttpClients http = new HttpClients();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void sends_the_bare_input_with_the_key_and_follows_at_its_own_service() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(reply(200, accepted("http://127.0.0.1:1/fal-ai/flux/requests/" + ID)))) {
            SubmitResult submission = client(server).submit("fal-ai/flux/dev", INPUT);

            ScriptedServer.Received sent = server.only();
            assertThat(sent.method()).isEqualTo("POST");
            assertThat(sent.path()).isEqualTo("/fal-ai/flux/dev");
            assertThat(sent.body()).isEqualTo(JsonMapping.write(INPUT)).contains("15860307465884635512");
            assertThat(sent.headers())
                    .containsEntry("authorization", "Key kid:secret-of-test")
                    .containsEntry("content-type", "application/json")
                    .doesNotContainKeys(
                            "x-fal-queue-priority", "x-fal-store-io", "x-fal-request-timeout", "x-fal-no-retry");
            URI base = URI.create(server.uri() + "/fal-ai/flux/requests/" + ID);
            assertThat(submission)
                    .isEqualTo(new SubmitResult.Accepted(
                            new FalRequest(ID, URI.create(base + "/status"), base, URI.create(base + "/cancel"))));
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            200, Unknown,  UNKNOWN
            204, Unknown,  UNKNOWN
            301, Refused,  ACCOUNT_WIDE
            302, Unknown,  UNKNOWN
            303, Unknown,  UNKNOWN
            307, Refused,  ACCOUNT_WIDE
            308, Refused,  ACCOUNT_WIDE
            400, Refused,  FINAL
            401, Refused,  ACCOUNT_WIDE
            402, Refused,  ACCOUNT_WIDE
            403, Refused,  ACCOUNT_WIDE
            404, Refused,  FINAL
            405, Refused,  FINAL
            408, Unknown,  UNKNOWN
            409, Unknown,  UNKNOWN
            413, Refused,  FINAL
            422, Refused,  FINAL
            429, Refused,  RETRYABLE
            499, Unknown,  UNKNOWN
            500, Unknown,  UNKNOWN
            502, Unknown,  UNKNOWN
            503, Unknown,  UNKNOWN
            504, Unknown,  UNKNOWN
            """)
    void every_code_is_sent_once_and_judged(int code, String outcome, RemoteFailureKind kind) throws IOException {
        String body = code == 204 ? "" : "{\"detail\":\"because\"}";
        // Each header is an invitation to send again.
        Reply reply = reply(code, body, "Retry-After: 0", "Location: /elsewhere");
        try (ScriptedServer server = new ScriptedServer(reply)) {
            SubmitResult submission = client(server).submit("fal-ai/flux/dev", INPUT);

            assertThat(server.received()).hasSize(1);
            assertThat(submission.getClass().getSimpleName()).isEqualTo(outcome);
            var failure = switch (submission) {
                case SubmitResult.Refused refused -> refused.failure();
                case SubmitResult.Unknown unknown -> unknown.cause();
                case SubmitResult.Accepted accepted -> throw new AssertionError(accepted);
            };
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.status()).isEqualTo(code);
            assertThat(failure.getMessage()).contains("fal.ai answered " + code);
        }
    }

    @Test
    void a_locked_account_is_account_wide_and_a_closed_application_is_not() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                reply(403, "{\"detail\":\"User is locked. Reason: Exhausted balance.\"}"),
                reply(403, "{\"detail\":\"Cannot access application \\\"me/private\\\".\"}"))) {
            FalClient client = client(server);
            assertThat(refusal(client).kind()).isEqualTo(RemoteFailureKind.ACCOUNT_WIDE);
            assertThat(refusal(client).kind()).isEqualTo(RemoteFailureKind.FINAL);
        }
    }

    @Test
    void what_a_429_asks_for_is_kept() throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(429, "{\"detail\":\"slow down\"}", "Retry-After: 17"))) {
            assertThat(refusal(client(server)).retryAfter()).contains(Duration.ofSeconds(17));
        }
    }

    @Test
    void an_answer_cut_anywhere_in_its_head_leaves_doubt_and_never_a_second_post() throws IOException {
        Reply whole = reply(200, accepted(""), "x-fal-request-id: " + ID);
        for (int length = 0; length < whole.headLength(); length += 7) {
            try (ScriptedServer server = new ScriptedServer(whole.cutAt(length))) {
                SubmitResult submission = client(server).submit("fal-ai/flux/dev", INPUT);
                assertThat(submission).as("cut at %d", length).isInstanceOf(SubmitResult.Unknown.class);
                assertThat(server.received()).hasSize(1);
            }
        }
    }

    @Test
    void an_answer_cut_in_its_body_is_still_a_job_when_the_header_named_it() throws IOException {
        Reply named = reply(200, accepted(""), "x-fal-request-id: " + ID);
        Reply unnamed = reply(200, accepted(""));
        for (int behind = 0; behind < 60; behind += 9) {
            try (ScriptedServer server = new ScriptedServer(
                    named.cutAt(named.headLength() + behind), unnamed.cutAt(unnamed.headLength() + behind))) {
                FalClient client = client(server);
                assertThat(request(client.submit("workflows/me/flow/sub", INPUT)))
                        .isEqualTo(client.attach("workflows/me/flow", ID));
                assertThat(client.submit("fal-ai/flux/dev", INPUT)).isInstanceOf(SubmitResult.Unknown.class);
                assertThat(server.received()).hasSize(2);
            }
        }
    }

    @Test
    void a_gateway_error_that_names_the_job_gives_a_candidate() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(reply(502, "<html>bad gateway</html>", "x-fal-request-id: " + ID))) {
            SubmitResult submission = client(server).submit("fal-ai/flux/dev", INPUT);
            assertThat(submission).isInstanceOfSatisfying(SubmitResult.Unknown.class, unknown -> {
                assertThat(unknown.candidate()).map(FalRequest::requestId).contains(ID);
                assertThat(unknown.cause().getMessage()).doesNotContain("html");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>welcome to the hotel</html>",
                "{\"status\":\"IN_QUEUE\"",
                "{\"status\":\"IN_QUEUE\"}",
                "[]",
                "null",
                "{\"request_id\":\"../../evil\"}",
                "{\"request_id\":42}"
            })
    void a_good_code_with_a_bad_body_leaves_doubt(String body) throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(200, body))) {
            assertThat(client(server).submit("fal-ai/flux/dev", INPUT)).isInstanceOf(SubmitResult.Unknown.class);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void nothing_sent_is_nothing_started() {
        for (URI nowhere : new URI[] {URI.create("http://127.0.0.1:1"), URI.create("https://nowhere.invalid")}) {
            FalClient client = new FalClient(http, settings(nowhere), Duration.ofSeconds(10));
            assertThat(refusal(client).kind()).isEqualTo(RemoteFailureKind.RETRYABLE);
            assertThat(refusal(client).code()).isIn("connection_refused", "dns");
        }
    }

    @Test
    void a_connection_that_ends_at_once_leaves_doubt() throws IOException {
        try (ScriptedServer server = new ScriptedServer(nothing(Reply.After.CLOSE))) {
            assertThat(client(server).submit("fal-ai/flux/dev", INPUT)).isInstanceOf(SubmitResult.Unknown.class);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void a_server_that_never_ends_its_head_or_its_body_is_left_in_doubt() throws IOException {
        Reply whole = reply(200, accepted(""));
        for (Reply slow : new Reply[] {
            nothing(Reply.After.HANG),
            new Reply("HTTP/1.1 200 OK\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII), Reply.After.HANG),
            new Reply(java.util.Arrays.copyOf(whole.bytes(), whole.headLength() + 5), Reply.After.HANG)
        }) {
            try (ScriptedServer server = new ScriptedServer(slow)) {
                FalClient hurried = new FalClient(http, settings(server.uri()), Duration.ofMillis(300));
                assertThat(hurried.submit("fal-ai/flux/dev", INPUT)).isInstanceOf(SubmitResult.Unknown.class);
                assertThat(server.received()).hasSize(1);
            }
        }
    }

    @Test
    void an_interrupted_submit_leaves_doubt() throws Exception {
        try (ScriptedServer server = new ScriptedServer(nothing(Reply.After.HANG))) {
            CompletableFuture<SubmitResult> outcome = new CompletableFuture<>();
            Thread thread = Thread.ofVirtual()
                    .start(() -> outcome.complete(client(server).submit("fal-ai/flux/dev", INPUT)));
            server.awaitRequest();
            thread.interrupt();
            assertThat(outcome.get()).isInstanceOf(SubmitResult.Unknown.class);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void a_submit_never_meets_a_connection_that_the_server_has_closed() throws IOException {
        // Both answers promise to keep the connection; the server closes it all the same.
        Reply liar = reply(200, accepted("")).then(Reply.After.CLOSE);
        try (ScriptedServer server = new ScriptedServer(liar)) {
            FalClient client = client(server);
            for (int i = 1; i <= 5; i++) {
                assertThat(client.submit("fal-ai/flux/dev", INPUT)).isInstanceOf(SubmitResult.Accepted.class);
                assertThat(server.received()).hasSize(i);
                assertThat(server.received().getLast().connection()).isEqualTo(i);
            }
        }
    }

    @Test
    void addresses_of_a_foreign_host_are_not_followed_with_the_key() throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(200, accepted("https://evil.example/requests/" + ID)))) {
            FalClient client = client(server);
            FalRequest request = request(client.submit("fal-ai/kling-video/v2.5-turbo/pro/text-to-video", INPUT));
            assertThat(request.statusUrl())
                    .isEqualTo(URI.create(server.uri() + "/fal-ai/kling-video/requests/" + ID + "/status"));
        }
    }

    @Test
    void bad_arguments_are_told_before_anything_is_sent() throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(200, accepted("")))) {
            FalClient client = client(server);
            assertThatThrownBy(() -> client.submit("../admin", INPUT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not the name of a fal.ai model");
            assertThatThrownBy(() -> client.submit("fal-ai/flux", JsonMapping.parse("[]")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(server.received()).isEmpty();
        }
    }

    private FalClient client(ScriptedServer server) {
        return new FalClient(http, settings(server.uri()), Duration.ofSeconds(10));
    }

    private static FalSettings settings(URI queue) {
        return new FalSettings(queue, queue, "kid:secret-of-test");
    }

    private static dev.darkroom.http.RemoteException refusal(FalClient client) {
        return ((SubmitResult.Refused) client.submit("fal-ai/flux/dev", INPUT)).failure();
    }

    private static FalRequest request(SubmitResult submission) {
        return ((SubmitResult.Accepted) submission).request();
    }

    private static String accepted(String base) {
        return "{\"status\":\"IN_QUEUE\",\"request_id\":\"" + ID + "\",\"response_url\":\"" + base
                + "\",\"status_url\":\"" + base + "/status\",\"cancel_url\":\"" + base
                + "/cancel\",\"logs\":null,\"metrics\":{},\"queue_position\":0}";
    }
}
