package dev.darkroom.console.activity;

import dev.darkroom.activity.ActivityFilter;
import dev.darkroom.activity.ActivityPreset;
import dev.darkroom.activity.ActivityRecord;
import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.filter.FilterTime;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.database.UuidRange;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the chips of the filter bar of Activity. What cannot be read is an {@link IllegalArgumentException} with a sentence. */
final class ActivityFilterParser {
    static final List<String> KEYS = List.of("who", "action", "generation", "user", "outcome", "time");

    /** Actions that are suggested; others are found as well. */
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
            "REVERSE",
            "GIVE_BACK",
            "TAKE_CHARGE",
            "RESTORE_BALANCE",
            "DELETE_OBJECT",
            "ACKNOWLEDGE_ALERT",
            "SET_ALERT_RULE",
            "SET_QUIET_HOURS",
            "SET_WEBHOOK",
            "REMOVE_WEBHOOK",
            "TAKEN_BACK",
            "HANDED_BACK",
            "HELD",
            "REPAIR_ENDED",
            "FAILED");

    private static final MessageTexts TEXTS = MessageTexts.of("activity");

    private final FilterText text;
    private final ValueFormats formats;

    private ActivityFilterParser(FilterText text, ValueFormats formats) {
        this.text = text;
        this.formats = formats;
    }

    /** @param me whose the view {@link ActivityPreset#MINE} is */
    static ActivityFilter read(FilterText text, ActivityPreset view, String me, ValueFormats formats) {
        return new ActivityFilterParser(text, formats).filter(view, me);
    }

    /** How an action or an outcome is typed: {@code edit-and-retry}. */
    static String word(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private ActivityFilter filter(ActivityPreset view, String me) {
        for (FilterTerm term : text.terms()) {
            if (!term.isWord() && !KEYS.contains(term.key())) {
                throw unreadable("filter.key", term, String.join(", ", KEYS));
            }
            if (term.excluded()) {
                throw unreadable("filter.excluded", term, "");
            }
        }
        FilterTime time = text.first("time").map(this::time).orElse(FilterTime.ALWAYS);
        return new ActivityFilter(
                view,
                me,
                value("who"),
                actions(),
                text.first("generation").map(ActivityFilterParser::generation),
                value("user"),
                results(),
                Optional.of(text.words()).filter(words -> !words.isBlank()),
                time.from(),
                time.until());
    }

    private Optional<String> value(String key) {
        return text.first(key).map(FilterTerm::value);
    }

    private Set<String> actions() {
        Set<String> wanted = new HashSet<>();
        for (FilterTerm term : text.of("action")) {
            String name = name(term);
            wanted.add(name);
            if (ACTIONS.stream().noneMatch(name::equals)) {
                // "action:retry" is exact; what is shorter stands for all that begin so.
                ACTIONS.stream().filter(action -> action.startsWith(name)).forEach(wanted::add);
            }
        }
        return wanted;
    }

    private Set<ActivityRecord.Result> results() {
        Set<ActivityRecord.Result> wanted = EnumSet.noneOf(ActivityRecord.Result.class);
        for (FilterTerm term : text.of("outcome")) {
            wanted.add(Arrays.stream(ActivityRecord.Result.values())
                    .filter(result -> result.name().equals(name(term)))
                    .findFirst()
                    .orElseThrow(() -> unreadable("filter.outcome", term, outcomes())));
        }
        return wanted;
    }

    static String outcomes() {
        return Arrays.stream(ActivityRecord.Result.values())
                .map(result -> word(result.name()))
                .collect(Collectors.joining(", "));
    }

    private static String name(FilterTerm term) {
        return term.value().strip().toUpperCase(Locale.ROOT).replaceAll("[ .-]", "_");
    }

    private static UuidRange generation(FilterTerm term) {
        return UuidRange.startingWith(term.value()).orElseThrow(() -> unreadable("filter.generation", term, ""));
    }

    private FilterTime time(FilterTerm term) {
        return FilterTime.of(term, formats.clock().instant(), formats.zone())
                .orElseThrow(() -> unreadable("filter.time", term, ""));
    }

    private static IllegalArgumentException unreadable(String sentence, FilterTerm term, String known) {
        return new IllegalArgumentException(TEXTS.get(sentence, term.text(), known));
    }
}
