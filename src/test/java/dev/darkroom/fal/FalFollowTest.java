package dev.darkroom.fal;

import static dev.darkroom.http.ScriptedServer.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.darkroom.fal.FalClient.FalCancelResult;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.http.ScriptedServer;
import dev.darkroom.http.ScriptedServer.Reply;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Status, result and cancel of a job, against servers that follow the protocol and servers that do not. */
class FalFollowTest {
    private final HttpClients http = new HttpClients();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void asks_at_the_returned_address_with_key() throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(202, "{\"status\":\"IN_QUEUE\",\"queue_position\":3}"))) {
            assertThat(client(server).status(job(server))).isEqualTo(new FalStatus.InQueue(OptionalInt.of(3)));
            assertThat(server.only().path()).isEqualTo("/s");
            assertThat(server.only().headers()).containsEntry("authorization", "Key kid:secret-of-test");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | {"status":"IN_QUEUE"}                                             | InQueue[position=OptionalInt.empty]
            200 | {"status":"IN_QUEUE","queue_position":null}                       | InQueue[position=OptionalInt.empty]
            202 | {"status":"IN_QUEUE","queue_position":12654}                      | InQueue[position=OptionalInt[12654]]
            202 | {"status":"IN_PROGRESS","logs":null}                              | InProgress[]
            200 | {"status":"IN_PROGRESS"}                                          | InProgress[]
            202 | {"status":"COMPLETED","logs":null,"metrics":null}                 | Completed[error=Optional.empty, errorType=Optional.empty]
            200 | {"status":"COMPLETED","metrics":{"inference_time":126.701406955719}} | Completed[error=Optional.empty, errorType=Optional.empty]
            200 | {"status":"COMPLETED","error":"broke","error_type":"runner_disconnected"} | Completed[error=Optional[broke], errorType=Optional[runner_disconnected]]
            200 | {"status":"COMPLETED","error":{"msg":"x"}}                        | Completed[error=Optional[{"msg":"x"}], errorType=Optional.empty]
            200 | {"status":"completed","logs":null}                                | Completed[error=Optional.empty, errorType=Optional.empty]
            202 | {"status":"in progress","logs":[null,{"message":{"a":1}}]}        | InProgress[]
            202 | {"status":"IN_QUEUE","queue_position":"3"}                        | InQueue[position=OptionalInt[3]]
            200 | {"status":"FAILED"}                                               | Completed[error=Optional[Its status is FAILED.], errorType=Optional[job_failed]]
            200 | {"status":"failed","detail":"out of memory"}                      | Completed[error=Optional[out of memory], errorType=Optional[job_failed]]
            200 | {"status":"ERROR","error":"x","error_type":"runner_disconnected"} | Completed[error=Optional[x], errorType=Optional[runner_disconnected]]
            200 | {"status":"CANCELLED"}                                            | Completed[error=Optional[Its status is CANCELLED.], errorType=Optional[client_cancelled]]
            200 | {"status":"Canceled"}                                             | Completed[error=Optional[Its status is Canceled.], errorType=Optional[client_cancelled]]
            200 | {"status":"COMPLETED","metrics":{"inference_time":NaN}}           | Completed[error=Optional.empty, errorType=Optional.empty]
            200 | {"status":"HIBERNATING"}                                          | Unrecognised[value=HIBERNATING]
            404 | {"status":"NOT_FOUND"}                                            | Gone[detail=NOT_FOUND]
            404 | <html>nothing</html>                                              | Gone[detail=]
            """)
    void reads_every_status(int code, String body, String status) throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(code, body))) {
            assertThat(client(server).status(job(server))).hasToString(status);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            302, RETRYABLE
            307, RETRYABLE
            400, RETRYABLE
            401, ACCOUNT_WIDE
            403, ACCOUNT_WIDE
            405, RETRYABLE
            406, RETRYABLE
            418, RETRYABLE
            422, RETRYABLE
            408, RETRYABLE
            429, RETRYABLE
            500, RETRYABLE
            502, RETRYABLE
            503, RETRYABLE
            504, RETRYABLE
            """)
    void a_bad_code_is_thrown_with_what_it_means(int code, RemoteFailureKind kind) throws IOException {
        Reply reply = reply(code, "{\"detail\":\"because\"}", "Location: /elsewhere", "Retry-After: 9");
        try (ScriptedServer server = new ScriptedServer(reply)) {
            RemoteException thrown = thrown(() -> client(server).status(job(server)));
            assertThat(thrown.kind()).isEqualTo(kind);
            assertThat(thrown.status()).isEqualTo(code);
            assertThat(thrown.retryAfter()).contains(Duration.ofSeconds(9));
            assertThat(thrown.getMessage()).contains(code + " while asking for the status of a job: because");
            assertThat(server.only().path())
                    .as("no redirect is followed with the key")
                    .isEqualTo("/s");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "{\"status\":", "[]", "{}", "{\"status\":7}", "{\"status\":null}"})
    void a_malformed_status_is_retryable(String body) throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(200, body))) {
            RemoteException thrown = thrown(() -> client(server).status(job(server)));
            assertThat(thrown.retryable()).isTrue();
            assertThat(thrown.code()).isEqualTo("malformed");
        }
    }

    @Test
    void an_answer_cut_anywhere_is_retryable() throws IOException {
        Reply whole = reply(200, "{\"status\":\"COMPLETED\",\"logs\":null}");
        for (int length = 0; length < whole.bytes().length; length += 11) {
            try (ScriptedServer server = new ScriptedServer(whole.cutAt(length))) {
                assertThat(thrown(() -> client(server).status(job(server))).retryable())
                        .isTrue();
                assertThat(thrown(() -> client(server).result(job(server))).retryable())
                        .isTrue();
            }
        }
    }

    @Test
    void a_connection_that_went_stale_in_the_pool_is_no_error() throws IOException {
        Reply liar = reply(200, "{\"status\":\"IN_PROGRESS\"}").then(Reply.After.CLOSE);
        try (ScriptedServer server = new ScriptedServer(liar)) {
            FalClient client = client(server);
            for (int i = 0; i < 5; i++) {
                assertThat(client.status(job(server))).isEqualTo(new FalStatus.InProgress());
            }
        }
    }

    @Test
    void a_result_keeps_its_exact_text_and_numbers_of_any_size() throws IOException {
        String raw = "{ \"seed\":15860307465884635512, \"scale\": 3.50, \"images\":[] }";
        try (ScriptedServer server = new ScriptedServer(reply(200, raw))) {
            FalResult.Ready ready = (FalResult.Ready) client(server).result(job(server));
            assertThat(new String(ready.body(), StandardCharsets.UTF_8)).isEqualTo(raw);
            assertThat(ready.json().get("seed").bigIntegerValue()).isEqualTo(new BigInteger("15860307465884635512"));
            assertThat(ready.json().get("scale").decimalValue()).isEqualTo(new BigDecimal("3.50"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | {"images":[]}                                                  | Ready
            200 | {"status":"IN_QUEUE"}                                          | Ready
            202 | {"status":"IN_PROGRESS"}                                       | NotReady
            400 | {"detail":"Request is still in progress"}                      | NotReady
            400 | {"detail":"request is STILL IN PROGRESS."}                     | NotReady
            400 | {"detail":"Bad","error_type":"bad_request"}                    | Failed
            404 | {"status":"NOT_FOUND"}                                         | Gone
            404 | {"detail":"Request not found"}                                 | Gone
            404 |                                                                | Gone
            404 | {"detail":[{"loc":["body","image_url"],"msg":"x","type":"file_download_error"}]} | Failed
            410 |                                                                | Gone
            422 | {"detail":[{"loc":["body","prompt"],"msg":"Field required","type":"missing"}]}   | Failed
            422 | {"detail":"no"}                                                | Failed
            422 | not json                                                       | Failed
            499 | {"detail":"Cancelled","error_type":"client_cancelled"}         | Failed
            500 | {"detail":[{"msg":"x","type":"internal_server_error"}]}        | Failed
            504 | {"detail":"Request timed out","error_type":"request_timeout"}  | Failed
            403 | {"detail":"no","error_type":"runner_server_error"}             | Failed
            302 | {"detail":"Found"}                                             | RETRYABLE
            400 | <html>bad request</html>                                       | RETRYABLE
            401 | {"detail":"No user found for Key ID and Secret"}               | ACCOUNT_WIDE
            403 | {"detail":"User is locked. Reason: Exhausted balance."}        | ACCOUNT_WIDE
            405 | {"detail":"Method Not Allowed"}                                | RETRYABLE
            429 | {"detail":"slow down"}                                         | RETRYABLE
            500 | {"detail":"Internal Server Error"}                             | RETRYABLE
            500 |                                                                | RETRYABLE
            502 | <html>bad gateway</html>                                       | RETRYABLE
            503 | upstream connect error                                         | RETRYABLE
            200 | {"images":[{"url":"htt                                         | RETRYABLE
            200 |                                                                | RETRYABLE
            """)
    void a_result_is_judged_by_code_and_body(int code, String body, String outcome) throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(code, body == null ? "" : body))) {
            String seen;
            try {
                seen = client(server).result(job(server)).getClass().getSimpleName();
            } catch (RemoteException exception) {
                seen = exception.kind().name();
            }
            assertThat(seen).isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            500 | {"detail":"Internal Server Error"} | http_500 | RETRYABLE
            504 | the model took too long            | http_504 | RETRYABLE
            404 | {"detail":"Path /dve not found"}   | http_404 | FINAL
            403 | {"detail":"Not for you"}           | http_403 | FINAL
            401 | {"detail":"Bad upstream key"}      | http_401 | FINAL
            """)
    void an_answer_with_billable_units_is_the_models_own(int code, String body, String type, RemoteFailureKind kind)
            throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(code, body, "X-Fal-Billable-Units: 0"))) {
            assertThat(client(server).result(job(server))).isInstanceOfSatisfying(FalResult.Failed.class, failed -> {
                assertThat(failed.failure().type()).isEqualTo(type);
                assertThat(failed.failure().kind()).isEqualTo(kind);
            });
        }
    }

    @Test
    void an_answer_without_end_is_refused_before_it_fills_the_memory() throws IOException {
        Reply endless = new Reply(
                ("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(65 * 1024 * 1024))
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                Reply.After.CLOSE);
        try (ScriptedServer server = new ScriptedServer(endless)) {
            assertThat(thrown(() -> client(server).result(job(server))).code()).isEqualTo("broken_answer");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            202 | {"status":"CANCELLATION_REQUESTED"} | REQUESTED
            200 | {"status":"CANCELLATION_REQUESTED"} | REQUESTED
            202 |                                     | REQUESTED
            200 | {"status":"OK"}                     | REMOVED
            200 | {"success":true}                    | REMOVED
            200 |                                     | REMOVED
            200 | {"success":false}                   | REQUESTED
            400 | {"status":"ALREADY_COMPLETED"}      | ALREADY_COMPLETED
            404 | {"status":"NOT_FOUND"}              | NOT_FOUND
            404 |                                     | NOT_FOUND
            """)
    void cancel_says_what_is_known(int code, String body, FalCancelResult answer) throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(code, body == null ? "" : body))) {
            assertThat(client(server).cancel(job(server))).isEqualTo(answer);
            assertThat(server.only().method()).isEqualTo("PUT");
            assertThat(server.only().path()).isEqualTo("/c");
            assertThat(server.only().headers()).containsEntry("content-length", "0");
        }
    }

    @Test
    void a_cancel_that_the_service_could_not_take_is_thrown() throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(400, "{\"detail\":\"odd\"}"), reply(503, ""))) {
            assertThat(thrown(() -> client(server).cancel(job(server))).kind()).isEqualTo(RemoteFailureKind.RETRYABLE);
            assertThat(thrown(() -> client(server).cancel(job(server))).retryable())
                    .isTrue();
        }
    }

    @Test
    void no_message_and_no_text_holds_the_key() throws IOException {
        String echo = "{\"detail\":\"Key kid:secret-of-test is not valid\"}";
        try (ScriptedServer server = new ScriptedServer(reply(401, echo), reply(422, echo))) {
            assertThatThrownBy(() -> client(server).status(job(server)))
                    .hasMessageContaining("Check the fal.ai key")
                    .hasMessageNotContaining("secret-of-test");
            assertThat(client(server).result(job(server)).toString()).doesNotContain("secret-of-test");
            assertThat(client(server).settings().toString()).doesNotContain("secret-of-test");
        }
    }

    @Test
    void a_job_of_another_service_is_neither_asked_about_nor_shown_the_key() throws IOException {
        try (ScriptedServer before = new ScriptedServer(reply(404, "{}"));
                ScriptedServer now = new ScriptedServer(reply(404, "{}"))) {
            FalClient client = client(now);
            FalRequest own = job(now);
            FalRequest foreign = job(before);
            FalRequest mixed = new FalRequest("id", own.statusUrl(), foreign.responseUrl(), own.cancelUrl());
            FalRequest last = new FalRequest("id", own.statusUrl(), own.responseUrl(), foreign.cancelUrl());

            assertThat(client.isSameService(own)).isTrue();
            assertThat(client.isSameService(foreign)).isFalse();
            assertThat(client.isSameService(mixed)).isFalse();
            for (FalRequest job : List.of(foreign, mixed, last)) {
                for (RemoteException refused : List.of(
                        thrown(() -> client.status(job)),
                        thrown(() -> client.result(job)),
                        thrown(() -> client.cancel(job)))) {
                    assertThat(refused.code()).isEqualTo(FalClient.FOREIGN_ORIGIN);
                    assertThat(refused.kind()).isEqualTo(RemoteFailureKind.UNKNOWN);
                    assertThat(refused)
                            .hasMessageContaining("was accepted by another service ("
                                    + before.uri().getAuthority() + ")");
                }
            }
            assertThat(before.received()).isEmpty();
            assertThat(now.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":NaN,\"b\":-Infinity,\"c\":Infinity,\"images\":[]}",
                "{\"a\":1e400,\"b\":1e1001,\"c\":1e99999999999,\"images\":[]}",
                "\uFEFF{\"images\":[]}",
                "{\"prompt\":\"half \\ud83d and \\u0000 and typed \\\\u0000\",\"images\":[]}",
                "{\"prompt\":\"a line\nbreak\",\"images\":[]}"
            })
    void an_odd_result_is_read_and_kept_byte_for_byte(String body) throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(200, body))) {
            FalResult.Ready ready = (FalResult.Ready) client(server).result(job(server));
            assertThat(ready.json().path("images").isArray()).isTrue();
            assertThat(ready.body()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
            assertThat(ready.toString()).doesNotContain("images").contains("bytes");
        }
    }

    @Test
    void a_result_of_25_mb_that_is_nested_2_000_deep_is_read() throws IOException {
        String body =
                "{\"mask\":\"" + "A".repeat(25_000_000) + "\",\"tree\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}";
        try (ScriptedServer server = new ScriptedServer(reply(200, body))) {
            FalResult.Ready ready = (FalResult.Ready) client(server).result(job(server));
            assertThat(ready.json().path("mask").asText()).hasSize(25_000_000);
            assertThat(ready.body()).hasSize(body.length());
        }
    }

    @Test
    void bytes_that_are_no_text_do_not_spoil_a_result() throws IOException {
        byte[] head = "HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{\"a\":\"".getBytes(StandardCharsets.US_ASCII);
        byte[] broken = {(byte) 0xff, (byte) 0xed, (byte) 0xa0, (byte) 0x80};
        byte[] tail = "\",\"b\":1}".getBytes(StandardCharsets.US_ASCII);
        byte[] whole = java.nio.ByteBuffer.allocate(head.length + broken.length + tail.length)
                .put(head)
                .put(broken)
                .put(tail)
                .array();
        try (ScriptedServer server = new ScriptedServer(new Reply(whole, Reply.After.KEEP))) {
            FalResult.Ready ready = (FalResult.Ready) client(server).result(job(server));
            assertThat(ready.json().path("b").asInt()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            FAILED    | 200 | {"images":[]}                            | Ready
            FAILED    | 400 | {"detail":"Request is still in progress"} | job_failed
            FAILED    | 404 | {"status":"NOT_FOUND"}                   | job_failed
            cancelled | 404 | {"status":"NOT_FOUND"}                   | client_cancelled
            FAILED    | 500 | {"detail":[{"msg":"x","type":"internal_server_error"}]} | internal_server_error
            COMPLETED | 400 | {"detail":"Request is still in progress"} | NotReady
            COMPLETED | 404 | {"status":"NOT_FOUND"}                   | Gone
            """)
    void the_status_says_why_a_job_failed_when_its_result_does_not(String word, int code, String body, String outcome)
            throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(reply(200, "{\"status\":\"" + word + "\"}"), reply(code, body))) {
            FalStatus.Completed status = (FalStatus.Completed) client(server).status(job(server));
            FalResult result = client(server).result(job(server), status);
            assertThat(
                            result instanceof FalResult.Failed failed
                                    ? failed.failure().type()
                                    : result.getClass().getSimpleName())
                    .isEqualTo(outcome);
        }
    }

    @Test
    void what_repeats_the_prompt_or_cannot_be_stored_never_reaches_a_message() throws IOException {
        String body =
                "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"too \\ud83d \\u0000odd\",\"type\":\"bad\",\"input\":\"my secret plan\"}]}";
        try (ScriptedServer server = new ScriptedServer(reply(422, body), reply(500, "half \uD83D\u0000"))) {
            FalFailure failure = ((FalResult.Failed) client(server).result(job(server))).failure();
            assertThat(failure.message()).isEqualTo("prompt: too \uFFFD odd");
            assertThat(failure.toString()).doesNotContain("my secret plan");
            assertThat(failure.raw()).contains("my secret plan");
            assertThat(thrown(() -> client(server).status(job(server))).getMessage())
                    .doesNotContain("\u0000");
        }
    }

    private FalClient client(ScriptedServer server) {
        return new FalClient(
                http, new FalSettings(server.uri(), server.uri(), "kid:secret-of-test"), Duration.ofSeconds(10));
    }

    private static FalRequest job(ScriptedServer server) {
        return new FalRequest(
                "id",
                server.uri().resolve("/s"),
                server.uri().resolve("/r"),
                server.uri().resolve("/c"));
    }

    private static RemoteException thrown(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(RemoteException.class, call);
    }
}
