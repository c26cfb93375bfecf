package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.text.MessageTexts;
import java.util.List;
import java.util.Optional;

/**
 * The question before an action that costs money or destroys data. {@code id} follows the verb in the id font, {@code typed} is
 * a text (the count of rows, for a bulk action on production) that must be typed first; {@code dismiss} is the label of the
 * button that changes nothing, empty for the default.
 */
public record ConfirmationRequest(
        String title,
        String id,
        String text,
        List<Price> prices,
        Optional<String> warning,
        Optional<ReasonField> reason,
        Optional<String> typed,
        String confirmLabel,
        boolean destroys,
        String dismiss,
        boolean refused) {
    /** On production, the count of what an action changes must be typed above this. */
    public static final int MANY = 100;

    /** One line of "What it costs": the price before, with this action, and a remark in brackets. */
    public record Price(String label, String before, String after, String remark) {}

    /** Where the reason is kept: the remark beside its field, and the prompt in it. */
    public record ReasonField(String remark, String prompt) {}

    public ConfirmationRequest {
        prices = List.copyOf(prices);
    }

    /** Title is the verb, without a menu's trailing dots; text the exact consequence; act the verb and price on the button. */
    public static ConfirmationRequest of(String title, String text, String confirmLabel) {
        return new ConfirmationRequest(
                title.replaceFirst("\u2026$", ""),
                "",
                text,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                confirmLabel,
                false,
                "",
                false);
    }

    public ConfirmationRequest about(String newId) {
        return new ConfirmationRequest(
                title, newId, text, prices, warning, reason, typed, confirmLabel, destroys, dismiss, refused);
    }

    public ConfirmationRequest costs(Price... lines) {
        return new ConfirmationRequest(
                title, id, text, List.of(lines), warning, reason, typed, confirmLabel, destroys, dismiss, refused);
    }

    public ConfirmationRequest warning(String sentence) {
        return new ConfirmationRequest(
                title,
                id,
                text,
                prices,
                Optional.of(sentence),
                reason,
                typed,
                confirmLabel,
                destroys,
                dismiss,
                refused);
    }

    /** Shows why the action is sure to be refused, and keeps it disabled. */
    public ConfirmationRequest refused(String sentence) {
        return new ConfirmationRequest(
                title, id, text, prices, Optional.of(sentence), reason, typed, confirmLabel, destroys, dismiss, true);
    }

    /** Requires a reason, which is recorded in the timeline; the action stays disabled until one is given. */
    public ConfirmationRequest withReason() {
        return withReason(new ReasonField(
                MessageTexts.SHELL.get("confirm.kept"), MessageTexts.SHELL.get("confirm.reason.missing")));
    }

    /** Requires a reason that is recorded elsewhere than in the timeline. */
    public ConfirmationRequest withReason(ReasonField field) {
        return new ConfirmationRequest(
                title, id, text, prices, warning, Optional.of(field), typed, confirmLabel, destroys, dismiss, refused);
    }

    /** Requires this text to be typed, as on production for more than {@link #MANY}. */
    public ConfirmationRequest mustType(String exact) {
        return new ConfirmationRequest(
                title, id, text, prices, warning, reason, Optional.of(exact), confirmLabel, destroys, dismiss, refused);
    }

    /** Labels the button that changes nothing; default "Close", or "Keep it" where something would be destroyed. */
    public ConfirmationRequest dismissedBy(String words) {
        return new ConfirmationRequest(
                title, id, text, prices, warning, reason, typed, confirmLabel, destroys, words, refused);
    }

    /** Makes the button red. */
    public ConfirmationRequest destroying() {
        return new ConfirmationRequest(
                title, id, text, prices, warning, reason, typed, confirmLabel, true, dismiss, refused);
    }

    /** Never the verb of the action: "Cancel" beside "Cancel the generation" is ambiguous. */
    String dismissal() {
        return dismiss.isEmpty() ? MessageTexts.SHELL.get(destroys ? "confirm.keep" : "close") : dismiss;
    }
}
