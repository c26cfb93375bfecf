package dev.darkroom.generation.diagnosis;

import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.SafeAction;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.State;
import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.generation.engine.QuotaUsage;
import dev.darkroom.generation.engine.RunQuota;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Describes what a generation waits for. */
final class WaitingDiagnosisRules {
    private final GenerationRow row;
    private final ClusterSnapshot cluster;
    private final Duration silence;

    WaitingDiagnosisRules(GenerationRow row, ClusterSnapshot cluster, Duration silence) {
        this.row = row;
        this.cluster = cluster;
        this.silence = silence;
    }

    GenerationDiagnosis waiting() {
        List<ClusterSnapshot.EngineBeat> alive = cluster.alive(silence);
        String age = ElapsedTime.clock(since(row.createdAt()));
        if (row.cancelRequestedAt() != null) {
            return calm("waiting.cancel", CodedMessage.of("waiting.cancel.why"));
        }
        if (!cluster.pauses().isEmpty()) {
            return paused(cluster.pauses().getFirst());
        }
        if (alive.isEmpty()) {
            return calm("waiting.no.engine", CodedMessage.of("waiting.no.engine.why", age));
        }
        int slots =
                alive.stream().mapToInt(ClusterSnapshot.EngineBeat::capacity).sum();
        int taken =
                alive.stream().mapToInt(ClusterSnapshot.EngineBeat::inFlight).sum();
        boolean paused = alive.stream().noneMatch(engine -> engine.state() == GenerationEngine.State.RUNNING);
        Optional<QuotaUsage.InUse> limit = paused ? Optional.empty() : cluster.limitOf(row);
        if (limit.isPresent()) {
            return calm(
                    "waiting.limit",
                    CodedMessage.sentences(CodedMessage.of("waiting.since", age), limited(limit.get(), row.userId())));
        }
        return calm(
                paused ? "waiting.paused" : taken < slots ? "waiting.next" : "waiting.slot",
                CodedMessage.of(paused ? "waiting.paused.why" : "waiting.slot.why", age, taken, slots, alive.size()));
    }

    /** Returns why no engine takes it although it is due; nothing when one is about to. */
    CodedMessage whyNotTaken() {
        if (!cluster.pauses().isEmpty()) {
            return pauseSentence(cluster.pauses().getFirst());
        }
        List<ClusterSnapshot.EngineBeat> alive = cluster.alive(silence);
        if (alive.isEmpty()) {
            return CodedMessage.of("due.no.engine");
        }
        return alive.stream().noneMatch(engine -> engine.state() == GenerationEngine.State.RUNNING)
                ? CodedMessage.of("due.paused")
                : CodedMessage.NONE;
    }

    private CodedMessage pauseSentence(ServiceCircuitBreaker.Pause pause) {
        return CodedMessage.of(
                "waiting." + pause.service() + "." + pause.cause(),
                ElapsedTime.clock(since(pause.since())),
                pause.reason());
    }

    private GenerationDiagnosis paused(ServiceCircuitBreaker.Pause pause) {
        return new GenerationDiagnosis(
                State.WAITING,
                null,
                CodedMessage.of("waiting." + pause.service()),
                // The same words as the engine's pill; the reason, as a column shows no sentence.
                CodedMessage.of("waiting." + pause.service() + ".brief", pause.reason()),
                CodedMessage.sentences(pauseSentence(pause), DiagnosisRules.refundableCredits(row)),
                SafeAction.NONE,
                CodedMessage.NONE);
    }

    /** Returns when it is tried again. */
    CodedMessage nextTry() {
        Duration left = Duration.between(cluster.now(), row.nextAttemptAt());
        return left.isPositive()
                ? CodedMessage.of("next.in", ElapsedTime.rough(left))
                : CodedMessage.of(limited().isEmpty() ? "next.engine" : "next.limit");
    }

    /** Describes the limit that it waits for, and its load; nothing if there is none. */
    CodedMessage limited() {
        return cluster.limitOf(row).map(limit -> limited(limit, row.userId())).orElse(CodedMessage.NONE);
    }

    private static CodedMessage limited(QuotaUsage.InUse load, String user) {
        RunQuota limit = load.limit();
        if (limit.atMost() == 0) {
            return CodedMessage.of("limit.zero", limit.words());
        }
        return limit.isUserDefault()
                ? CodedMessage.of("limit.full.each", load.running(), limit.atMost(), user)
                : CodedMessage.of("limit.full", limit.words(), load.running(), limit.atMost());
    }

    private GenerationDiagnosis calm(String title, CodedMessage sentence) {
        return new GenerationDiagnosis(
                State.WAITING,
                null,
                CodedMessage.of(title),
                CodedMessage.NONE,
                CodedMessage.sentences(sentence, DiagnosisRules.refundableCredits(row)),
                SafeAction.NONE,
                CodedMessage.NONE);
    }

    private Duration since(Instant instant) {
        return Duration.between(instant, cluster.now());
    }
}
