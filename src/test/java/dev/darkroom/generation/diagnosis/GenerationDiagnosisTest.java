package dev.darkroom.generation.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.GenerationTriage;
import dev.darkroom.generation.HoldReason;
import dev.darkroom.generation.diagnosis.TypicalDurationStore.TypicalDurations;
import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.generation.engine.QuotaUsage;
import dev.darkroom.generation.engine.RunQuota;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.message.CodedMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerationDiagnosisTest {
    private static final Instant NOW = Instant.parse("2026-11-23T13:58:31Z");
    private static final UUID ALIVE = UUID.fromString("aaaa0000-0000-4000-8000-000000000001");
    private static final UUID SILENT = UUID.fromString("bbbb0000-0000-4000-8000-000000000002");
    private static final StuckThresholds LIMITS = new StuckThresholds(
            _ -> usual(),
            Duration.ofSeconds(20),
            Duration.ofSeconds(25),
            Duration.ofMinutes(30),
            Duration.ofDays(6),
            Duration.ofMinutes(3),
            3);

    private static TypicalDurations usual() {
        TypicalDurations.Span span = TypicalDurations.Span.ofCatalog(Duration.ofSeconds(38), Duration.ofSeconds(60));
        return new TypicalDurations(span, span);
    }

    /** Seconds ago; -1 = never. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        # status   | stage      | owner  | fal         | atFal | written | attempt | unstored | error | held  | state     | cause            | act
        PENDING    | -          | -      | -           | -1    | 5       | 0       | 0        | -     | false | WAITING   | -                | NONE
        PENDING    | -          | -      | -           | -1    | 90000   | 0       | 0        | -     | false | WAITING   | -                | NONE
        PENDING    | SUBMITTING | -      | -           | -1    | 5       | 1       | 0        | 429   | false | RETRYING  | -                | RETRY_NOW
        PENDING    | RENDERED   | -      | COMPLETED   | 9     | 5       | 2       | 2        | 503   | false | RETRYING  | -                | RETRY_NOW
        PENDING    | STORING    | -      | COMPLETED   | 9     | 5       | 3       | 3        | 503   | false | STUCK     | UPLOAD_FAILING   | RECOVER
        PENDING    | STORING    | -      | COMPLETED   | 9     | 5       | 4       | 1        | 503   | false | RETRYING  | -                | RETRY_NOW
        PENDING    | STORING    | -      | COMPLETED   | 518401 | 5      | 1       | 3        | 503   | false | STUCK     | RESULT_EXPIRING  | RECOVER
        PENDING    | SUBMITTING | -      | -           | -1    | 5       | 1       | 0        | lost  | true  | STUCK     | SUBMIT_UNKNOWN   | CANCEL
        PENDING    | SUBMITTED  | -      | IN_PROGRESS | 1801  | 1801    | 1       | 0        | reset | false | STUCK     | RESULT_EXPIRING  | RECOVER
        PROCESSING | SUBMITTING | ALIVE  | -           | -1    | 5       | 1       | 0        | -     | false | AT_FAL    | -                | NONE
        PROCESSING | SUBMITTED  | ALIVE  | IN_QUEUE    | 152   | 5       | 1       | 0        | -     | false | AT_FAL    | -                | NONE
        PROCESSING | SUBMITTED  | ALIVE  | IN_QUEUE    | 153   | 5       | 1       | 0        | -     | false | STUCK     | QUEUE_TOO_LONG   | CANCEL
        PROCESSING | SUBMITTED  | ALIVE  | IN_PROGRESS | 152   | 5       | 1       | 0        | -     | false | AT_FAL    | -                | NONE
        PROCESSING | SUBMITTED  | ALIVE  | IN_PROGRESS | 1002  | 5       | 1       | 0        | -     | false | STUCK     | RUN_TOO_LONG     | CANCEL
        PROCESSING | SUBMITTED  | SILENT | IN_PROGRESS | 30    | 30      | 1       | 0        | -     | false | STUCK     | WORKER_GONE      | NONE
        PROCESSING | SUBMITTED  | SILENT | IN_PROGRESS | 1900  | 1801    | 1       | 0        | -     | false | STUCK     | RESULT_EXPIRING  | RECOVER
        PROCESSING | STORING    | ALIVE  | COMPLETED   | 9     | 1       | 1       | 0        | -     | false | STORING   | -                | NONE
        PROCESSING | SIGNING    | ALIVE  | COMPLETED   | 9     | 1       | 1       | 0        | -     | false | STORING   | -                | NONE
        PROCESSING | STORING    | ALIVE  | COMPLETED   | 9     | 1       | 4       | 3        | 503   | false | STUCK     | UPLOAD_FAILING   | NONE
        PROCESSING | STORING    | ALIVE  | COMPLETED   | 9     | 1       | 4       | 2        | 503   | false | STORING   | -                | NONE
        PROCESSING | STORING    | SILENT | COMPLETED   | 9     | 30      | 1       | 0        | -     | false | STUCK     | WORKER_GONE      | NONE
        PROCESSING | RENDERED   | ALIVE  | COMPLETED   | 518401 | 9      | 1       | 0        | -     | false | STUCK     | RESULT_EXPIRING  | NONE
        """)
    void the_state_the_cause_and_the_safe_act_follow_from_the_row(
            GenerationStatus status,
            @Nullable GenerationStage stage,
            @Nullable String owner,
            @Nullable String fal,
            long atFal,
            long written,
            int attempt,
            int unstored,
            @Nullable String error,
            boolean held,
            GenerationDiagnosis.State state,
            GenerationDiagnosis.@Nullable Cause cause,
            GenerationDiagnosis.SafeAction act) {
        GenerationDiagnosis diagnosis = diagnose(row(
                status,
                stage,
                owner == null ? null : owner.equals("ALIVE") ? ALIVE : SILENT,
                fal,
                atFal,
                written,
                attempt,
                unstored,
                error,
                held));
        assertThat(diagnosis.state()).isEqualTo(state);
        assertThat(diagnosis.cause()).isEqualTo(cause);
        assertThat(diagnosis.act()).isEqualTo(act);
        assertThat(diagnosis.title().english()).isNotBlank();
        assertThat(diagnosis.sentence().english()).endsWith("40 credits are reserved.");
        assertThat(diagnosis.needsAttention()).isEqualTo(cause != null);
        assertThat(diagnosis.brief().isEmpty()).isEqualTo(cause == null && state != GenerationDiagnosis.State.RETRYING);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        # status  | path | url | hours left | warning      | refunded | state     | cause        | act
        COMPLETED | a/b  | u   | 12         | -            | false    | COMPLETED | -            | NONE
        COMPLETED | a/b  | u   | -1         | -            | false    | COMPLETED | -            | NEW_LINK
        COMPLETED | a/b  | u   | 12         | 1 of 2 files | false    | COMPLETED | -            | RETRY
        COMPLETED | a/b  | -   | 12         | -            | false    | STUCK     | NO_MEDIA_URL | RECOVER
        COMPLETED | -    | -   | 12         | -            | false    | STUCK     | NO_MEDIA_URL | RECOVER
        FAILED    | -    | -   | 12         | -            | true     | FAILED    | -            | RETRY
        FAILED    | -    | -   | 12         | -            | false    | FAILED    | NOT_REFUNDED | REFUND
        CANCELLED | -    | -   | 12         | -            | true     | CANCELLED | -            | NONE
        CANCELLED | -    | -   | 12         | -            | false    | CANCELLED | NOT_REFUNDED | REFUND
        """)
    void an_end_is_good_or_says_what_it_left_open(
            GenerationStatus status,
            @Nullable String path,
            @Nullable String url,
            long hours,
            @Nullable String warning,
            boolean refunded,
            GenerationDiagnosis.State state,
            GenerationDiagnosis.@Nullable Cause cause,
            GenerationDiagnosis.SafeAction act) {
        Generation.Media media = new Generation.Media(
                1,
                1,
                10,
                path,
                url == null ? null : URI.create("http://x/" + url),
                NOW.plus(Duration.ofHours(hours)),
                warning == null ? null : CodedMessage.quoted(warning));
        GenerationDiagnosis diagnosis = diagnose(ended(status, media, refunded));
        assertThat(diagnosis.state()).isEqualTo(state);
        assertThat(diagnosis.cause()).isEqualTo(cause);
        assertThat(diagnosis.act()).isEqualTo(act);
    }

    @Test
    void how_long_it_took_counts_from_its_start_and_a_link_of_almost_a_week_says_so() {
        Generation.Media media = new Generation.Media(
                1,
                1,
                10,
                "a/0.png",
                URI.create("http://x/a"),
                NOW.plus(Duration.ofDays(7)).minusSeconds(90),
                null);
        assertThat(diagnose(ended(GenerationStatus.COMPLETED, media, false))
                        .sentence()
                        .english())
                .isEqualTo("1 file in 0:39. Its link is valid for another 6 d 23 h.");
        assertThat(diagnose(ended(GenerationStatus.FAILED, media, true))
                        .sentence()
                        .english())
                .contains("It took 0:39 and 1 attempt.");
    }

    @Test
    void the_cell_of_a_retry_shows_the_sentence_of_a_long_failure_and_never_its_code() {
        String said = "No answer from Supabase Storage when asked to read bucket generations: unexpected end of stream";
        GenerationDiagnosis diagnosis =
                diagnose(row(GenerationStatus.PENDING, GenerationStage.STORING, null, null, -1, 5, 1, said, false));
        assertThat(diagnosis.state()).isEqualTo(GenerationDiagnosis.State.RETRYING);
        assertThat(diagnosis.brief().english()).isEqualTo("It failed with " + said + ".");
    }

    @Test
    void a_silent_fal_is_told_with_the_times_that_matter() {
        GenerationDiagnosis diagnosis = diagnose(row(
                GenerationStatus.PROCESSING, GenerationStage.SUBMITTED, ALIVE, "IN_PROGRESS", 1002, 5, 1, null, false));
        assertThat(diagnosis.title().english()).isEqualTo("No progress at fal.ai for 16 min");
        assertThat(diagnosis.sentence().english())
                .isEqualTo("Running for 16:42, usual for flux-pro/v1.1 is 0:38; the limit is 2:32."
                        + " The engine is alive and keeps asking. 40 credits are reserved.");
    }

    @Test
    void a_refusal_of_the_account_is_no_failed_attempt() {
        GenerationDiagnosis diagnosis = diagnose(
                row(GenerationStatus.PENDING, GenerationStage.SUBMITTING, null, null, -1, 5, 0, "locked", false));
        assertThat(diagnosis.title().english()).isEqualTo("Waiting until its requests are accepted, next try in 6 s");
        assertThat(diagnosis.sentence().english()).contains("does not count as an attempt");
    }

    @Test
    void without_an_engine_a_waiting_one_says_so() {
        GenerationRow waiting = row(GenerationStatus.PENDING, null, null, null, -1, 5, 0, null, false);
        GenerationDiagnosis diagnosis = GenerationDiagnosis.of(
                waiting, new ClusterSnapshot(NOW, List.of(), List.of(), QuotaUsage.NO_LIMITS), LIMITS);
        assertThat(diagnosis.title().english()).isEqualTo("No engine is running");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        FAL     | REFUSED | Waiting for fal.ai  | paused by fal.ai: It says so. | fal.ai has refused all requests for 1:04: It says so. Nothing new is sent until it recovers; one generation at a time is let through as a test.
        FAL     | SILENT  | Waiting for fal.ai  | paused by fal.ai: It says so. | fal.ai has not answered for 1:04: It says so. Nothing new is sent until it recovers; engines check every few seconds.
        STORAGE | REFUSED | Waiting for storage | paused by storage: It says so. | Storage has refused all requests for 1:04: It says so. Nothing new is sent until it recovers; engines check every few seconds.
        STORAGE | SILENT  | Waiting for storage | paused by storage: It says so. | Storage has not answered for 1:04: It says so. Nothing new is sent until it recovers; engines check every few seconds.
        FAL     | DEGRADED | Waiting for fal.ai | paused by fal.ai: It says so. | fal.ai answers, but has accepted nothing for 1:04: It says so. Nothing new is sent until it recovers; one generation at a time is let through as a test.
        STORAGE | DEGRADED | Waiting for storage | paused by storage: It says so. | Storage answers, but has stored nothing for 1:04: It says so. Nothing new is sent until it recovers; one finished result at a time is tried as a test.
        """)
    void while_a_service_is_away_a_waiting_one_names_it(
            ServiceCircuitBreaker.Service service,
            ServiceCircuitBreaker.Cause cause,
            String title,
            String brief,
            String sentence) {
        GenerationRow waiting = row(GenerationStatus.PENDING, null, null, null, -1, 5, 0, null, false);
        ServiceCircuitBreaker.Pause pause = new ServiceCircuitBreaker.Pause(
                service, cause, CodedMessage.quoted("It says so."), NOW.minusSeconds(64), NOW);
        GenerationDiagnosis diagnosis = GenerationDiagnosis.of(
                waiting, new ClusterSnapshot(NOW, engines(), List.of(pause), QuotaUsage.NO_LIMITS), LIMITS);
        assertThat(diagnosis.title().english()).isEqualTo(title);
        assertThat(diagnosis.brief().english()).isEqualTo(brief);
        assertThat(diagnosis.sentence().english()).startsWith(sentence);
        assertThat(diagnosis.needsAttention()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        # scope | name                 | at most | runs | title             | sentence
        MODEL | fal-ai/flux-pro/v1.1 | 20      | 20   | Waiting for a limit | The limit of fal-ai/flux-pro/v1.1 is reached: 20 of 20 are running; it starts when there is room again.
        MODEL | fal-ai/flux-pro/v1.1 | 20      | 23   | Waiting for a limit | The limit of fal-ai/flux-pro/v1.1 is reached: 23 of 20 are running; it starts when there is room again.
        MODEL | fal-ai/flux-pro/v1.1 | 20      | 19   | About to start | 41 of 400 slots are in use on 2 engines.
        MODEL | fal-ai/flux/dev      | 0       | 0    | About to start | 41 of 400 slots are in use on 2 engines.
        MODEL | fal-ai/flux-pro/v1.1 | 0       | 0    | Waiting for a limit | The limit of fal-ai/flux-pro/v1.1 is 0: nothing starts until you change it in Settings.
        USER  | ana.kovac            | 2       | 2    | Waiting for a limit | The limit of the user ana.kovac is reached: 2 of 2 are running; it starts when there is room again.
        USER  | *                    | 2       | 2    | Waiting for a limit | The limit of each user is reached: ana.kovac has 2 of 2 running; it starts when there is room again.
        USER  | *                    | 2       | 1    | About to start | 41 of 400 slots are in use on 2 engines.
        USER  | ben.o                | 1       | 5    | About to start | 41 of 400 slots are in use on 2 engines.
        """)
    void a_due_one_that_a_limit_keeps_waiting_says_which_and_how_full_it_is(
            RunQuota.Scope scope, String name, int most, long running, String title, String sentence) {
        QuotaUsage load = new QuotaUsage(
                List.of(new RunQuota(scope, name, most)),
                Map.of("fal-ai/flux-pro/v1.1", running),
                Map.of("ana.kovac", running));
        GenerationDiagnosis diagnosis =
                diagnoseLater(row(GenerationStatus.PENDING, null, null, null, -1, 5, 0, null, false), load);
        assertThat(diagnosis.title().english()).isEqualTo(title);
        assertThat(diagnosis.sentence().english()).contains(sentence).endsWith("40 credits are reserved.");
        assertThat(diagnosis.needsAttention()).isFalse();
    }

    @Test
    void a_users_own_limit_counts_and_not_the_one_for_every_other() {
        QuotaUsage load = new QuotaUsage(
                List.of(
                        new RunQuota(RunQuota.Scope.USER, RunQuota.USER_DEFAULT, 1),
                        new RunQuota(RunQuota.Scope.USER, "ana.kovac", 5)),
                Map.of(),
                Map.of("ana.kovac", 4L));
        GenerationRow waiting = row(GenerationStatus.PENDING, null, null, null, -1, 5, 0, null, false);
        assertThat(diagnoseLater(waiting, load).title()).hasToString("About to start");
    }

    @Test
    void what_is_not_due_yet_waits_for_its_time_and_not_for_a_limit() {
        QuotaUsage load = new QuotaUsage(
                List.of(new RunQuota(RunQuota.Scope.USER, "ana.kovac", 1)), Map.of(), Map.of("ana.kovac", 1L));
        GenerationRow retrying =
                row(GenerationStatus.PENDING, GenerationStage.SUBMITTING, null, null, -1, 5, 1, "429", false);
        ClusterSnapshot situation = new ClusterSnapshot(NOW, engines(), List.of(), load);
        assertThat(GenerationDiagnosis.of(retrying, situation, LIMITS).title().english())
                .isEqualTo("Attempt 1 failed, next try in 6 s");
        GenerationDiagnosis due = GenerationDiagnosis.of(retrying, situation.at(NOW.plusSeconds(6)), LIMITS);
        assertThat(due.title().english()).isEqualTo("Attempt 1 failed, next try as soon as a limit allows it");
        assertThat(due.sentence().english()).contains("1 of 1 are running");
    }

    /** When it is due, with the engines heard just then. */
    private static GenerationDiagnosis diagnoseLater(GenerationRow row, QuotaUsage load) {
        Instant due = row.nextAttemptAt();
        List<ClusterSnapshot.EngineBeat> engines = engines().stream()
                .map(beat -> new ClusterSnapshot.EngineBeat(
                        beat.id(), beat.host(), beat.state(), beat.capacity(), beat.inFlight(), due))
                .toList();
        return GenerationDiagnosis.of(row, new ClusterSnapshot(due, engines, List.of(), load), LIMITS);
    }

    private static GenerationDiagnosis diagnose(GenerationRow row) {
        return GenerationDiagnosis.of(
                row, new ClusterSnapshot(NOW, engines(), List.of(), QuotaUsage.NO_LIMITS), LIMITS);
    }

    private static List<ClusterSnapshot.EngineBeat> engines() {
        return List.of(
                new ClusterSnapshot.EngineBeat(
                        ALIVE, "a", GenerationEngine.State.RUNNING, 200, 38, NOW.minusSeconds(20)),
                new ClusterSnapshot.EngineBeat(
                        SILENT, "b", GenerationEngine.State.RUNNING, 200, 3, NOW.minusSeconds(21)));
    }

    private static @Nullable Instant ago(long seconds) {
        return seconds < 0 ? null : NOW.minusSeconds(seconds);
    }

    private static GenerationRow row(
            GenerationStatus status,
            @Nullable GenerationStage stage,
            @Nullable UUID owner,
            @Nullable String fal,
            long atFal,
            long written,
            int attempt,
            @Nullable String error,
            boolean held) {
        return row(status, stage, owner, fal, atFal, written, attempt, 0, error, held);
    }

    private static GenerationRow row(
            GenerationStatus status,
            @Nullable GenerationStage stage,
            @Nullable UUID owner,
            @Nullable String fal,
            long atFal,
            long written,
            int attempt,
            int storeFailures,
            @Nullable String error,
            boolean held) {
        Instant rendered = "COMPLETED".equals(fal) ? ago(atFal) : null;
        return new GenerationRow(
                UUID.randomUUID(),
                "ana.kovac",
                "fal-ai/flux-pro/v1.1",
                MediaKind.IMAGE,
                40,
                status,
                stage,
                held ? HoldReason.SUBMIT_UNKNOWN : null,
                attempt,
                5,
                NOW.plusSeconds(6),
                new Generation.Lease(owner, owner == null ? null : NOW.plusSeconds(60), 1),
                false,
                false,
                new GenerationRow.Job(
                        atFal < 0 ? null : "request",
                        ago(atFal),
                        ago(atFal),
                        fal,
                        null,
                        ago(atFal),
                        ago(atFal),
                        rendered),
                new Generation.Media(null, 0, 0, null, null, null, null),
                error == null
                        ? null
                        : new Generation.Failure(
                                error.equals("locked") ? "ACCOUNT_WIDE" : "RETRYABLE",
                                error,
                                CodedMessage.quoted("It failed with " + error + "."),
                                null),
                null,
                NOW.minusSeconds(Math.max(atFal, written) + 1),
                null,
                NOW.minusSeconds(written),
                null,
                0,
                storeFailures,
                null,
                false,
                GenerationTriage.TriageSummary.NONE,
                "A heron");
    }

    private static GenerationRow ended(GenerationStatus status, Generation.Media media, boolean refunded) {
        return new GenerationRow(
                UUID.randomUUID(),
                "ana.kovac",
                "fal-ai/flux-pro/v1.1",
                MediaKind.IMAGE,
                40,
                status,
                null,
                null,
                1,
                5,
                NOW,
                new Generation.Lease(null, null, 1),
                refunded,
                status == GenerationStatus.COMPLETED,
                new GenerationRow.Job(null, null, null, null, null, null, null, null),
                media,
                status == GenerationStatus.FAILED
                        ? new Generation.Failure(
                                "FINAL", "content_policy", CodedMessage.quoted("The prompt was refused."), null)
                        : null,
                null,
                NOW.minusSeconds(100),
                NOW.minusSeconds(99),
                NOW.minusSeconds(60),
                NOW.minusSeconds(60),
                0,
                0,
                null,
                false,
                GenerationTriage.TriageSummary.NONE,
                "A heron");
    }
}
