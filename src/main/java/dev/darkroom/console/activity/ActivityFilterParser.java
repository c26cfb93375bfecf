package dev.darkroom.console.activity;

import dev.darkroom.activity.ActivityFilter;
import dev.darkroom.activity.ActivityFilter.ActivityPreset;
import dev.darkroom.activity.ActivityRecord;
import dev.darkroom.console.kit.filter.FilterReader;
import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.filter.FilterTime;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.database.UuidRange;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Parses the chips of Activity's filter bar. Throws {@link IllegalArgumentException} with a sentence on invalid input. */
final class ActivityFilterParser {
    static final List<String> KEYS = List.of("who", "action", "generation", "user", "outcome", "time");

    /** The suggested actions; others can be searched for as well. */
    static final List<String> ACTIONS = List.of(
            "RETRY",
            "EDIT_AND_RETRY",
            "RECOVER",
            "CANCEL",
            "REFUND",
            "MARK_FAILED",
            "ATTACH",
            "SEND_AGAIN",
            "PRIORITY",
            "GRANT",
            "ADJUST",
            "SET_LIMIT",
            "REMOVE_LIMIT",
            "MARK_KNOWN",
            "MARK_NEW",
            "MARK",
            "UNMARK",
            "NOTE",
            "RETRY_NOW",
            "NEW_LINK",
            "REVERSE",
            "GIVE_BACK",
            "TAKE_CHARGE",
            "RESTORE_BALANCE",
            "DELETE_OBJECT",
            "ACKNOWLEDGE_ALERT",
            "UNACKNOWLEDGE_ALERT",
            "SET_ALERT_RULE",
            "SET_QUIET_HOURS",
            "SET_WEBHOOK",
            "REMOVE_WEBHOOK",
            "ENGINE_ON",
            "ENGINE_OFF",
            "ENGINE_PAUSED",
            "ENGINE_RESUMED",
            "TAKEN_BACK",
            "HANDED_BACK",
            "HELD",
            "REPAIR_ENDED",
            "FAILED");

    private static final MessageTexts TEXTS = MessageTexts.of("activity");

    private ActivityFilterParser() {}

    static ActivityFilter read(FilterText text, ActivityPreset view, String me, ValueFormats formats) {
        FilterReader reader = new FilterReader(text, TEXTS, formats).check(KEYS, List.of());
        FilterTime time = reader.time("time");
        return new ActivityFilter(
                view,
                me,
                reader.value("who"),
                actions(reader),
                reader.value("generation", UuidRange::startingWith, "filter.generation"),
                reader.value("user"),
                reader.terms("outcome").stream()
                        .map(term -> reader.choice(term, ActivityRecord.Result.values(), "filter.outcome"))
                        .collect(Collectors.toSet()),
                reader.words(),
                time.from(),
                time.until());
    }

    private static Set<String> actions(FilterReader reader) {
        Set<String> wanted = new HashSet<>();
        for (FilterTerm term : reader.terms("action")) {
            String name = FilterReader.name(term);
            wanted.add(name);
            if (ACTIONS.stream().noneMatch(name::equals)) {
                // "action:retry" is exact; a shorter word matches as a prefix.
                ACTIONS.stream().filter(action -> action.startsWith(name)).forEach(wanted::add);
            }
        }
        return wanted;
    }
}
