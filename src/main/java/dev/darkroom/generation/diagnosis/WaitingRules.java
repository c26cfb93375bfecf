package dev.darkroom.generation.diagnosis;

import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.SafeAct;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.State;
import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.generation.engine.QuotaUsage;
import dev.darkroom.generation.engine.RunQuota;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a generation waits for that nothing is wrong with. */
final class WaitingRules {
    private final GenerationRow row;
    private final ClusterSnapshot situation;
    private final Duration silence;

    WaitingRules(GenerationRow row, ClusterSnapshot situation, Duration silence) {
        this.row = row;
        this.situation = situation;
        this.silence = silence;
    }

    GenerationDiagnosis waiting() {
        List<ClusterSnapshot.EngineBeat> alive = situation.alive(silence);
        String age = GenerationDiagnosis.clock(since(row.createdAt()));
        if (row.cancelRequestedAt() != null) {
            return calm("Cancel asked", "It ends as soon as an engine has asked fal.ai." + DiagnosisRules.held(row));
        }
        if (!situation.pauses().isEmpty()) {
            ServiceCircuitBreaker.Pause pause = situation.pauses().getFirst();
            return paused(pause);
        }
        if (alive.isEmpty()) {
            return calm(
                    "No engine is running",
                    "It waits since " + age + " and nobody is there to take it: start an engine."
                            + DiagnosisRules.held(row));
        }
        int places =
                alive.stream().mapToInt(ClusterSnapshot.EngineBeat::capacity).sum();
        int taken =
                alive.stream().mapToInt(ClusterSnapshot.EngineBeat::inFlight).sum();
        boolean paused = alive.stream().noneMatch(engine -> engine.state() == GenerationEngine.State.RUNNING);
        Optional<QuotaUsage.InUse> limit = paused ? Optional.empty() : situation.limitOf(row);
        if (limit.isPresent()) {
            return calm(
                    "Waits for a limit",
                    "It waits since " + age + ". " + limited(limit.get(), row.userId()) + DiagnosisRules.held(row));
        }
        return calm(
                paused ? "All engines are paused" : taken < places ? "About to be taken" : "Waits for a free place",
                "It waits since " + age + "; " + taken + " of " + places + " places are taken on "
                        + engines(alive.size()) + (paused ? ", and none takes anything new: let one go on." : ".")
                        + DiagnosisRules.held(row));
    }

    private GenerationDiagnosis paused(ServiceCircuitBreaker.Pause pause) {
        boolean fal = pause.service() == ServiceCircuitBreaker.Service.FAL;
        boolean refused = pause.cause() == ServiceCircuitBreaker.Cause.REFUSED;
        String service = fal ? "fal.ai" : "the storage";
        return calm(
                "Waits for " + service,
                // The same words as the pill of the engine; the reason, for a column shows no sentence.
                "paused by " + (fal ? "fal.ai: " : "storage: ") + pause.reason(),
                (fal ? "fal.ai" : "The storage") + (refused ? " has refused everything for " : " has not answered for ")
                        + GenerationDiagnosis.clock(since(pause.since())) + ": " + pause.reason()
                        + " Nothing new is sent meanwhile; "
                        // Only a submit shows whether an account is unlocked.
                        + (fal && refused
                                ? "one generation at a time tries whether that is over."
                                : service + " is asked every few seconds whether it works again.")
                        + DiagnosisRules.held(row));
    }

    /** Which limit it is and how full, in a sentence. */
    static String limited(QuotaUsage.InUse load, String user) {
        RunQuota limit = load.limit();
        String whose = limit.isForEveryOther() ? "each user" : limit.words();
        if (limit.atMost() == 0) {
            return "The limit of " + whose + " is 0: nothing is taken until that is changed in Settings.";
        }
        return "The limit of " + whose + " is reached: " + load.running() + " of " + limit.atMost()
                + (limit.isForEveryOther() ? " of " + user : "")
                + " are running; it is taken when there is room again.";
    }

    private static String engines(int count) {
        return count + (count == 1 ? " engine" : " engines");
    }

    private static GenerationDiagnosis calm(String title, String sentence) {
        return calm(title, "", sentence);
    }

    private static GenerationDiagnosis calm(String title, String brief, String sentence) {
        return new GenerationDiagnosis(State.WAITING, null, title, brief, sentence, SafeAct.NONE, "");
    }

    private Duration since(Instant instant) {
        return Duration.between(instant, situation.now());
    }
}
