package dev.darkroom.console.kit.filter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A chip about a time: {@code 2h} and {@code <2h} are the last two hours, {@code >2h} is anything older; {@code 2026-11-24} is
 * that day, {@code >=2026-11-24} from then on, {@code <2026-11-24} before it; {@code today} and {@code yesterday} are days too.
 * {@code >=2026-11-24T10:00Z} and {@code <2026-11-24T10:00Z} are from and until a moment.
 *
 * @param until exclusive
 */
public record FilterTime(Optional<Instant> from, Optional<Instant> until) {
    public static final FilterTime ALWAYS = new FilterTime(Optional.empty(), Optional.empty());

    /** Empty when the chip's value is neither an age nor a day. */
    public static Optional<FilterTime> of(FilterTerm term, Instant now, ZoneId zone) {
        Optional<FilterTime> byAge = term.duration().map(age -> byAge(term.comparison(), age, now));
        return byAge.or(() -> moment(term.value()).map(at -> byMoment(term.comparison(), at)))
                .or(() -> day(term.value(), now, zone).map(day -> byDay(term.comparison(), day, zone)));
    }

    /** Returns the time that both allow. */
    public FilterTime and(FilterTime other) {
        return new FilterTime(
                Stream.of(from, other.from).flatMap(Optional::stream).max(Comparator.naturalOrder()),
                Stream.of(until, other.until).flatMap(Optional::stream).min(Comparator.naturalOrder()));
    }

    private static FilterTime byAge(FilterTerm.Comparison comparison, Duration age, Instant now) {
        Optional<Instant> then = Optional.of(now.minus(age));
        return switch (comparison) {
            case IS, LESS, AT_MOST -> new FilterTime(then, Optional.empty());
            case MORE, AT_LEAST -> new FilterTime(Optional.empty(), then);
        };
    }

    private static FilterTime byMoment(FilterTerm.Comparison comparison, Instant at) {
        return switch (comparison) {
            case IS, AT_LEAST, MORE -> new FilterTime(Optional.of(at), Optional.empty());
            case LESS, AT_MOST -> new FilterTime(Optional.empty(), Optional.of(at));
        };
    }

    private static FilterTime byDay(FilterTerm.Comparison comparison, LocalDate day, ZoneId zone) {
        Optional<Instant> start = Optional.of(day.atStartOfDay(zone).toInstant());
        Optional<Instant> end = Optional.of(day.plusDays(1).atStartOfDay(zone).toInstant());
        return switch (comparison) {
            case IS -> new FilterTime(start, end);
            case AT_LEAST -> new FilterTime(start, Optional.empty());
            case MORE -> new FilterTime(end, Optional.empty());
            case LESS -> new FilterTime(Optional.empty(), start);
            case AT_MOST -> new FilterTime(Optional.empty(), end);
        };
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> day(String text, Instant now, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        try {
            return Optional.of(
                    switch (text.toLowerCase(Locale.ROOT)) {
                        case "today" -> today;
                        case "yesterday" -> today.minusDays(1);
                        default -> LocalDate.parse(text);
                    });
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
