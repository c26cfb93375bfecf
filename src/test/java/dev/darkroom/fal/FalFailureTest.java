package dev.darkroom.fal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.fal.FalHttp.HttpAnswer;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import java.util.Optional;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FalFailureTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            500, internal_server_error,                 ,      RETRYABLE
            500, internal_server_error,                 true,  RETRYABLE
            500, internal_server_error,                 false, FINAL
            504, generation_timeout,                    ,      RETRYABLE
            400, downstream_service_error,              ,      RETRYABLE
            400, downstream_service_error,              false, FINAL
            500, downstream_service_unavailable,        ,      RETRYABLE
            422, content_policy_violation,              ,      FINAL
            422, no_media_generated,                    ,      FINAL
            422, image_load_error,                      ,      FINAL
            422, file_download_error,                   ,      FINAL
            422, face_detection_error,                  ,      FINAL
            422, feature_not_supported,                 ,      FINAL
            422, image_too_small,                       ,      FINAL
            422, file_too_large,                        ,      FINAL
            422, greater_than,                          ,      FINAL
            422, multiple_of,                           ,      FINAL
            422, sequence_too_long,                     ,      FINAL
            422, one_of,                                ,      FINAL
            422, unsupported_audio_format,              ,      FINAL
            422, missing,                               ,      FINAL
            422, string_type,                           ,      FINAL
            422, value_error.missing,                   false, FINAL
            422, something_new,                         true,  RETRYABLE
            504, request_timeout,                       ,      RETRYABLE
            504, startup_timeout,                       ,      RETRYABLE
            503, runner_scheduling_failure,             ,      RETRYABLE
            503, runner_connection_timeout,             ,      RETRYABLE
            503, runner_disconnected,                   ,      RETRYABLE
            503, runner_connection_refused,             ,      RETRYABLE
            503, runner_connection_error,               ,      RETRYABLE
            502, runner_incomplete_response,            ,      RETRYABLE
            500, runner_server_error,                   ,      RETRYABLE
            500, internal_error,                        ,      RETRYABLE
            499, client_disconnected,                   ,      RETRYABLE
            499, client_cancelled,                      ,      FINAL
            400, bad_request,                           ,      FINAL
            """)
    void both_bodies_of_every_type_mean_the_same(int status, String type, String retryable, RemoteFailureKind kind) {
        Headers headers = retryable == null ? Headers.of() : Headers.of("X-Fal-Retryable", retryable);
        FalFailure listed = failure(
                status,
                "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"m\",\"type\":\"" + type + "\"}]}",
                headers);
        FalFailure plain = failure(status, "{\"detail\":\"m\",\"error_type\":\"" + type + "\"}", headers);

        for (FalFailure failure : new FalFailure[] {listed, plain}) {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.type()).isEqualTo(type);
            assertThat(failure.httpStatus()).isEqualTo(status);
            assertThat(failure.sentence().english()).endsWith(".").hasSizeLessThan(300);
            assertThat(failure.cancelled()).isEqualTo(type.equals("client_cancelled"));
        }
        assertThat(listed.field()).contains("prompt");
        assertThat(listed.message()).isEqualTo("prompt: m");
        assertThat(plain.message()).isEqualTo("m");
    }

    @Test
    void several_details_are_all_told_and_the_first_names_the_field() {
        FalFailure failure = failure(
                422,
                "{\"detail\":[{\"loc\":[\"body\",\"loras\",0,\"path\"],\"msg\":\"Field required\",\"type\":\"missing\"},"
                        + "{\"loc\":[\"body\",\"seed\"],\"msg\":\"too large\",\"type\":\"less_than\"}, 7]}",
                Headers.of());
        assertThat(failure.field()).contains("loras.0.path");
        assertThat(failure.type()).isEqualTo("missing");
        assertThat(failure.message()).isEqualTo("loras.0.path: Field required; seed: too large");
        assertThat(failure.sentence().english()).isEqualTo("The input lacks \"loras.0.path\".");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"detail":"just text"}          | just text | http_422
            {"detail":[]}                   | ``        | http_422
            {"detail":["one","two"]}        | one; two  | http_422
            {"detail":7}                    | 7         | http_422
            {"detail":{"msg":"m","type":"t"}} | m       | t
            {"error":"e"}                   | e         | http_422
            {"message":"m"}                 | m         | http_422
            {"detail":[{"type":"missing"}]} | no message | missing
            plain words                     | plain words | http_422
            <html>x</html>                  | ``        | http_422
            """)
    void odd_bodies_are_read_as_far_as_they_go(String body, String message, String type) {
        FalFailure failure = failure(422, body, Headers.of());
        assertThat(failure.message()).isEqualTo(message);
        assertThat(failure.type()).isEqualTo(type);
        assertThat(failure.kind()).isEqualTo(RemoteFailureKind.FINAL);
    }

    @Test
    void the_platform_header_names_the_type_too() {
        FalFailure failure = failure(503, "{\"detail\":\"m\"}", Headers.of("X-Fal-Error-Type", "runner_disconnected"));
        assertThat(failure.type()).isEqualTo("runner_disconnected");
    }

    @Test
    void our_own_limit_for_the_start_is_final() {
        FalFailure failure = failure(
                504,
                "{\"detail\":\"Request timed out\",\"error_type\":\"request_timeout\"}",
                Headers.of("X-Fal-Request-Timeout-Type", "user"));
        assertThat(failure.kind()).isEqualTo(RemoteFailureKind.FINAL);
    }

    @Test
    void the_body_is_kept_without_secrets_and_not_for_ever() {
        FalFailure failure = failure(
                422,
                "{\"detail\":\"x\",\"token\":\"hunter2hunter2\",\"input\":\"" + "y".repeat(100_000) + "\"}",
                Headers.of());
        assertThat(failure.raw())
                .contains("\"token\":\"***\"")
                .doesNotContain("hunter2")
                .hasSizeLessThan(8_100);
        assertThat(failure(422, "{\"detail\":\"" + "z".repeat(50_000) + "\"}", Headers.of())
                        .message())
                .hasSizeLessThan(1_100);
    }

    @Test
    void a_status_that_names_an_error_is_a_failure_by_itself() {
        var completed = new FalStatus.Completed(Optional.of("gone"), Optional.of("runner_disconnected"));
        assertThat(FalFailure.of(completed)).hasValueSatisfying(failure -> {
            assertThat(failure.kind()).isEqualTo(RemoteFailureKind.RETRYABLE);
            assertThat(failure.message()).isEqualTo("gone");
        });
        assertThat(FalFailure.of(new FalStatus.Completed(Optional.empty(), Optional.empty())))
                .isEmpty();
    }

    private static FalFailure failure(int status, String body, Headers headers) {
        HttpAnswer answer = new HttpAnswer(status, headers, body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return FalFailure.of(answer, ErrorBodyParser.of(answer));
    }
}
