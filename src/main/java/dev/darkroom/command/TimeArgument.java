package dev.darkroom.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses a time as users write it, relative to now: a date, a date and time as in the log or in ISO form (an offset is
 * converted to the zone of this machine), a time of today, or an age.
 */
record TimeArgument(ZonedDateTime now) {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    static TimeArgument here() {
        return new TimeArgument(ZonedDateTime.now());
    }

    Optional<LocalDateTime> read(String text) {
        String iso = text.strip().replace(' ', 'T').replace(',', '.');
        Matcher ago = AGO.matcher(iso);
        try {
            if (ago.matches()) {
                return Optional.of(now.minus(duration(Long.parseLong(ago.group(1)), ago.group(2)))
                        .toLocalDateTime());
            }
            if (!iso.contains("-")) {
                return Optional.of(now.toLocalDate().atTime(LocalTime.parse(iso)));
            }
            if (!iso.contains("T")) {
                return Optional.of(LocalDate.parse(iso).atStartOfDay());
            }
            return Optional.of(
                    iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
                            ? OffsetDateTime.parse(iso)
                                    .atZoneSameInstant(now.getZone())
                                    .toLocalDateTime()
                            : LocalDateTime.parse(iso));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** Returns how long ago a local time was; the first of two when the clocks went back in between. */
    Duration since(LocalDateTime time) {
        return Duration.between(time.atZone(now.getZone()), now);
    }

    private static Duration duration(long count, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
