package dev.darkroom.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.alert.AlertSettings.WebhookForm;
import dev.darkroom.app.EngineServices;
import dev.darkroom.app.ServiceEndpoints;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.engine.EngineSettings;
import dev.darkroom.sandbox.fal.FalSandbox;
import dev.darkroom.sandbox.fal.FalSandboxSettings;
import dev.darkroom.sandbox.storage.StorageSandbox;
import dev.darkroom.storage.supabase.SupabaseSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The alert monitor next to an engine, without any window. */
class AlertMonitorTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void an_engine_alone_finds_judges_and_sends(@TempDir Path folder) throws Exception {
        try (FalSandbox fal = FalSandbox.start(FalSandboxSettings.defaults().withDirectory(folder.resolve("fal")));
                StorageSandbox storage =
                        StorageSandbox.in(folder.resolve("storage")).start();
                WebhookReceiver receiver = new WebhookReceiver();
                EngineServices engine = new EngineServices(
                        new ServiceEndpoints(
                                DATABASE.settings(),
                                new FalSettings(URI.create(fal.url()), URI.create(fal.url() + "/v1"), fal.key()),
                                SupabaseSettings.of(storage.url().toString(), storage.serviceKey(), "generations")),
                        EngineSettings.sandbox(10),
                        1,
                        folder.resolve("results"))) {
            engine.alerts.setRule(
                    AlertKind.REFUND_MISSING.standard(),
                    new AlertRule(AlertKind.REFUND_MISSING, true, 0, Duration.ZERO),
                    "a test",
                    "kim");
            engine.alerts.setWebhook(receiver.url(), WebhookForm.JSON, "a test", "kim");
            engine.engine.start();
            UUID id = new SeededGenerations(DATABASE.get())
                    .users("ana.kovac")
                    .one(
                            "ana.kovac",
                            "fal-ai/flux/schnell",
                            4,
                            Duration.ofMinutes(5),
                            "status = 'FAILED', finished_at = now(), attempt = 1, stage = 'SUBMITTED', error = 'fal.ai answered"
                                    + " 503.', error_kind = 'FINAL', error_code = '503', "
                                    + SeededGenerations.request());
            await(receiver, "FIRED");

            DATABASE.get()
                    .useTransaction(handle -> handle.execute(
                            "update generation set refunded = true, attention_cause = null, attention_since = null where id = '"
                                    + id + "'"));
            await(receiver, "CLEARED");
            assertThat(receiver.taken())
                    .extracting(body -> body.path("kind").asText())
                    .containsOnly("REFUND_MISSING");
        }
    }

    private static void await(WebhookReceiver receiver, String event) {
        for (int tries = 0; tries < 600 && !has(receiver, event); tries++) {
            LockSupport.parkNanos(50_000_000);
        }
        assertThat(receiver.taken())
                .extracting(body -> body.path("event").asText())
                .contains(event);
    }

    private static boolean has(WebhookReceiver receiver, String event) {
        return receiver.taken().stream()
                .map((JsonNode body) -> body.path("event").asText())
                .anyMatch(event::equals);
    }
}
