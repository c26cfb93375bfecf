package dev.darkroom.console.generations.details;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.generation.TimelineEvent;
import dev.darkroom.generation.TimelineKind;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Builds the sentence of a timeline line from its kind and data, in one language. */
public record TimelineMessages(MessageTexts texts, ValueFormats formats) {
    /** The colon before a reason or a message, removed when that is missing. */
    private static final Pattern DANGLING = Pattern.compile("\\s*[:\uff1a]\\s*$");

    String sentence(TimelineEvent event) {
        return DANGLING.matcher(whole(event)).replaceFirst("");
    }

    /** Adds the run where the attempt could be mistaken for one of another run. */
    public String sentence(TimelineEvent event, int run) {
        return event.kind() == TimelineKind.CLAIMED && run > 1
                ? texts.get("event.CLAIMED.run", run, event.attempt())
                : sentence(event);
    }

    private String whole(TimelineEvent event) {
        String key = "event." + event.kind();
        return switch (event.kind()) {
            case CREATED -> created(key, event);
            case DEDUCTED -> texts.get(key, number(event, "credits"), before(event), number(event, "balance"));
            case REFUNDED -> texts.get(key, number(event, "credits"), number(event, "balance"));
            case CLAIMED -> texts.get(key, event.attempt());
            case SUBMITTED ->
                texts.get(event.data().path("found").asBoolean() ? key + ".found" : key, event.text("request"));
            case STORING, STORED -> {
                String warning = message(event, "warning");
                yield warning.isEmpty() ? texts.get(key, number(event, "files")) : warning;
            }
            case FAILED, RETRY_SCHEDULED, HELD -> texts.get(key, message(event, "message"));
            case REPAIR_ENDED -> texts.get(key, message(event, event.data().has("message") ? "message" : "reason"));
            case HANDED_BACK -> texts.get(variant(key, event.text("service")), message(event, "message"));
            case TAKEN_BACK -> texts.get(variant(key, event.text("cause")));
            case DIAGNOSED -> {
                String message = message(event, "message");
                yield message.isEmpty() ? texts.get(key + ".plain") : texts.get(key, message);
            }
            case CANCEL_SENT -> texts.get(variant(key, event.text("answer")), event.text("answer"));
            case FILE_LOST -> {
                String reason = message(event, "reason");
                yield reason.isEmpty()
                        ? texts.get(key, event.text("file"))
                        : texts.get(key + ".asked", event.text("file"), event.actor(), reason);
            }
            case CANCELLED, CANCEL_ASKED, RECOVERED, WAIT_ENDED, REFUND_DECIDED, MARKED_FAILED, SENT_AGAIN ->
                texts.get(key, event.actor(), message(event, "reason"));
            case RETRIED -> texts.get(variant(key, event.text("from")), event.actor(), message(event, "reason"));
            case EDITED -> texts.get(key, event.actor(), changes(event), message(event, "reason"));
            case ATTACHED ->
                texts.get(key, event.text("request"), event.actor(), event.text("status"), message(event, "reason"));
            case PRIORITY_CHANGED ->
                texts.get(key, number(event, "from"), number(event, "to"), event.actor(), message(event, "reason"));
            case LINK_RENEWED -> texts.get(key, event.actor(), time(event.text("until")));
            case SUBMITTING, IN_QUEUE, IN_PROGRESS, RENDERED, COMPLETED -> texts.get(key);
        };
    }

    private String created(String key, TimelineEvent event) {
        if (!event.data().has("credits")) {
            return texts.get(key + ".plain", event.actor());
        }
        return number(event, "credits") == 0
                ? texts.get(key + ".free", event.actor())
                : texts.get(key, event.actor(), number(event, "credits"), before(event), number(event, "balance"));
    }

    /** Returns the key for this word, or the general key if the word has no sentence. */
    private String variant(String key, String word) {
        String special = key + "." + word;
        return texts.find(special).isPresent() ? special : key;
    }

    private String message(TimelineEvent event, String member) {
        return texts.in(event.said(member));
    }

    private static long number(TimelineEvent event, String member) {
        return event.data().path(member).asLong();
    }

    /** Returns the balance before a deduction. */
    private static long before(TimelineEvent event) {
        return number(event, "balance") + number(event, "credits");
    }

    /** Formatted like in the window; other text stays unchanged. */
    private String time(String instant) {
        try {
            return formats.absolute(Instant.parse(instant));
        } catch (DateTimeParseException _) {
            return instant;
        }
    }

    private String changes(TimelineEvent event) {
        List<String> all = new ArrayList<>();
        event.data()
                .path("changes")
                .properties()
                .forEach(change ->
                        all.add(change.getKey() + " " + value(change.getValue().path(0)) + " \u2192 "
                                + value(change.getValue().path(1))));
        return all.isEmpty() ? texts.get("event.EDITED.nothing") : String.join("; ", all);
    }

    private String value(JsonNode value) {
        return value.isTextual() ? value.asText() : texts.get("event.EDITED.none");
    }
}
