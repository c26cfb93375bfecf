package dev.darkroom.sandbox.storage.object;

import dev.darkroom.sandbox.storage.reply.StorageError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Validates an {@code x-robots-tag}: comma-separated rules, some with a value, some for a single crawler. */
public final class RobotsTag {
    private static final Set<String> SIMPLE =
            Set.of("all", "noindex", "nofollow", "none", "nosnippet", "indexifembedded", "notranslate", "noimageindex");
    private static final RuleValue WHOLE =
            new RuleValue(Pattern.compile("[0-9]+|-0*[01]").asMatchPredicate(), "an integer >= -1");
    private static final Map<String, RuleValue> WITH_VALUE = Map.of(
            "max-snippet",
            WHOLE,
            "max-video-preview",
            WHOLE,
            "max-image-preview",
            new RuleValue(Set.of("none", "standard", "large")::contains, "one of: none, standard, large"),
            "unavailable_after",
            new RuleValue(ScriptDate::isValid, "a valid date"));

    /** A date may contain commas: only one before another rule or before a crawler ends it. */
    private static final Pattern DATE_RULE = Pattern.compile("unavailable_after:\\s*.+?(?=,\\s*(?:"
            + String.join("|", SIMPLE) + "|" + String.join("|", WITH_VALUE.keySet()) + "|[a-zA-Z0-9_-]+:)|$)");

    private static final Pattern OTHER_RULE = Pattern.compile("[^,]*");

    private RobotsTag() {}

    private record RuleValue(Predicate<String> fits, String meaning) {}

    public static void check(String header) {
        if (header.isBlank()) {
            throw StorageError.ROBOTS.refusal("X-Robots-Tag header value must be a non-empty string");
        }
        rules(header.strip()).forEach(RobotsTag::checkRule);
    }

    /** A comma at the end has no rule behind it. */
    private static List<String> rules(String header) {
        List<String> rules = new ArrayList<>();
        for (String rest = header; !rest.isEmpty(); ) {
            Matcher rule = DATE_RULE.matcher(rest);
            if (!rule.lookingAt()) {
                rule = OTHER_RULE.matcher(rest);
                rule.lookingAt();
            }
            rules.add(rule.group().strip());
            rest = rest.substring(rule.end()).replaceFirst("^,", "").strip();
        }
        return rules;
    }

    private static void checkRule(String rule) {
        String[] parts = rule.split(":", 2);
        if (rule.isEmpty()) {
            throw StorageError.ROBOTS.refusal("X-Robots-Tag header contains empty rule");
        } else if (parts.length == 2) {
            checkValue(parts[0], parts[1].strip());
        } else if (!SIMPLE.contains(rule)) {
            throw StorageError.ROBOTS.refusal("Invalid X-Robots-Tag rule: \"" + rule + "\"");
        }
    }

    /** The part before the colon is a rule with a value, or the crawler that the rules are for. */
    private static void checkValue(String name, String value) {
        RuleValue rule = WITH_VALUE.get(name);
        if (value.isEmpty()) {
            throw StorageError.ROBOTS.refusal(
                    rule == null
                            ? "X-Robots-Tag user agent \"" + name.strip() + "\" has no rules specified"
                            : "X-Robots-Tag rule \"" + name + "\" requires a value");
        }
        if (rule == null) {
            check(value);
        } else if (!rule.fits().test(value)) {
            throw StorageError.ROBOTS.refusal(
                    "X-Robots-Tag \"" + name + "\" value must be " + rule.meaning() + ", got: \"" + value + "\"");
        }
    }

    /** What JavaScript's {@code Date} reads: ISO 8601, or words and numbers in nearly any order. */
    private static final class ScriptDate {
        private static final Pattern ISO = Pattern.compile("\\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\\d|3[01]))?)?"
                + "(?:T(?:(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d+)?)?|24:00(?::00(?:\\.0+)?)?)"
                + "(?:Z|[+-]\\d\\d:?\\d\\d)?)?");
        private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.\\d+)?)?");
        private static final Pattern ZONE = Pattern.compile("(?<=[\\s\\dA-Z])[+-]\\d{1,4}(?::\\d\\d)?\\b");
        private static final Pattern TOKEN = Pattern.compile("([A-Za-z]+)\\.?|(\\d+)|[\\s,/.-]+|(.)");
        private static final Set<String> MONTHS =
                Set.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
        private static final Set<String> ZONES =
                Set.of("z", "ut", "utc", "gmt", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt");

        private boolean hasMonth;
        private boolean hasTime;
        private final List<Integer> numbers = new ArrayList<>();

        static boolean isValid(String value) {
            return ISO.matcher(value).matches() || new ScriptDate().reads(value);
        }

        private boolean reads(String value) {
            String text = value.replaceAll("\\([^)]*\\)?", " ");
            Matcher time = TIME.matcher(text);
            hasTime = time.find();
            if (hasTime) {
                if (!isTime(time)) {
                    return false;
                }
                String zone = ZONE.matcher(text.substring(time.end())).replaceFirst(" ");
                text = text.substring(0, time.start()) + " " + zone;
            }
            Matcher token = TOKEN.matcher(text);
            while (token.find()) {
                if (token.group(3) != null
                        || token.group(1) != null && !readsWord(token.group(1))
                        || token.group(2) != null && !readsNumber(token.group(2))) {
                    return false;
                }
            }
            return isDay();
        }

        private static boolean isTime(Matcher time) {
            int second = time.group(3) == null ? 0 : Integer.parseInt(time.group(3));
            int hour = Integer.parseInt(time.group(1));
            int minute = Integer.parseInt(time.group(2));
            return minute < 60 && second < 60 && (hour < 24 || hour == 24 && minute + second == 0);
        }

        /** Any word may stand before the first number, as a weekday does. */
        private boolean readsWord(String word) {
            String known = word.toLowerCase(Locale.ROOT);
            if (known.length() >= 3 && MONTHS.contains(known.substring(0, 3))) {
                hasMonth = true;
                return true;
            }
            return numbers.isEmpty() || ZONES.contains(known) || hasTime && known.matches("[ap]m");
        }

        private boolean readsNumber(String number) {
            return number.length() < 7 && numbers.add(Integer.valueOf(number));
        }

        /** With the name of a month: day and year, in either order; without: month, day, year, or the year first. */
        private boolean isDay() {
            if (numbers.isEmpty() || numbers.size() > 3) {
                return false;
            }
            boolean yearFirst = !isDay(number(0));
            if (hasMonth) {
                return !yearFirst || isDay(number(1));
            }
            return yearFirst ? isMonth(number(1)) && isDay(number(2)) : isMonth(number(0)) && isDay(number(1));
        }

        private int number(int at) {
            return at < numbers.size() ? numbers.get(at) : 1;
        }

        private static boolean isMonth(int number) {
            return number >= 1 && number <= 12;
        }

        private static boolean isDay(int number) {
            return number >= 1 && number <= 31;
        }
    }
}
