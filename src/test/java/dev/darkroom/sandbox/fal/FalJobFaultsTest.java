package dev.darkroom.sandbox.fal;

import static dev.darkroom.sandbox.fal.FalCaller.FLUX;
import static dev.darkroom.sandbox.fal.FalCaller.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.fal.FalCaller.Got;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every job fault has its documented effect. */
class FalJobFaultsTest extends FalFaultsRig {
    private static String file(Got result) {
        return result.json().at("/images/0/url").asText();
    }

    @Test
    void stuck_in_queue_stays_at_position_0_and_lets_others_pass() throws IOException {
        JsonNode stuck = with("stuck-in-queue");
        assertThat(fal.finished(FLUX, input("")).status()).isEqualTo(200);

        assertThat(fal.status(stuck).get("status").asText()).isEqualTo("IN_QUEUE");
        assertThat(fal.status(stuck).get("queue_position").asInt()).isZero();
        assertThat(fal.cancel(stuck).status()).isEqualTo(200);
        assertThat(fal.finished(stuck).status()).isEqualTo(499);
    }

    @Test
    void stuck_in_progress_stays_so_until_cancelled() throws IOException {
        JsonNode stuck = with("stuck-in-progress");
        await(() -> fal.is(stuck, "IN_PROGRESS"));
        assertThat(fal.finished(FLUX, input("")).status()).isEqualTo(200);
        assertThat(fal.is(stuck, "IN_PROGRESS")).isTrue();

        assertThat(fal.cancel(stuck).status()).isEqualTo(202);
        assertThat(fal.finished(stuck).status()).isEqualTo(499);
    }

    @Test
    void stuck_in_turns_goes_to_and_fro_until_cancelled() throws IOException {
        JsonNode stuck = with("stuck-in-turns");
        await(() -> fal.is(stuck, "IN_PROGRESS"));
        assertThat(fal.is(stuck, "IN_QUEUE")).isTrue();
        assertThat(fal.is(stuck, "IN_PROGRESS")).isTrue();

        assertThat(fal.cancel(stuck).status()).isEqualTo(202);
        assertThat(fal.finished(stuck).status()).isEqualTo(499);
    }

    @Test
    void slow_runs_ten_times_as_long() {
        HandClock clock = new HandClock();
        try (FalSandbox slow = FalSandbox.start(
                        FalSandboxSettings.defaults().withClock(clock).withPictureScale(0.1));
                FalCaller caller = new FalCaller(slow)) {
            JsonNode job = caller.accepted(FLUX, input("slow"));
            clock.move(Duration.ofSeconds(1));
            assertThat(caller.is(job, "IN_PROGRESS")).isTrue();
            clock.move(Duration.ofSeconds(8));
            assertThat(caller.is(job, "IN_PROGRESS")).isTrue();
            clock.move(Duration.ofSeconds(8));
            assertThat(caller.finished(job).status()).isEqualTo(200);
        }
    }

    @Test
    void back_to_queue_is_seen_once() {
        HandClock clock = new HandClock();
        try (FalSandbox other = FalSandbox.start(
                        FalSandboxSettings.defaults().withClock(clock).withPictureScale(0.1));
                FalCaller caller = new FalCaller(other)) {
            JsonNode job = caller.accepted(FLUX, input("back-to-queue"));
            clock.move(Duration.ofSeconds(1));
            assertThat(caller.is(job, "IN_PROGRESS")).isTrue();
            clock.move(Duration.ofSeconds(2));
            assertThat(caller.is(job, "IN_QUEUE")).isTrue();
            clock.move(Duration.ofSeconds(1));
            assertThat(caller.is(job, "IN_PROGRESS")).isTrue();
            clock.move(Duration.ofSeconds(2));
            assertThat(caller.finished(job).status()).isEqualTo(200);
        }
    }

    @Test
    void completed_with_error_tells_in_both_places() {
        JsonNode job = with("completed-with-error");
        Got result = fal.finished(job);

        assertThat(fal.status(job).get("error").asText()).isEqualTo("Request timed out");
        assertThat(fal.status(job).get("error_type").asText()).isEqualTo("request_timeout");
        assertThat(result.status()).isEqualTo(504);
        assertThat(result.header("X-Fal-Error-Type")).isEqualTo("request_timeout");
    }

    @ParameterizedTest
    @CsvSource({
        "hidden-refusal,      422, /detail/0/type, content_policy_violation, false",
        "hidden-error-text,   422, /detail,        The picture could not be made from this input, false",
        "hidden-server-error, 500, /detail/0/type, internal_server_error, true"
    })
    void a_hidden_failure_is_told_by_the_result_alone(
            String fault, int status, String place, String text, String retry) {
        JsonNode job = with(fault);
        Got result = fal.finished(job);

        assertThat(fal.status(job).has("error")).isFalse();
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.json().at(place).asText()).isEqualTo(text);
        assertThat(result.header("X-Fal-Retryable")).isEqualTo(retry);
    }

    @Test
    void not_yet_says_still_in_progress_for_a_moment_after_completed() {
        JsonNode job = with("not-yet");
        Got first = fal.finished(job);

        assertThat(first.status()).isEqualTo(400);
        assertThat(first.json().get("detail").asText()).isEqualTo("Request is still in progress");
        await(() -> fal.result(job).status() == 200);
    }

    @Test
    void result_expired_is_gone_although_completed() {
        JsonNode job = with("result-expired");

        assertThat(fal.finished(job).status()).isEqualTo(404);
        assertThat(fal.is(job, "COMPLETED")).isTrue();
    }

    @Test
    void malformed_result_is_cut_the_first_time() {
        JsonNode job = with("malformed-result");
        Got first = fal.finished(job);

        assertThat(first.status()).isEqualTo(200);
        assertThatThrownBy(first::json).isInstanceOf(IllegalArgumentException.class);
        assertThat(fal.result(job).json().at("/images/0/url").asText()).isNotEmpty();
    }

    @Test
    void unknown_status_is_answered_once() {
        JsonNode job = with("unknown-status");

        assertThat(fal.status(job).get("status").asText()).isEqualTo("PAUSED");
        assertThat(fal.finished(job).status()).isEqualTo(200);
    }

    @Test
    void huge_seed_lies_above_two_to_the_63rd() {
        BigInteger seed = fal.finished(with("huge-seed")).json().get("seed").bigIntegerValue();

        assertThat(seed).isGreaterThanOrEqualTo(BigInteger.TWO.pow(63));
    }

    @Test
    void file_gone_answers_404() {
        assertThat(fal.get(file(fal.finished(with("file-gone")))).status()).isEqualTo(404);
    }

    @Test
    void file_cut_breaks_off_the_first_time() {
        String file = file(fal.finished(with("file-cut")));

        assertThatThrownBy(() -> fal.get(file)).isInstanceOf(UncheckedIOException.class);
        assertThat(fal.get(file).status()).isEqualTo(200);
    }

    @Test
    void file_wrong_size_is_shorter_than_said() {
        Got result = fal.finished(with("file-wrong-size"));
        Got file = fal.get(file(result));

        assertThat(file.status()).isEqualTo(200);
        assertThat(file.bytes().length)
                .isPositive()
                .isLessThan(result.json().at("/images/0/file_size").asInt());
        assertThat(file.header("content-length")).isEqualTo(String.valueOf(file.bytes().length));
    }

    @Test
    void no_content_type_leaves_out_type_and_size() {
        Got result = fal.finished("fal-ai/nano-banana", "{\"prompt\":\"x\",\"sandbox_fault\":\"no-content-type\"}");

        assertThat(result.json().at("/images/0").has("url")).isTrue();
        assertThat(result.json().at("/images/0").has("content_type")).isFalse();
        assertThat(result.json().at("/images/0").has("file_size")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            result-lone-surrogate | half \\ud83d of one
            result-nul            | \\u0000 and typed \\\\u0000
            result-nan            | "loss":NaN
            result-deep           | [[[[[[
            result-long-text      | AAAAAAAAAA
            result-bare-address   | "images":["http
            result-inline-svg     | "svg":"<svg
            nsfw-list             | "has_nsfw_concepts":[true]
            nsfw-bare             | "has_nsfw_concepts":true
            nsfw-short-list       | "has_nsfw_concepts":[true]
            file-odd-type         | "content_type":"binary"
            """)
    void an_odd_result_holds_what_its_fault_says(String fault, String text) {
        Got result = fal.finished(with(fault));

        assertThat(result.status()).isEqualTo(200);
        assertThat(new String(result.bytes(), StandardCharsets.UTF_8)).contains(text);
    }

    @Test
    void result_bom_begins_with_the_mark() {
        assertThat(fal.finished(with("result-bom")).bytes()).startsWith(0xEF, 0xBB, 0xBF);
    }

    @ParameterizedTest
    @CsvSource({"status-lower-case, completed, 200", "status-failed, FAILED, 500", "status-cancelled, CANCELLED, 499"})
    void an_odd_word_ends_the_job(String fault, String word, int code) {
        JsonNode job = with(fault);
        await(() -> fal.is(job, word));
        assertThat(fal.result(job).status()).isEqualTo(code);
    }

    @Test
    void status_late_answers_404_twice() {
        JsonNode job = with("status-late");
        for (int call = 0; call < 2; call++) {
            assertThat(fal.status(job).get("status").asText()).isEqualTo("NOT_FOUND");
        }
        assertThat(fal.finished(job).status()).isEqualTo(200);
    }

    @Test
    void file_late_answers_404_the_first_time() {
        String file = file(fal.finished(with("file-late")));
        assertThat(fal.get(file).status()).isEqualTo(404);
        assertThat(fal.get(file).status()).isEqualTo(200);
    }

    /** A demo on all faults ends within minutes. */
    @Test
    void all_leaves_out_the_answer_after_which_a_job_waits_for_an_hour() {
        assertThat(FaultRates.parse("all").rates())
                .containsKey(SandboxFault.SUBMIT_429)
                .doesNotContainKey(SandboxFault.SUBMIT_429_FOR_EVER);
        assertThat(FaultRates.parse("submit-429-for-ever").rates()).containsKey(SandboxFault.SUBMIT_429_FOR_EVER);
    }

    @Test
    void rates_that_are_more_than_one_together_keep_their_proportions() {
        FaultRates faults = FaultRates.parse("all=1");
        SplittableRandom random = new SplittableRandom(3);
        Set<SandboxFault> drawn = EnumSet.noneOf(SandboxFault.class);
        for (int n = 0; n < 2_000; n++) {
            faults.draw(SandboxFault.Side.FAL_JOB, random).ifPresent(drawn::add);
        }
        assertThat(drawn)
                .contains(SandboxFault.STUCK_IN_QUEUE, SandboxFault.FILE_ODD_TYPE)
                .doesNotContain(SandboxFault.RESULT_LONG_TEXT);
    }

    @Test
    void a_word_in_the_prompt_works_too_and_an_unknown_one_is_refused_with_the_list() {
        Got result = fal.finished(FLUX, "{\"prompt\":\"a hill [sandbox:hidden-refusal]\"}");
        Got unknown = fal.submit(FLUX, input("no-such-fault"));

        assertThat(result.status()).isEqualTo(422);
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().get("detail").asText())
                .contains("no-such-fault")
                .contains("stuck-in-queue");
    }

    @Test
    void chance_depends_on_the_seed_and_the_request_alone() {
        FaultRates half = FaultRates.parse("hidden-refusal=0.5");
        Set<List<Integer>> outcomes = new HashSet<>();
        for (int run = 0; run < 2; run++) {
            try (FalSandbox other = FalSandbox.start(FalSandboxSettings.defaults()
                            .withSpeed(2_000)
                            .withPictureScale(0.1)
                            .withSeed(5)
                            .withFaults(half));
                    FalCaller caller = new FalCaller(other)) {
                outcomes.add(IntStream.range(0, 12)
                        .mapToObj(n -> caller.finished(FLUX, "{\"prompt\":\"p\",\"seed\":" + n + "}")
                                .status())
                        .toList());
            }
        }

        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.iterator().next()).contains(200, 422);
    }
}
