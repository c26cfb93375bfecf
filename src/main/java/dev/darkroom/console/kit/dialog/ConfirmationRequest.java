package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.text.MessageTexts;
import java.util.List;
import java.util.Optional;

/**
 * What is asked before an action that costs or destroys. {@code id} stands behind the verb in the font of ids,
 * {@code typed} is a text (the count of rows, for a big action on production) that must be typed first; {@code dismiss} is what
 * the button says that changes nothing, empty for the usual words.
 */
public record ConfirmationRequest(
        String title,
        String id,
        String text,
        List<Price> prices,
        Optional<String> warning,
        boolean reason,
        Optional<String> typed,
        String act,
        boolean destroys,
        String dismiss) {

    /** One line of "What it costs": before, with this action, and a remark in brackets. */
    public record Price(String what, String before, String after, String remark) {}

    public ConfirmationRequest {
        prices = List.copyOf(prices);
    }

    /** The verb as title, without the dots of a menu, the exact consequence as text, the verb with its price on the button. */
    public static ConfirmationRequest of(String title, String text, String act) {
        return new ConfirmationRequest(
                title.replaceFirst("\u2026$", ""),
                "",
                text,
                List.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                act,
                false,
                "");
    }

    public ConfirmationRequest about(String newId) {
        return new ConfirmationRequest(title, newId, text, prices, warning, reason, typed, act, destroys, dismiss);
    }

    public ConfirmationRequest costs(Price... lines) {
        return new ConfirmationRequest(title, id, text, List.of(lines), warning, reason, typed, act, destroys, dismiss);
    }

    public ConfirmationRequest warning(String sentence) {
        return new ConfirmationRequest(
                title, id, text, prices, Optional.of(sentence), reason, typed, act, destroys, dismiss);
    }

    /** Asks for a reason, which is kept in the timeline; the action waits until one is given. */
    public ConfirmationRequest withReason() {
        return new ConfirmationRequest(title, id, text, prices, warning, true, typed, act, destroys, dismiss);
    }

    public ConfirmationRequest mustType(String exact) {
        return new ConfirmationRequest(
                title, id, text, prices, warning, reason, Optional.of(exact), act, destroys, dismiss);
    }

    /** What the button says that changes nothing; without this "Close", or "Keep it" where something would be destroyed. */
    public ConfirmationRequest dismissedBy(String words) {
        return new ConfirmationRequest(title, id, text, prices, warning, reason, typed, act, destroys, words);
    }

    /** The button is red. */
    public ConfirmationRequest destroying() {
        return new ConfirmationRequest(title, id, text, prices, warning, reason, typed, act, true, dismiss);
    }

    /** Never the verb of the action: "Cancel" beside "Cancel the generation" is read twice. */
    String dismissal() {
        return dismiss.isEmpty() ? MessageTexts.SHELL.get(destroys ? "confirm.keep" : "close") : dismiss;
    }
}
