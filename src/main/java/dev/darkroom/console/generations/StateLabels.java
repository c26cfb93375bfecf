package dev.darkroom.console.generations;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.DisplayState;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.GenerationTriage.PlacedMark;
import dev.darkroom.generation.GenerationTriage.TriageMark;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.message.CodedMessage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** Labels for the state, stage, attempt and triage mark of a generation. */
public final class StateLabels {
    private StateLabels() {}

    public static DisplayState state(GenerationDiagnosis.State state) {
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

    /** Returns the "2/5" after "Retrying": the next attempt. */
    static @Nullable public String detail(GenerationDiagnosis.State state, int attempt, int most) {
        return state == GenerationDiagnosis.State.RETRYING ? (attempt + 1) + "/" + most : null;
    }

    public static String stage(GenerationRow row) {
        GenerationStage stage = row.stage();
        if (row.status().isFinal()) {
            return "";
        }
        if (stage == null) {
            return GenerationMessages.get("stage.none");
        }
        boolean running = "IN_PROGRESS".equals(row.job().status());
        return switch (stage) {
            case SUBMITTING -> GenerationMessages.get("stage.SUBMITTING");
            case SUBMITTED ->
                running
                        ? GenerationMessages.get("stage.running")
                        : row.job().queuePosition() == null
                                ? GenerationMessages.get("stage.queue")
                                : GenerationMessages.get(
                                        "stage.place", row.job().queuePosition());
            case RENDERED -> GenerationMessages.get("stage.RENDERED");
            case STORING ->
                row.status() == GenerationStatus.PENDING || row.media().filesExpected() == null
                        ? GenerationMessages.get("stage.STORING")
                        : GenerationMessages.get(
                                "stage.files",
                                Objects.requireNonNull(row.media().filesExpected()));
            case SIGNING -> GenerationMessages.get("stage.SIGNING");
        };
    }

    public static Ikon icon(TriageMark mark) {
        return switch (mark) {
            case SEEN -> MaterialDesignE.EYE_OUTLINE;
            case MINE -> MaterialDesignA.ACCOUNT_OUTLINE;
            case WAITING_FOR_FAL -> MaterialDesignT.TIMER_SAND;
        };
    }

    public static String word(TriageMark mark) {
        return MessageTexts.sentence(CodedMessage.of("mark." + mark));
    }

    /** Who set the mark, and when. */
    public static String detail(PlacedMark placed, ValueFormats formats) {
        return GenerationMessages.get("mark.by", word(placed.mark()), placed.actor(), formats.time(placed.at()));
    }
}
