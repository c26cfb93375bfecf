package dev.darkroom.sandbox.storage;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks an {@code x-robots-tag}: rules separated by commas, some with a value, some meant for one robot. */
final class RobotsTag {
    private static final Set<String> SIMPLE =
            Set.of("all", "noindex", "nofollow", "none", "nosnippet", "indexifembedded", "notranslate", "noimageindex");
    private static final Set<String> NUMBERED = Set.of("max-snippet", "max-video-preview");
    private static final Set<String> PREVIEWS = Set.of("none", "standard", "large");
    private static final Pattern NUMBER = Pattern.compile("-1|[0-9]+");
    /** The comma after a weekday belongs to the date. */
    private static final Pattern COMMA = Pattern.compile("(?<!\\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)),");

    private RobotsTag() {}

    static void check(String header) {
        if (header.isBlank()) {
            throw ApiError.robots("X-Robots-Tag header value must be a non-empty string");
        }
        String[] rules = COMMA.split(header.strip().replaceFirst(",\\s*$", ""), -1);
        for (String rule : rules) {
            checkRule(rule.strip());
        }
    }

    private static void checkRule(String rule) {
        if (rule.isEmpty()) {
            throw ApiError.robots("X-Robots-Tag header contains empty rule");
        }
        int colon = rule.indexOf(':');
        if (colon < 0) {
            checkSimple(rule);
            return;
        }
        String name = rule.substring(0, colon).strip();
        String value = rule.substring(colon + 1).strip();
        if (NUMBERED.contains(name) || name.equals("max-image-preview") || name.equals("unavailable_after")) {
            checkValue(name, value);
        } else if (value.isEmpty()) {
            throw ApiError.robots("X-Robots-Tag user agent \"" + name + "\" has no rules specified");
        } else {
            checkRule(value);
        }
    }

    private static void checkSimple(String rule) {
        if (!SIMPLE.contains(rule)) {
            throw ApiError.robots("Invalid X-Robots-Tag rule: \"" + rule + "\"");
        }
    }

    private static void checkValue(String name, String value) {
        if (value.isEmpty()) {
            throw ApiError.robots("X-Robots-Tag rule \"" + name + "\" requires a value");
        }
        if (NUMBERED.contains(name) && !NUMBER.matcher(value).matches()) {
            throw ApiError.robots("X-Robots-Tag \"" + name + "\" value must be an integer >= -1");
        }
        if (name.equals("max-image-preview") && !PREVIEWS.contains(value)) {
            throw ApiError.robots("X-Robots-Tag \"" + name + "\" value must be one of: none, standard, large");
        }
        if (name.equals("unavailable_after") && !isDate(value)) {
            throw ApiError.robots("X-Robots-Tag \"" + name + "\" value must be a valid date");
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
