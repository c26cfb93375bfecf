package dev.darkroom.generation.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.generation.FencingToken;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.HoldReason;
import dev.darkroom.generation.engine.GenerationRunRepository.Stored;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogContext;
import dev.darkroom.logging.LogMark;
import dev.darkroom.message.CodedMessage;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One attempt at one generation, from top to bottom, starting at the last saved stage. Runs on its own virtual thread; every
 * ending without success passes through {@link RunEnding}.
 */
final class GenerationRun implements Runnable {
    private final RunContext.EngineResources resources;
    private final Generation generation;
    private final FencingToken run;
    private final BooleanSupplier cancelRequested;
    private final GenerationRunRepository runs;
    private final StoreStep storing;
    private final RunEnding ending;

    GenerationRun(RunContext.EngineResources resources, Generation generation, BooleanSupplier cancelRequested) {
        this.resources = resources;
        this.generation = generation;
        this.run = FencingToken.of(generation);
        this.cancelRequested = cancelRequested;
        this.runs = resources.runs();
        this.storing = new StoreStep(resources, generation, run);
        this.ending = new RunEnding(resources, generation, run, storing);
    }

    @Override
    public void run() {
        try (LogContext _ = LogContext.of(generation.id(), generation.userId())) {
            try {
                logStart();
                runSteps();
            } catch (RuntimeException | Error end) {
                ending.settle(end);
            }
        }
    }

    private void logStart() {
        CategoryLog.info(
                LogCategory.GENERATION_PROCESSING,
                LogMark.START,
                "Starting background processing for generation {}, attempt {}/{}",
                generation.id(),
                generation.attempt(),
                generation.maxAttempts());
        CategoryLog.info(
                LogCategory.GENERATION_PROCESSING,
                LogMark.INSPECT,
                "Model: {}, Prompt length: {}",
                generation.model(),
                generation.prompt().length());
        // The claim has already written this, in one statement for the whole batch.
        CategoryLog.info(LogCategory.GENERATION_PROCESSING, LogMark.NOTE, "Updating status to PROCESSING");
        CategoryLog.info(
                LogCategory.DB_STATUS, LogMark.CHANGE, "Updating generation {} status to: PROCESSING", generation.id());
        CategoryLog.info(LogCategory.DB_STATUS, LogMark.SUCCESS, "Status update completed");
        CategoryLog.info(LogCategory.GENERATION_PROCESSING, LogMark.SUCCESS, "Status updated successfully");
    }

    private void runSteps() {
        checkStartable();
        Stored stored = generation.stage() == GenerationStage.SIGNING ? null : storeResult();
        if (stored != null) {
            ending.markProgress();
        }
        stage(GenerationStage.SIGNING);
        StoreStep.Link link = storing.signUrl(stored);
        LogContext.took(ending.sinceBegun());
        runs.completed(run, stored, link.path(), link.url(), ending.sinceBegun());
        resources.storage().discardWaiting(generation.id());
    }

    /** Holds an unreadable generation for an operator; ends one whose attempts are used up, as after a run that was killed. */
    private void checkStartable() {
        if (generation.unreadable() != null) {
            throw GenerationRunFailure.held(HoldReason.UNREADABLE, "unreadable", generation.unreadable(), null);
        }
        if (!resources.allowsAttempt(generation)) {
            throw generation.fal().submitUnknown()
                    ? GenerationRunFailure.unknown(
                            CodedMessage.sentences(
                                    CodedMessage.of("failed.used.up.unknown"), CodedMessage.of("failed.decide")),
                            null)
                    : GenerationRunFailure.permanent(
                            "attempts_used_up", CodedMessage.of("failed.used.up", generation.attempt() - 1), null);
        }
    }

    /**
     * Saves a result that has just arrived before anything else, if possible together with the start of storing it. A saved
     * result that fal.ai cannot repeat any more is better than none.
     */
    private Stored storeResult() {
        Generation.SavedResult saved = generation.result();
        if (saved != null && generation.stage() != GenerationStage.SUBMITTED) {
            return storeSaved(saved.json());
        }
        FollowStep.Result rendered;
        try {
            rendered = submitAndFollow();
        } catch (GenerationRunFailure over) {
            if (saved == null || !over.endsJob()) {
                throw over;
            }
            return storeSaved(saved.json());
        }
        Optional<Stored> stored = storing.tryStore(rendered);
        if (stored.isPresent()) {
            return stored.get();
        }
        runs.rendered(run, rendered.body(), rendered.took());
        return storeSaved(rendered.json());
    }

    private Stored storeSaved(JsonNode result) {
        stage(GenerationStage.STORING);
        return storing.storeSaved(result);
    }

    private FollowStep.Result submitAndFollow() {
        stage(GenerationStage.SUBMITTING);
        RunContext context = new RunContext(resources, generation, run, cancelRequested);
        FalRequest request = new SubmitStep(context).request();
        if (generation.fal().request() == null) {
            ending.markProgress();
        }
        stage(GenerationStage.SUBMITTED);
        FollowStep.Result result = new FollowStep(context).follow(request);
        ending.markProgress();
        return result;
    }

    private static void stage(GenerationStage stage) {
        LogContext.stage(stage.name());
    }
}
