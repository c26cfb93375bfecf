package dev.darkroom.console.generations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.generation.TimelineEvent;
import java.util.ArrayList;
import java.util.List;

/** The sentence of a line of the timeline, made from its kind and data in the language of the window. */
final class TimelineMessages {
    private TimelineMessages() {}

    static String sentence(TimelineEvent event) {
        String key = "event." + event.kind();
        return switch (event.kind()) {
            case CREATED ->
                event.data().path("credits").asLong() == 0
                        ? Words.get(key + ".free", event.actor())
                        : Words.get(
                                key, event.actor(), number(event, "credits"), before(event), number(event, "balance"));
            case DEDUCTED -> Words.get(key, number(event, "credits"), before(event), number(event, "balance"));
            case REFUNDED -> Words.get(key, number(event, "credits"), number(event, "balance"));
            case CLAIMED -> Words.get(key, event.attempt());
            case SUBMITTED ->
                Words.get(event.data().path("found").asBoolean() ? key + ".found" : key, event.text("request"));
            case STORING, STORED -> {
                String warning = event.text("warning");
                yield warning.isEmpty() ? Words.get(key, number(event, "files")) : warning;
            }
            case FAILED, RETRY_SCHEDULED, HELD, REPAIR_ENDED -> Words.get(key, event.text("message"));
            case HANDED_BACK -> {
                String service = event.text("service");
                yield service.isEmpty()
                        ? Words.get(key, event.text("message"))
                        : Words.get(key + "." + service, event.text("message"));
            }
            case TAKEN_BACK -> Words.get(key + "." + event.text("cause"));
            case DIAGNOSED -> Words.get(key, event.text("message"));
            case CANCEL_SENT -> Words.get(key, event.text("answer"));
            case FILE_LOST -> Words.get(key, event.text("file"));
            case CANCELLED -> Words.get(key, event.actor(), event.text("reason"));
            case CANCEL_ASKED, RECOVERED, REFUND_DECIDED, MARKED_FAILED, SENT_AGAIN ->
                Words.get(key, event.actor(), event.text("reason"));
            case RETRIED -> Words.get(key + "." + event.text("from"), event.actor(), event.text("reason"));
            case EDITED -> Words.get(key, event.actor(), changes(event), event.text("reason"));
            case ATTACHED ->
                Words.get(key, event.text("request"), event.actor(), event.text("status"), event.text("reason"));
            case PRIORITY_CHANGED ->
                Words.get(key, number(event, "from"), number(event, "to"), event.actor(), event.text("reason"));
            case LINK_RENEWED -> Words.get(key, event.actor(), event.text("until"));
            case SUBMITTING, IN_QUEUE, IN_PROGRESS, RENDERED, COMPLETED -> Words.get(key);
        };
    }

    private static long number(TimelineEvent event, String member) {
        return event.data().path(member).asLong();
    }

    /** The balance before a deduction. */
    private static long before(TimelineEvent event) {
        return number(event, "balance") + number(event, "credits");
    }

    private static String changes(TimelineEvent event) {
        List<String> all = new ArrayList<>();
        event.data()
                .path("changes")
                .properties()
                .forEach(change ->
                        all.add(change.getKey() + " " + value(change.getValue().path(0)) + " \u2192 "
                                + value(change.getValue().path(1))));
        return all.isEmpty() ? Words.get("event.EDITED.nothing") : String.join("; ", all);
    }

    private static String value(JsonNode value) {
        return value.isTextual() ? value.asText() : Words.get("event.EDITED.none");
    }
}
