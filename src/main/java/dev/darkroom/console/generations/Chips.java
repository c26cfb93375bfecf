package dev.darkroom.console.generations;

import dev.darkroom.console.DisplayState;
import dev.darkroom.generation.GenerationDiagnosis;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.GenerationStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How state, stage and attempt of a generation read. */
final class Chips {
    private Chips() {}

    static DisplayState state(GenerationDiagnosis.State state) {
        return switch (state) {
            case WAITING -> DisplayState.WAITING;
            case AT_FAL -> DisplayState.AT_FAL;
            case STORING -> DisplayState.STORING;
            case RETRYING -> DisplayState.RETRYING;
            case STUCK -> DisplayState.STUCK;
            case COMPLETED -> DisplayState.COMPLETED;
            case FAILED -> DisplayState.FAILED;
            case CANCELLED -> DisplayState.CANCELLED;
        };
    }

    /** "2/5" behind "Retrying": the attempt that comes next. */
    static @Nullable String detail(GenerationDiagnosis.State state, int attempt, int most) {
        return state == GenerationDiagnosis.State.RETRYING ? (attempt + 1) + "/" + most : null;
    }

    static String stage(GenerationRow row) {
        GenerationStage stage = row.stage();
        if (row.status().isFinal()) {
            return "";
        }
        if (stage == null) {
            return Words.get("stage.none");
        }
        boolean running = "IN_PROGRESS".equals(row.job().status());
        return switch (stage) {
            case SUBMITTING -> Words.get("stage.SUBMITTING");
            case SUBMITTED ->
                running
                        ? Words.get("stage.running")
                        : row.job().queuePosition() == null
                                ? Words.get("stage.queue")
                                : Words.get("stage.place", row.job().queuePosition());
            case RENDERED -> Words.get("stage.RENDERED");
            case STORING ->
                row.status() == GenerationStatus.PENDING || row.media().filesExpected() == null
                        ? Words.get("stage.STORING")
                        : Words.get(
                                "stage.files",
                                Objects.requireNonNull(row.media().filesExpected()));
            case SIGNING -> Words.get("stage.SIGNING");
        };
    }
}
