package dev.darkroom.sandbox.storage.object;

import dev.darkroom.sandbox.storage.reply.StorageError;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Validates an {@code x-robots-tag}: comma-separated rules, some with a value, some for a single crawler. */
public final class RobotsTag {
    private static final Set<String> SIMPLE =
            Set.of("all", "noindex", "nofollow", "none", "nosnippet", "indexifembedded", "notranslate", "noimageindex");
    private static final RuleValue WHOLE =
            new RuleValue(Pattern.compile("-1|[0-9]+").asMatchPredicate(), "an integer >= -1");
    private static final Map<String, RuleValue> WITH_VALUE = Map.of(
            "max-snippet",
            WHOLE,
            "max-video-preview",
            WHOLE,
            "max-image-preview",
            new RuleValue(Set.of("none", "standard", "large")::contains, "one of: none, standard, large"),
            "unavailable_after",
            new RuleValue(RobotsTag::isDate, "a valid date"));

    /** A comma after a weekday is part of the date. */
    private static final Pattern COMMA = Pattern.compile("(?<!\\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)),");

    private RobotsTag() {}

    private record RuleValue(Predicate<String> fits, String meaning) {}

    public static void check(String header) {
        if (header.isBlank()) {
            throw StorageError.ROBOTS.refusal("X-Robots-Tag header value must be a non-empty string");
        }
        for (String rule : COMMA.split(header.strip().replaceFirst(",\\s*$", ""), -1)) {
            checkRule(rule.strip());
        }
    }

    private static void checkRule(String rule) {
        String[] parts = rule.split(":", 2);
        if (rule.isEmpty()) {
            throw StorageError.ROBOTS.refusal("X-Robots-Tag header contains empty rule");
        } else if (parts.length == 2) {
            checkValue(parts[0].strip(), parts[1].strip());
        } else if (!SIMPLE.contains(rule)) {
            throw StorageError.ROBOTS.refusal("Invalid X-Robots-Tag rule: \"" + rule + "\"");
        }
    }

    /** The part before the colon is a rule with a value, or the crawler that the rule is for. */
    private static void checkValue(String name, String value) {
        RuleValue rule = WITH_VALUE.get(name);
        if (value.isEmpty()) {
            throw StorageError.ROBOTS.refusal(
                    rule == null
                            ? "X-Robots-Tag user agent \"" + name + "\" has no rules specified"
                            : "X-Robots-Tag rule \"" + name + "\" requires a value");
        }
        if (rule == null) {
            checkRule(value);
        } else if (!rule.fits().test(value)) {
            throw StorageError.ROBOTS.refusal("X-Robots-Tag \"" + name + "\" value must be " + rule.meaning());
        }
    }

    private static boolean isDate(String value) {
        try {
            if (Character.isDigit(value.charAt(0))) {
                LocalDate.parse(value.substring(0, Math.min(10, value.length())));
            } else {
                DateTimeFormatter.RFC_1123_DATE_TIME.parse(value);
            }
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }
}
