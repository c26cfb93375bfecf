package dev.darkroom.sandbox.fal;

import static dev.darkroom.sandbox.fal.FalCaller.FLUX;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.fal.FalCaller.Got;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that an official client's proxy forwards to fal.run, where the answer is the model's own. */
class FalDirectCallTest {
    private static final String TARGET = "x-fal-target-url";

    private final HandClock clock = new HandClock();
    private final FalSandbox sandbox = FalSandbox.start(
            FalSandboxSettings.defaults().withClock(clock).withPictureScale(0.1).withConcurrency(1));
    private final FalCaller fal = new FalCaller(sandbox);

    @AfterEach
    void close() {
        fal.close();
        sandbox.close();
    }

    private Got proxied(String target, String input, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = TARGET;
        all[1] = target;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return fal.submit("proxy", input, all);
    }

    private Got direct(String input, String... headers) {
        return proxied("https://fal.run/" + FLUX, input, headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fal.run", "FAL.run", "falrun.com", "fal.run.localhost:7001"})
    void a_direct_call_waits_for_the_result_and_costs_what_it_costs_in_the_queue(String host) {
        CompletableFuture<Got> answer = CompletableFuture.supplyAsync(
                () -> proxied("https://" + host + "/" + FLUX, "{\"prompt\":\"a hill\",\"seed\":7}"));
        FalCaller.await(() ->
                sandbox.ledger().entries().stream().anyMatch(entry -> entry.state() == RequestLedger.State.RUNNING));
        assertThat(answer).isNotDone();

        clock.move(Duration.ofSeconds(10));

        Got got = answer.join();
        RequestLedger.Entry entry = sandbox.ledger().entries().getFirst();
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().get("seed").asInt()).isEqualTo(7);
        assertThat(fal.get(got.json().at("/images/0/url").asText()).status()).isEqualTo(200);
        assertThat(got.header("x-fal-request-id")).isEqualTo(entry.requestId());
        assertThat(got.header("X-Fal-Billable-Units")).isEqualTo("1");
        assertThat(got.header("X-Fal-Served-From")).isEqualTo("sandbox");
        assertThat(sandbox.ledger().entries()).hasSize(1);
        assertThat(entry.state()).isEqualTo(RequestLedger.State.SUCCEEDED);
    }

    @Test
    void a_bad_input_is_a_422_at_once_and_leaves_no_job() {
        Got got = direct("{\"num_images\":1}");

        assertThat(got.status()).isEqualTo(422);
        assertThat(got.json().at("/detail/0/type").asText()).isEqualTo("missing");
        assertThat(got.header("X-Fal-Retryable")).isEqualTo("false");
        assertThat(got.header("X-Fal-Billable-Units")).isEqualTo("0");
        assertThat(got.header("x-fal-request-id")).isNotEmpty();
        assertThat(sandbox.ledger().entries()).isEmpty();
    }

    @Test
    void a_direct_call_beyond_the_concurrency_is_a_429_and_does_not_wait() {
        JsonNode queued = fal.accepted(FLUX, "{\"prompt\":\"1\"}");
        clock.move(Duration.ofSeconds(1));
        assertThat(fal.is(queued, "IN_PROGRESS")).isTrue();

        Got got = direct("{\"prompt\":\"2\"}");

        assertThat(got.status()).isEqualTo(429);
        assertThat(got.header("X-Fal-needs-retry")).isEqualTo("1");
        assertThat(got.json().at("/detail/0/type").asText()).isEqualTo("concurrent_requests_limit");
        assertThat(sandbox.ledger().entries()).hasSize(1);
    }

    @Test
    void a_client_whose_host_is_set_to_a_name_of_this_machine_calls_directly() {
        int port = URI.create(sandbox.url()).getPort();

        assertThat(fal.submit(FLUX, "{}", "Host", "fal.run.localhost:" + port).status())
                .isEqualTo(422);
        assertThat(fal.submit(FLUX, "{}", "Host", "queue.fal.run.localhost:" + port)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_direct_call_needs_the_key_the_right_method_and_a_known_model() throws IOException {
        assertThat(direct("{\"prompt\":\"x\"}", "Authorization", "").status()).isEqualTo(401);
        assertThat(fal.get("/proxy", TARGET, "https://fal.run/" + FLUX).status())
                .isEqualTo(405);
        assertThat(proxied("https://fal.run/fal-ai/no-such-model", "{}").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue.fal.run", "queue.falrun.com"})
    void a_call_that_is_meant_for_the_queue_stays_a_submit(String host) {
        Got got = proxied("https://" + host + "/" + FLUX, "{\"prompt\":\"x\"}");

        assertThat(got.json().get("status").asText()).isEqualTo("IN_QUEUE");
    }
}
