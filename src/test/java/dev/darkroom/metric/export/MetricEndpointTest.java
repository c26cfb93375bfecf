package dev.darkroom.metric.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.database.TestDatabase;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.metric.MetricRollup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MetricEndpointTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @BeforeAll
    static void seed() {
        SeededGenerations rows =
                new SeededGenerations(DATABASE.get()).users("ana").many(60);
        rows.one("ana", "fal-ai/flux/dev", 4, Duration.ofMinutes(1), "");
        execute(
                "update generation set created_at = created_at - interval '1 min', finished_at = finished_at - interval '1 min'");
        execute(
                "update generation set submit_started_at = created_at + interval '1 s', rendered_at = created_at + interval '7 s'"
                        + " where finished_at is not null");
        execute("insert into timeline_event (generation_id, at, kind, actor) select id, finished_at, status, 'test'"
                + " from generation where finished_at is not null order by finished_at");
        DATABASE.get().inTransaction(MetricRollup::step);
    }

    @Test
    void prometheus_reads_counters_histograms_and_what_goes_on() throws Exception {
        try (MetricEndpoint endpoint = MetricEndpoint.open(DATABASE.get(), 0)) {
            List<String> lines = read(endpoint.port()).lines().toList();

            assertThat(lines)
                    .contains(
                            "# TYPE darkroom_generations_total counter",
                            "darkroom_generations_total{model=\"fal-ai/flux/dev\",outcome=\"completed\"} 19.0",
                            "darkroom_generations_total{model=\"fal-ai/flux/dev\",outcome=\"failed\"} 1.0",
                            "darkroom_generation_seconds_bucket{model=\"fal-ai/flux/dev\",le=\"+Inf\"} 19",
                            "# TYPE darkroom_phase_seconds histogram",
                            "darkroom_phase_seconds_bucket{model=\"fal-ai/flux/dev\",phase=\"fal\",le=\"4.096\"} 0",
                            "darkroom_phase_seconds_bucket{model=\"fal-ai/flux/dev\",phase=\"fal\",le=\"8.192\"} 19",
                            "darkroom_phase_seconds_bucket{model=\"fal-ai/flux/dev\",phase=\"fal\",le=\"+Inf\"} 19",
                            "darkroom_phase_seconds_sum{model=\"fal-ai/flux/dev\",phase=\"fal\"} 114.0",
                            "darkroom_credits_charged_total{model=\"fal-ai/flux/dev\"} 4.0",
                            "darkroom_credits_refunded_total{model=\"fal-ai/flux/dev\"} 0.0",
                            "darkroom_generations_waiting 1.0",
                            "darkroom_generations_in_flight 0.0",
                            "darkroom_generations_attention 0.0");
        }
    }

    @Test
    void a_port_that_is_taken_is_said() {
        try (MetricEndpoint endpoint = MetricEndpoint.open(DATABASE.get(), 0)) {
            assertThatThrownBy(() -> MetricEndpoint.open(DATABASE.get(), endpoint.port()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("--metrics-port " + endpoint.port() + " cannot be used: ");
        }
    }

    private static String read(int port) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static void execute(String sql) {
        DATABASE.get().useTransaction(handle -> handle.execute(sql));
    }
}
