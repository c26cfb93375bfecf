package dev.darkroom.sandbox.fal;

import static dev.darkroom.sandbox.fal.FalCaller.FLUX;
import static dev.darkroom.sandbox.fal.FalCaller.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fal.FalCaller.Got;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The happy path through the queue, with time advanced manually. */
class FalProtocolTest {
    private final HandClock clock = new HandClock();
    private final FalSandbox sandbox = FalSandbox.start(
            FalSandboxSettings.defaults().withClock(clock).withPictureScale(0.1).withConcurrency(1));
    private final FalCaller fal = new FalCaller(sandbox);

    @AfterEach
    void close() {
        fal.close();
        sandbox.close();
    }

    @Test
    void a_submit_answers_with_a_version_7_id_and_addresses_of_the_application_alone() {
        Got got = fal.submit("fal-ai/kling-video/v2.5-turbo/pro/text-to-video", "{\"prompt\":\"a wave\"}");

        JsonNode job = got.json();
        String id = job.get("request_id").asText();
        String own = sandbox.url() + "/fal-ai/kling-video/requests/" + id;
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.header("x-fal-request-id")).isEqualTo(id);
        assertThat(UUID.fromString(id).version()).isEqualTo(7);
        assertThat(job.get("status").asText()).isEqualTo("IN_QUEUE");
        assertThat(job.get("queue_position").isInt()).isTrue();
        assertThat(job.get("logs").isNull()).isTrue();
        assertThat(job.get("metrics").isEmpty()).isTrue();
        assertThat(job.get("response_url").asText()).isEqualTo(own);
        assertThat(job.get("status_url").asText()).isEqualTo(own + "/status");
        assertThat(job.get("cancel_url").asText()).isEqualTo(own + "/cancel");
    }

    @Test
    void a_job_waits_runs_and_is_completed_and_only_then_has_a_result() {
        JsonNode job = fal.accepted(FLUX, "{\"prompt\":\"a red bicycle\",\"seed\":7418}");
        Got waiting = fal.get(job.get("status_url").asText());
        assertThat(waiting.status()).isEqualTo(202);
        assertThat(waiting.json().get("status").asText()).isEqualTo("IN_QUEUE");
        assertThat(waiting.json().get("queue_position").asInt()).isZero();
        Got early = fal.result(job);
        assertThat(early.status()).isEqualTo(400);
        assertThat(early.text()).isEqualTo("{\"detail\":\"Request is still in progress\"}");

        clock.move(Duration.ofSeconds(1));
        Got running = fal.get(job.get("status_url").asText());
        assertThat(running.status()).isEqualTo(202);
        assertThat(running.json().get("status").asText()).isEqualTo("IN_PROGRESS");
        assertThat(running.json().has("queue_position")).isFalse();
        assertThat(running.json().get("logs").isNull()).isTrue();
        assertThat(fal.result(job).status()).isEqualTo(400);

        clock.move(Duration.ofSeconds(10));
        await(() -> fal.is(job, "COMPLETED"));
        Got done = fal.get(job.get("status_url").asText());
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.json().at("/metrics/inference_time").isNumber()).isTrue();
        assertThat(done.json().has("error")).isFalse();

        Got result = fal.result(job);
        JsonNode image = result.json().at("/images/0");
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.header("x-fal-request-id"))
                .isEqualTo(job.get("request_id").asText());
        assertThat(result.header("X-Fal-Billable-Units")).isEqualTo("1");
        assertThat(result.json().get("seed").asInt()).isEqualTo(7418);
        assertThat(result.json().get("prompt").asText()).isEqualTo("a red bicycle");
        assertThat(result.json().at("/has_nsfw_concepts/0").asBoolean(true)).isFalse();
        assertThat(image.get("content_type").asText()).isEqualTo("image/jpeg");
        assertThat(image.get("url").asText()).matches(sandbox.url() + "/files/b/[0-9a-f]{8}/[A-Za-z0-9]{21}_out\\.jpg");
    }

    @Test
    void the_whole_id_and_the_word_response_are_accepted_too() {
        JsonNode job = fal.accepted(FLUX, "{\"prompt\":\"x\"}");
        String id = job.get("request_id").asText();
        clock.move(Duration.ofSeconds(1));
        fal.status(job);
        clock.move(Duration.ofSeconds(10));
        fal.finished(job);

        assertThat(fal.get("/" + FLUX + "/requests/" + id + "/status").status()).isEqualTo(200);
        assertThat(fal.get("/" + FLUX + "/requests/" + id).status()).isEqualTo(200);
        assertThat(fal.get("/fal-ai/flux/requests/" + id + "/response").status())
                .isEqualTo(200);
    }

    @Test
    void a_namespace_is_part_of_the_application() {
        JsonNode job = fal.accepted("workflows/me/flow/deep", "{\"prompt\":\"x\"}");

        assertThat(job.get("status_url").asText()).contains("/workflows/me/flow/requests/");
        assertThat(fal.is(job, "IN_QUEUE")).isTrue();
    }

    @Test
    void positions_count_down_and_low_priority_waits_for_normal() {
        JsonNode first = fal.accepted(FLUX, "{\"prompt\":\"1\"}");
        clock.move(Duration.ofSeconds(1));
        assertThat(fal.is(first, "IN_PROGRESS")).isTrue();
        JsonNode low = fal.accepted(FLUX, "{\"prompt\":\"2\"}", "X-Fal-Queue-Priority", "low");
        JsonNode second = fal.accepted(FLUX, "{\"prompt\":\"3\"}", "X-Fal-Queue-Priority", "normal");
        JsonNode third = fal.accepted(FLUX, "{\"prompt\":\"4\"}");
        List<Integer> positions = new ArrayList<>();
        for (JsonNode job : List.of(second, third, low)) {
            positions.add(fal.status(job).get("queue_position").asInt());
        }
        assertThat(positions).containsExactly(0, 1, 2);

        clock.move(Duration.ofSeconds(5));
        await(() -> fal.is(second, "IN_PROGRESS"));

        assertThat(fal.status(third).get("queue_position").asInt()).isZero();
        assertThat(fal.status(low).get("queue_position").asInt()).isEqualTo(1);
    }

    @Test
    void log_lines_come_only_when_asked_for_and_grow() {
        JsonNode job = fal.accepted(FLUX, "{\"prompt\":\"x\"}");
        clock.move(Duration.ofSeconds(1));
        String status = job.get("status_url").asText();
        assertThat(fal.get(status + "?logs=0").json().get("logs").isNull()).isTrue();
        int early = fal.get(status + "?logs=1").json().get("logs").size();

        clock.move(Duration.ofMillis(700));
        JsonNode logs = fal.get(status + "?logs=true").json().get("logs");

        assertThat(early).isEqualTo(1);
        assertThat(logs.size()).isGreaterThan(early);
        assertThat(logs.get(0).get("level").asText()).isEqualTo("INFO");
        assertThat(logs.get(0).get("source").asText()).isEqualTo("USER");
        assertThat(logs.get(0).get("timestamp").asText()).startsWith("2026-11-24T12:00:01");
        assertThat(logs.get(0).get("message").asText()).isNotEmpty();
        assertThat(logs.findValuesAsText("timestamp"))
                .as("milliseconds at the most, as everywhere")
                .allMatch(time -> time.matches("2026-11-24T[0-9:]{8}(\\.\\d{3})?Z"));
    }

    @Test
    void whoever_asks_for_the_log_of_a_waiting_job_gets_a_list() {
        JsonNode job = fal.accepted(FLUX, "{\"prompt\":\"x\"}");

        JsonNode waiting = fal.get(job.get("status_url").asText() + "?logs=1").json();

        assertThat(waiting.get("status").asText()).isEqualTo("IN_QUEUE");
        assertThat(waiting.get("logs").isArray()).isTrue();
        assertThat(fal.status(job).get("logs").isNull()).isTrue();
    }

    @Test
    void the_stream_ends_after_completed_and_tells_each_log_line_once() {
        JsonNode job = fal.accepted(FLUX, "{\"prompt\":\"x\"}");
        Thread.ofVirtual().start(() -> {
            await(() -> fal.is(job, "IN_QUEUE"));
            clock.move(Duration.ofSeconds(1));
            await(() -> fal.is(job, "IN_PROGRESS"));
            clock.move(Duration.ofSeconds(10));
        });

        Got stream = fal.get(job.get("status_url").asText() + "/stream?logs=1");

        List<JsonNode> events = stream.text()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> JsonMapping.parse(line.substring(6)))
                .toList();
        assertThat(stream.header("content-type")).startsWith("text/event-stream");
        assertThat(stream.header("x-fal-request-id"))
                .isEqualTo(job.get("request_id").asText());
        assertThat(events.getLast().get("status").asText()).isEqualTo("COMPLETED");
        long lines =
                events.stream().mapToLong(event -> event.get("logs").size()).sum();
        assertThat(lines)
                .isEqualTo(fal.get(job.get("status_url").asText() + "?logs=1")
                        .json()
                        .get("logs")
                        .size());
    }

    @Test
    void a_waiting_job_is_taken_out_at_once() throws IOException {
        JsonNode job = fal.accepted(FLUX, "{\"prompt\":\"x\"}");

        Got cancel = fal.cancel(job);

        assertThat(cancel.status()).isEqualTo(200);
        assertThat(cancel.text()).isEqualTo("{\"status\":\"OK\"}");
        assertThat(fal.status(job).get("error_type").asText()).isEqualTo("client_cancelled");
        assertThat(sandbox.ledger().entries().getFirst().cancelled()).isTrue();
    }

    @Test
    void a_running_job_ends_as_cancelled_and_costs_nothing() throws IOException {
        JsonNode job = fal.accepted(FLUX, "{\"prompt\":\"x\"}");
        clock.move(Duration.ofSeconds(1));
        assertThat(fal.is(job, "IN_PROGRESS")).isTrue();
        Got cancel = fal.cancel(job);
        assertThat(cancel.status()).isEqualTo(202);
        assertThat(cancel.text()).isEqualTo("{\"status\":\"CANCELLATION_REQUESTED\"}");
        assertThat(fal.is(job, "IN_PROGRESS")).isTrue();

        clock.move(Duration.ofSeconds(1));
        Got result = fal.finished(job);

        assertThat(result.status()).isEqualTo(499);
        assertThat(result.header("X-Fal-Error-Type")).isEqualTo("client_cancelled");
        assertThat(result.json().get("error_type").asText()).isEqualTo("client_cancelled");
        Got late = fal.cancel(job);
        assertThat(late.status()).isEqualTo(400);
        assertThat(late.text()).isEqualTo("{\"status\":\"ALREADY_COMPLETED\"}");
        assertThat(sandbox.ledger().billed()).isZero();
    }

    @Test
    void a_cancel_that_is_repeated_does_not_put_the_end_off() throws IOException {
        JsonNode job = fal.accepted(FLUX, "{\"prompt\":\"x\"}");
        clock.move(Duration.ofSeconds(1));
        assertThat(fal.is(job, "IN_PROGRESS")).isTrue();

        assertThat(fal.cancel(job).status()).isEqualTo(202);
        clock.move(Duration.ofMillis(200));
        assertThat(fal.cancel(job).status()).isEqualTo(202);
        clock.move(Duration.ofMillis(200));

        assertThat(fal.cancel(job).text()).isEqualTo("{\"status\":\"ALREADY_COMPLETED\"}");
    }

    @Test
    void the_time_that_a_retry_waits_counts_for_the_callers_limit() {
        JsonNode job = fal.accepted(
                FLUX, "{\"prompt\":\"x\",\"sandbox_fault\":\"back-to-queue\"}", "X-Fal-Request-Timeout", "3");
        clock.move(Duration.ofSeconds(1));
        assertThat(fal.is(job, "IN_PROGRESS")).isTrue();
        clock.move(Duration.ofMillis(1_900));
        assertThat(fal.is(job, "IN_QUEUE")).isTrue();

        clock.move(Duration.ofMillis(200));

        assertThat(fal.finished(job).header("X-Fal-Request-Timeout-Type")).isEqualTo("user");
    }

    @ParameterizedTest
    @CsvSource({"X-Fal-Request-Timeout, 2", "X-Fal-Request-Start-Timeout, 2.0"})
    void a_request_that_did_not_start_in_time_fails_with_the_callers_own_limit(String header, String seconds) {
        fal.accepted(FLUX, "{\"prompt\":\"first\"}");
        JsonNode job = fal.accepted(FLUX, "{\"prompt\":\"x\"}", header, seconds);
        clock.move(Duration.ofSeconds(1));
        assertThat(fal.is(job, "IN_QUEUE")).isTrue();

        clock.move(Duration.ofMillis(1_000));
        Got result = fal.finished(job);

        assertThat(result.status()).isEqualTo(504);
        assertThat(result.header("X-Fal-Request-Timeout-Type")).isEqualTo("user");
        assertThat(result.text()).isEqualTo("{\"detail\":\"Request timed out\",\"error_type\":\"request_timeout\"}");
        assertThat(fal.status(job).get("error_type").asText()).isEqualTo("request_timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Fal-Request-Timeout", "X-Fal-Request-Start-Timeout"})
    void a_limit_that_is_too_short_is_refused_under_the_name_it_was_sent_with(String header) {
        Got got = fal.submit(FLUX, "{\"prompt\":\"x\"}", header, "0.1");

        assertThat(got.status()).isEqualTo(400);
        assertThat(got.json().get("detail").asText()).startsWith(header + " must be a number");
    }

    @Test
    void a_queue_longer_than_the_caller_wants_is_a_429() {
        fal.accepted(FLUX, "{\"prompt\":\"1\"}");
        fal.accepted(FLUX, "{\"prompt\":\"2\"}");

        assertThat(fal.submit(FLUX + "?fal_max_queue_length=1", "{\"prompt\":\"3\"}")
                        .status())
                .isEqualTo(429);
        assertThat(fal.submit(FLUX + "?fal_max_queue_length=2", "{\"prompt\":\"3\"}")
                        .status())
                .isEqualTo(200);
    }
}
