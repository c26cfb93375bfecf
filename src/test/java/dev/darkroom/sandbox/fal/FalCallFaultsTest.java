package dev.darkroom.sandbox.fal;

import static dev.darkroom.sandbox.fal.FalCaller.FLUX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.fal.FalCaller.Got;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of single calls: submit, status, cancel, stream. */
class FalCallFaultsTest extends FalFaultsRig {
    @Test
    void submit_answer_lost_leaves_a_job_that_nobody_knows_of() {
        String input = input("submit-answer-lost");

        assertThatThrownBy(() -> fal.submit(FLUX, input)).isInstanceOf(UncheckedIOException.class);

        assertThat(accepted(input)).hasSize(1);
        fal.accepted(FLUX, input); // a blind retry succeeds, and is a second job
        assertThat(sandbox.ledger().acceptedTwice())
                .anySatisfy(group -> assertThat(group).hasSize(2));
    }

    @Test
    void submit_502_leaves_a_job_too() {
        String input = input("submit-502");

        assertThat(fal.submit(FLUX, input).status()).isEqualTo(502);
        assertThat(accepted(input)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"submit-429, 429", "submit-503, 503", "account-locked, 403"})
    void a_refused_submit_accepts_nothing_and_the_next_one_goes_through(String fault, int status) {
        String input = input(fault);
        Got refused = fal.submit(FLUX, input);

        assertThat(refused.status()).isEqualTo(status);
        assertThat(accepted(input)).isEmpty();
        assertThat(fal.submit(FLUX, input).status()).isEqualTo(200);
        assertThat(refused.header("Retry-After")).isEqualTo(status == 429 ? "1" : "");
    }

    @Test
    void status_500_happens_once_and_by_header_on_the_call_that_asks() {
        JsonNode job = with("status-500");
        String status = job.get("status_url").asText();

        assertThat(fal.get(status).status()).isEqualTo(500);
        assertThat(fal.get(status).status()).isIn(200, 202);
        assertThat(fal.get(status, "x-sandbox-fault", "status-500").status()).isEqualTo(500);
    }

    @Test
    void malformed_status_is_not_json() {
        JsonNode job = with("malformed-status");
        Got got = fal.get(job.get("status_url").asText());

        assertThat(got.status()).isEqualTo(200);
        assertThatThrownBy(got::json).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void connection_cut_strikes_status_and_result_calls() {
        JsonNode job = with("connection-cut");
        assertThatThrownBy(() -> fal.status(job)).isInstanceOf(UncheckedIOException.class);
        fal.finished(job);

        assertThatThrownBy(() -> fal.get(job.get("response_url").asText(), "x-sandbox-fault", "connection-cut"))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void cancel_ignored_accepts_and_bills_all_the_same() throws IOException {
        String input = input("cancel-ignored");
        JsonNode job = fal.accepted("fal-ai/kling-video/v2.5-turbo/pro/text-to-video", input);

        assertThat(fal.cancel(job).status()).isEqualTo(202);
        assertThat(fal.finished(job).status()).isEqualTo(200);
        assertThat(accepted(input).getFirst().usd()).isPositive();
    }

    @Test
    void stream_cut_ends_before_completed() {
        JsonNode job = fal.accepted(
                "fal-ai/kling-video/v2.5-turbo/pro/text-to-video",
                "{\"prompt\":\"x\",\"sandbox_fault\":\"stream-cut\"}");

        String stream = fal.get(job.get("status_url").asText() + "/stream").text();

        assertThat(stream).contains("IN_PROGRESS").doesNotContain("COMPLETED");
    }

    private static List<RequestLedger.Entry> accepted(String input) {
        String seed = input.replaceAll(".*\"seed\":(\\d+).*", "\"seed\":$1");
        return sandbox.ledger().entries().stream()
                .filter(entry -> entry.input().matches(".*" + seed + "\\b.*"))
                .toList();
    }
}
