package dev.darkroom.console.files;

import dev.darkroom.console.kit.text.MessageTexts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lifetimes of signed URLs, in words and as typed. */
final class LinkLifetimes {
    static final List<Duration> OFFERED = List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7));

    private static final MessageTexts TEXTS = MessageTexts.of("files");
    private static final Pattern TYPED = Pattern.compile("(\\d{1,6})\\s*(min|m|h|d|w)");
    private static final Duration MAX_LIFETIME = Duration.ofDays(365);

    private LinkLifetimes() {}

    static String words(Duration life) {
        if (OFFERED.contains(life)) {
            return TEXTS.get("life." + OFFERED.indexOf(life));
        }
        return life.toMinutes() % 60 != 0
                ? TEXTS.get("life.minutes", life.toMinutes())
                : life.toHours() % 24 == 0
                        ? TEXTS.get("life.days", life.toDays())
                        : TEXTS.get("life.hours", life.toHours());
    }

    /** Parses {@code 90m}, {@code 12h}, {@code 3d}, {@code 2w}; from a minute to a year. */
    static Optional<Duration> typed(String text) {
        Matcher typed = TYPED.matcher(text.strip().toLowerCase(java.util.Locale.ROOT));
        if (!typed.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(typed.group(1));
        Duration life = switch (typed.group(2)) {
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            case "w" -> Duration.ofDays(7 * number);
            default -> Duration.ofMinutes(number);
        };
        return life.isZero() || life.compareTo(MAX_LIFETIME) > 0 ? Optional.empty() : Optional.of(life);
    }
}
