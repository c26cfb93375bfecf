package dev.darkroom.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses the {@code Retry-After} header: whole seconds, or an HTTP date in any of the three formats of RFC 9110. */
public final class RetryAfterHeader {
    /** The upper limit; longer requested waits are cut to it. */
    static final Duration MAX_WAIT = Duration.ofHours(1);

    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter RFC_850 = DateTimeFormatter.ofPattern(
                    "EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private RetryAfterHeader() {}

    /** Returns the wait, from zero to one hour; empty when the header is missing or invalid. */
    public static Optional<Duration> parse(@Nullable String header, InstantSource clock) {
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        String text = header.strip();
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            // More digits than a long can hold still only mean "very long".
            return Optional.of(text.length() > 9 ? MAX_WAIT : shorter(Duration.ofSeconds(Long.parseLong(text))));
        }
        return date(text)
                .map(then -> Duration.between(clock.instant(), then))
                .map(wait -> wait.isNegative() ? Duration.ZERO : shorter(wait));
    }

    private static Duration shorter(Duration wait) {
        return wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
    }

    private static Optional<Instant> date(String text) {
        for (DateTimeFormatter form :
                new DateTimeFormatter[] {DateTimeFormatter.RFC_1123_DATE_TIME, RFC_850, ASCTIME}) {
            try {
                return Optional.of(ZonedDateTime.parse(text, form).toInstant());
            } catch (DateTimeException _) {
                // try the next format
            }
        }
        return Optional.empty();
    }
}
