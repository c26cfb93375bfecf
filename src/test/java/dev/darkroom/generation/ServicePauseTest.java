package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.app.EngineServices;
import dev.darkroom.app.ServiceEndpoints;
import dev.darkroom.database.TcpProxy;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.generation.action.ExpectedVersion;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.http.ScriptedServer;
import dev.darkroom.sandbox.fal.FalSandbox;
import dev.darkroom.sandbox.fal.FalSandboxSettings;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.storage.supabase.SupabaseSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent, tested and waited for while a service is paused. */
class ServicePauseTest extends SharedRigTest {
    private static final String UNLUCKY = "unlucky.user";

    @TempDir
    Path folder;

    @BeforeAll
    static void stopEngine() {
        rig.darkroom.engine.close();
    }

    /** What is open ends without its refund. */
    @Override
    @AfterEach
    protected void nothing_is_unaccounted_for() {
        rig.fal.faults(FaultRates.NONE);
        rig.storage.setFaults(FaultRates.NONE);
        sql("update generation set status = 'CANCELLED', hold = null, waits_for = null, refunded = true,"
                + " finished_at = now() where finished_at is null");
        sql("delete from pause");
    }

    @Test
    void results_that_cannot_be_stored_do_not_keep_the_generations_of_others_waiting() throws Exception {
        rig.darkroom.ledger.grant(UNLUCKY, 1000, "purse", "test");
        try (TcpProxy wire = new TcpProxy(rig.storage.url().getPort());
                EngineServices _ = engine(rig.fal.url(), "http://127.0.0.1:" + wire.port())) {
            wire.cutAt(UNLUCKY + "/");
            for (int i = 0; i < 3; i++) {
                rig.created(new GenerationRequest(
                        UNLUCKY, EngineTestRig.PICTURE, rig.input("{\"prompt\":\"cannot be stored\"}"), "test"));
            }
            until(() -> causes().equals(List.of(ServiceCircuitBreaker.Cause.DEGRADED)));
            until(() -> count("status = 'PENDING' and outages > 0") == 3);

            UUID other = rig.ask(EngineTestRig.PICTURE, "can be stored");

            assertThat(rig.await(other).status()).isEqualTo(GenerationStatus.COMPLETED);
        }
    }

    @Test
    void few_new_generations_at_a_time_test_a_storage_that_takes_no_upload() {
        rig.storage.setFaults(FaultRates.NONE.with(SandboxFault.UPLOAD_CUT, 1));
        try (EngineServices _ = engine(rig.fal.url(), rig.storage.url().toString())) {
            UUID result = rig.ask(EngineTestRig.PICTURE, "waits for the storage");
            until(() -> causes().equals(List.of(ServiceCircuitBreaker.Cause.DEGRADED)));
            rig.await(result, generation -> generation.status() == GenerationStatus.PENDING);
            for (int i = 0; i < 8; i++) {
                rig.ask(EngineTestRig.FILM, "slow " + i, SandboxFault.STUCK_IN_PROGRESS);
            }

            for (int probe = 0; probe < 6; probe++) {
                sql("update pause set since = since - interval '1 day', next_probe = clock_timestamp()");
                until(() -> rig.darkroom
                        .circuitBreaker
                        .current()
                        .getFirst()
                        .nextProbe()
                        .isAfter(Instant.now()));
            }

            String sent = "model = '" + EngineTestRig.FILM + "' and submit_started_at is not null";
            until(() -> count(sent) >= 3);
            assertThat(count(sent)).isEqualTo(3);
        }
    }

    @Test
    void nothing_new_is_sent_while_the_file_servers_of_fal_deliver_no_result() {
        rig.fal.faults(FaultRates.NONE.with(SandboxFault.FILES_503, 1));
        try (EngineServices _ = engine(rig.fal.url(), rig.storage.url().toString())) {
            List<UUID> results = IntStream.range(0, 3)
                    .mapToObj(i -> rig.ask(EngineTestRig.PICTURE, "cannot be fetched " + i))
                    .toList();
            until(() -> rig.darkroom.circuitBreaker.current().stream()
                    .anyMatch(pause -> pause.service() == ServiceCircuitBreaker.Service.FILES));
            until(() -> count("waits_for = 'FILES'") > 0);
            UUID later = rig.ask(EngineTestRig.PICTURE, "asked for during the outage");
            int before = accepted(rig.fal);
            sql("update pause set next_probe = clock_timestamp()");
            until(() ->
                    rig.darkroom.circuitBreaker.current().getFirst().nextProbe().isAfter(Instant.now()));
            assertThat(accepted(rig.fal)).isEqualTo(before);
            assertThat(find(later).fal().submitStartedAt()).isNull();

            rig.fal.faults(FaultRates.NONE);
            sql("update pause set next_probe = clock_timestamp()");
            assertThat(rig.await(later).status()).isEqualTo(GenerationStatus.COMPLETED);
            for (UUID result : results) {
                assertThat(rig.await(result).status()).isEqualTo(GenerationStatus.COMPLETED);
            }
        }
    }

    @Test
    void what_was_claimed_before_an_outage_and_not_sent_yet_is_not_sent_in_it() throws IOException {
        ScriptedServer.Reply answer = ScriptedServer.reply(200, "{}");
        ScriptedServer.Reply cut = ScriptedServer.nothing(ScriptedServer.Reply.After.RESET);
        int all = 200;
        List<UUID> asked = IntStream.range(0, all)
                .mapToObj(i -> rig.ask(EngineTestRig.PICTURE, "claimed before the outage " + i))
                .toList();
        try (ScriptedServer fal = new ScriptedServer(answer, answer, answer, cut);
                EngineServices _ =
                        engine(fal.uri().toString(), rig.storage.url().toString())) {
            until(() -> asked.stream().noneMatch(id -> find(id).lease().epoch() == 0)
                    && count("status = 'PROCESSING'") == 0);

            int sent = count("submit_started_at is not null and prompt like 'claimed before the outage %'");
            // As many as are sent at a time; answers left over from the start let two more pass.
            assertThat(sent).isBetween(1, 64 + 2);
            assertThat(count("submit_started_at is null and waits_for = 'FAL' and outages = 0 and attempt = 0"
                            + " and error is null and hold is null and finished_at is null"))
                    .isEqualTo(all - sent);
        }
    }

    @Test
    void a_submit_that_was_lost_in_an_outage_is_found_when_that_is_over_and_may_be_cancelled_before() {
        FalSandboxSettings settings = FalSandboxSettings.defaults()
                .withSpeed(200)
                .withPictureScale(0.2)
                .withDirectory(folder.resolve("fal"));
        FalSandbox fal = FalSandbox.start(settings.withFaults(
                FaultRates.NONE.with(SandboxFault.SUBMIT_ANSWER_LOST, 1).with(SandboxFault.HISTORY_500, 1)));
        String address = fal.url();
        UUID lost = rig.ask(EngineTestRig.PICTURE, "lost");
        UUID cancelled = rig.ask(EngineTestRig.PICTURE, "lost and cancelled");
        UUID recovered = rig.ask(EngineTestRig.PICTURE, "lost, recovered and cancelled");
        try (EngineServices _ = engine(address, rig.storage.url().toString())) {
            until(() -> accepted(fal) == 3);
            fal.close();
            until(() -> count("waits_for = 'FAL' and submit_started_at is not null") == 3);

            rig.darkroom.actions.cancel(cancelled, "changed her mind", "kim");
            assertThat(find(cancelled).status()).isEqualTo(GenerationStatus.CANCELLED);
            assertThat(rig.darkroom.actions.planRetry(cancelled).from()).isEqualTo(RetryPlan.From.FOLLOW);
            rig.darkroom.actions.recover(recovered, ExpectedVersion.of(find(recovered)), "impatient", "kim");
            rig.darkroom.actions.cancel(recovered, "changed her mind", "kim");
            assertThat(rig.await(recovered).status()).isEqualTo(GenerationStatus.CANCELLED);

            try (FalSandbox again =
                    FalSandbox.start(settings.withPort(URI.create(address).getPort()))) {
                assertThat(rig.await(lost).status()).isEqualTo(GenerationStatus.COMPLETED);
                assertThat(accepted(again)).isEqualTo(3);
            }
            assertThat(rig.darkroom.generations.timeline(lost))
                    .extracting(TimelineEvent::kind)
                    .containsOnlyOnce(TimelineKind.SUBMITTING)
                    .doesNotContain(TimelineKind.HELD);
        }
    }

    @Test
    void a_cancel_that_was_asked_for_while_a_job_ran_that_failed_ends_it_in_a_pause() {
        UUID id = rig.ask(EngineTestRig.PICTURE, "cancelled as its job failed");
        sql("update generation set epoch = 1, attempt = 1, cancel_requested_at = now(), cancel_reason = 'enough'"
                + " where id = '" + id + "'");
        sql("insert into pause (service, cause, reason, next_probe)"
                + " values ('STORAGE', 'REFUSED', '[\"quote\", \"locked\"]', now() + interval '1 hour')");
        try (EngineServices _ = engine(rig.fal.url(), rig.storage.url().toString())) {
            assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.CANCELLED);
            assertThat(causes()).containsExactly(ServiceCircuitBreaker.Cause.REFUSED);
            assertThat(find(id).fal().submitStartedAt()).isNull();
        }
    }

    private EngineServices engine(String fal, String storage) {
        EngineServices services = new EngineServices(
                new ServiceEndpoints(
                        DATABASE.settings(),
                        new FalSettings(URI.create(fal), URI.create(fal + "/v1"), rig.fal.key()),
                        SupabaseSettings.of(storage, rig.storage.serviceKey(), "generations")),
                EngineTestRig.impatient(200, Duration.ofMinutes(1)),
                1,
                folder.resolve("temporary"));
        services.engine.start();
        return services;
    }

    private static int accepted(FalSandbox fal) {
        return fal.ledger().entries().size();
    }

    private static List<ServiceCircuitBreaker.Cause> causes() {
        return rig.darkroom.circuitBreaker.current().stream()
                .map(ServiceCircuitBreaker.Pause::cause)
                .toList();
    }

    private static int count(String condition) {
        return rig.darkroom.database.read(
                handle -> handle.createQuery("select count(*) from generation where " + condition)
                        .mapTo(Integer.class)
                        .one());
    }
}
