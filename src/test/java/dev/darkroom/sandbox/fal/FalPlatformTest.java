package dev.darkroom.sandbox.fal;

import static dev.darkroom.sandbox.fal.FalCaller.FLUX;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.fal.FalCaller.Got;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** History and billing, as requested by an administrator. */
class FalPlatformTest {
    private static final String HISTORY = "/v1/models/requests/by-endpoint";

    private final FalSandbox sandbox =
            FalSandbox.start(FalSandboxSettings.defaults().withSpeed(1_000).withPictureScale(0.1));
    private final FalCaller fal = new FalCaller(sandbox);

    @AfterEach
    void close() {
        fal.close();
        sandbox.close();
    }

    @Test
    void a_request_whose_answer_was_lost_is_found_by_its_input() {
        String input = "{\"prompt\":\"a lost one\",\"seed\":15860307464885634512}";
        fal.submit(FLUX, input, "x-sandbox-fault", "submit-502");
        FalCaller.await(() ->
                !fal.get(HISTORY + "?endpoint_id=" + FLUX).json().get("items").isEmpty());

        JsonNode row = fal.get(HISTORY + "?endpoint_id=" + FLUX + "&expand=payloads")
                .json()
                .at("/items/0");

        assertThat(row.get("json_input").toString()).isEqualTo(input);
        assertThat(row.at("/json_output/images/0/url").asText()).startsWith(sandbox.url());
        assertThat(row.get("status_code").asInt()).isEqualTo(200);
        assertThat(row.get("endpoint_id").asText()).isEqualTo(FLUX);
        assertThat(List.of("request_id", "sent_at", "started_at", "ended_at", "duration"))
                .allMatch(row::has);
        Got result = fal.get("/fal-ai/flux/requests/" + row.get("request_id").asText());
        assertThat(result.json().get("seed").bigIntegerValue()).isEqualTo("15860307464885634512");
    }

    @Test
    void payloads_are_shown_only_when_asked_for_and_kept() {
        fal.finished(FLUX, "{\"prompt\":\"kept\"}");
        fal.finished("fal-ai/flux/dev", "{\"prompt\":\"not kept\"}", "X-Fal-Store-IO", "0");

        assertThat(fal.get(HISTORY + "?endpoint_id=" + FLUX)
                        .json()
                        .at("/items/0")
                        .has("json_input"))
                .isFalse();
        assertThat(fal.get(HISTORY + "?endpoint_id=fal-ai/flux/dev&expand=payloads")
                        .json()
                        .at("/items/0")
                        .has("json_input"))
                .isFalse();
    }

    @Test
    void pages_follow_each_other_without_gap_or_repetition() {
        for (int n = 0; n < 5; n++) {
            fal.finished(FLUX, "{\"prompt\":\"" + n + "\"}");
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        boolean more = true;
        while (more) {
            JsonNode page = fal.get("/v1/models/requests/search?limit=2&cursor=" + cursor)
                    .json();
            page.get("results").forEach(row -> seen.add(row.get("request_id").asText()));
            more = page.get("has_more").asBoolean();
            cursor = page.get("next_cursor").asText();
        }

        List<String> accepted = sandbox.ledger().entries().stream()
                .map(RequestLedger.Entry::requestId)
                .toList();
        assertThat(seen).containsExactlyElementsOf(accepted.reversed());
    }

    @Test
    void rows_can_be_chosen_by_status_time_and_id() {
        fal.finished(FLUX, "{\"prompt\":\"good\"}");
        fal.finished(FLUX, "{}");
        fal.finished(FLUX, "{\"prompt\":\"x\",\"sandbox_fault\":\"hidden-server-error\"}");
        String id = sandbox.ledger().entries().get(1).requestId();

        assertThat(codes("&status=success")).containsExactly(200);
        assertThat(codes("&status=user_error")).containsExactly(422);
        assertThat(codes("&status=error")).containsExactly(500);
        assertThat(codes("&request_id=" + id)).containsExactly(422);
        assertThat(codes("&end=2020-01-01T00:00:00Z")).isEmpty();
        assertThat(codes("&start=2020-01-01")).hasSize(3);
        assertThat(codes("&start=2020-01-01&end=2020-01-02")).isEmpty();
        assertThat(fal.get(HISTORY + "?endpoint_id=" + FLUX + "&status=lost").status())
                .isEqualTo(400);
        assertThat(fal.get(HISTORY).status()).isEqualTo(400);
        assertThat(fal.get(HISTORY + "?endpoint_id=" + FLUX + "&start=yesterday")
                        .status())
                .isEqualTo(400);
    }

    private List<Integer> codes(String filter) {
        List<Integer> codes = new ArrayList<>();
        fal.get(HISTORY + "?endpoint_id=" + FLUX + filter)
                .json()
                .get("items")
                .forEach(row -> codes.add(row.get("status_code").asInt()));
        return codes;
    }

    @Test
    void money_agrees_between_events_usage_balance_and_books() {
        fal.finished("fal-ai/flux/dev", "{\"prompt\":\"x\",\"num_images\":3}");
        fal.finished("fal-ai/nano-banana", "{\"prompt\":\"x\"}");
        fal.finished("fal-ai/flux/dev", "{}");

        JsonNode events = fal.get("/v1/models/billing-events").json().get("billing_events");
        BigDecimal total = BigDecimal.ZERO;
        for (JsonNode event : events) {
            total = total.add(event.get("cost_total").decimalValue());
            assertThat(event.get("cost_estimate_nano_usd").asLong())
                    .isEqualTo(event.get("cost_total")
                            .decimalValue()
                            .movePointRight(9)
                            .longValueExact());
        }
        JsonNode summary = fal.get("/v1/models/usage?expand=summary").json().get("summary");
        JsonNode account = fal.get("/v1/account/billing?expand=credits").json();

        assertThat(events).hasSize(2);
        assertThat(total)
                .isEqualByComparingTo("0.114")
                .isEqualByComparingTo(sandbox.ledger().billed());
        assertThat(summary.at("/0/quantity").asInt()).isEqualTo(3);
        assertThat(summary.at("/0/cost_total").decimalValue()).isEqualByComparingTo("0.075");
        assertThat(account.at("/credits/current_balance").decimalValue()).isEqualByComparingTo("999.886");
        assertThat(fal.get("/v1/models/pricing?endpoint_id=fal-ai/flux/dev")
                        .json()
                        .at("/prices/0/unit_price")
                        .asDouble())
                .isEqualTo(0.025);
    }

    @ParameterizedTest
    @CsvSource({
        "start=2026-01-01&end=2026-04-01, 200",
        "start=2026-01-01T00:00:00Z&end=2026-04-01T00:00:01Z, 400",
        "start=2020-01-01T00:00:00Z, 400",
        "start=2020-13-01, 400"
    })
    void billing_events_are_given_for_ninety_days_at_the_most(String window, int status) {
        assertThat(fal.get("/v1/models/billing-events?" + window).status()).isEqualTo(status);
    }

    @Test
    void deleting_payloads_takes_the_files_along() throws IOException {
        JsonNode job = fal.accepted(FLUX, "{\"prompt\":\"x\"}");
        String file = fal.finished(job).json().at("/images/0/url").asText();

        Got deleted = fal.call(
                "DELETE", "/v1/models/requests/" + job.get("request_id").asText() + "/payloads", "");

        assertThat(deleted.json().at("/cdn_delete_results/0/link").asText()).isEqualTo(file);
        assertThat(fal.get(file).status()).isEqualTo(404);
        assertThat(fal.result(job).status()).isEqualTo(404);
        assertThat(fal.get(HISTORY + "?endpoint_id=" + FLUX + "&expand=payloads")
                        .json()
                        .at("/items/0")
                        .has("json_input"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"models/pricing/estimate", "storage/settings", "assets", "mcp/platform"})
    void what_is_left_out_is_not_found(String path) {
        assertThat(fal.get("/v1/" + path).status()).isEqualTo(404);
    }

    @Test
    void only_meta_needs_no_key() {
        assertThat(fal.get("/v1/meta", "Authorization", "").json().get("webhook_ip_ranges"))
                .isNotEmpty();
        assertThat(fal.get("/v1/models/pricing", "Authorization", "").status()).isEqualTo(401);
        assertThat(fal.get("/v1/no/such/call").status()).isEqualTo(404);
    }
}
