package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.generation.action.BulkAction;
import dev.darkroom.generation.action.OperatorAction;
import javafx.scene.control.TextField;
import org.jspecify.annotations.Nullable;

/** Asks whether to run a bulk action again on everything that failed in it. */
public final class BulkRestartDialog {
    private BulkRestartDialog() {}

    /** Starts the action again. */
    @FunctionalInterface
    public interface BulkRestart {
        /** @param budget the most credits that it may cost, null for no limit */
        void start(String reason, @Nullable Long budget);
    }

    /** Returns the name of the offer. */
    public static String offer(BulkAction ended) {
        return text("count", ValueFormats.number(ended.counts().failed()));
    }

    /** @param name of the action */
    public static ConfirmDialog of(
            BulkAction ended, String name, boolean production, BulkRestart restart, Runnable close) {
        boolean costs = ended.act() == OperatorAction.RETRY;
        String count = ValueFormats.number(ended.counts().failed());
        ConfirmationRequest question = ConfirmationRequest.of(
                        text("title", name, count),
                        text("text", MessageTexts.sentence(ended.what())),
                        text("act", count))
                .costs(new ConfirmationRequest.Price(text("credits"), "", text("credits." + ended.act()), ""))
                .withReason();
        if (production && ended.counts().failed() > ConfirmationRequest.MANY) {
            question = question.mustType(count);
        }
        TextField budget = new TextField();
        budget.setPromptText(text("budget.none"));
        ConfirmDialog dialog = new ConfirmDialog(
                costs || ended.act() == OperatorAction.RECOVER ? question : question.destroying(),
                reason -> restart.start(
                        reason,
                        budget.getText().isBlank()
                                ? null
                                : Long.valueOf(budget.getText().strip())),
                close);
        if (costs) {
            dialog.asking(text("budget"), text("budget.remark"), budget, typed -> typed.matches("\\d{0,12}"));
        }
        return dialog;
    }

    private static String text(String key, Object... values) {
        return MessageTexts.SHELL.get("bulk.again." + key, values);
    }
}
