package dev.darkroom.command;

import dev.darkroom.logfile.match.ExpressionException;
import dev.darkroom.logfile.match.SearchExpression;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogQuery;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code darkroom logs}. */
final class LogsOptions {
    private static final Set<String> REPEATABLE = Set.of("--category", "--grep", "--not");

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Log files, read in this order.")
    List<Path> files = List.of();

    @Option(
            names = "--category",
            paramLabel = "CATEGORY",
            description = "This category and its subcategories (STORAGE includes STORAGE-FILE, not STORAGEX);"
                    + " =CATEGORY is only that one, - is records without one. Repeatable.")
    Set<String> categories = Set.of();

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description = "This level or worse: TRACE, DEBUG, INFO, WARNING, ERROR, CRITICAL.")
    @Nullable
    String level;

    @Option(
            names = "--generation",
            paramLabel = "ID",
            description = "Records of one generation; the first characters of its id are enough.")
    @Nullable
    String generation;

    @Option(
            names = "--grep",
            paramLabel = "REGEX",
            description =
                    "Records whose text, stack trace included, contains this (Java regular expression). Repeatable:"
                            + " all must be there.")
    List<String> wanted = List.of();

    @Option(
            names = "--not",
            paramLabel = "REGEX",
            description = "Records whose text, stack trace included, does not contain this. Repeatable.")
    List<String> unwanted = List.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "This time or later: '2026-11-23', '2026-11-23 13:44:29.123', '13:44' today, or '10m', '2h', '1d' ago.")
    @Nullable
    String since;

    @Option(names = "--until", paramLabel = "TIME", description = "This time or earlier.")
    @Nullable
    String until;

    @Option(names = "--count", description = "Only print how many records match.")
    boolean count;

    @Option(names = "--stats", description = "Only print how many match per category and level.")
    boolean stats;

    @Option(
            names = "--follow",
            description = "Keep printing appended records, even if the file is rotated or truncated.")
    boolean follow;

    /** @throws IllegalArgumentException with a sentence about an invalid option */
    LogQuery query() {
        List<LogQuery.TextCondition> texts = new ArrayList<>();
        wanted.forEach(text -> texts.add(new LogQuery.TextCondition(pattern("--grep", text), true)));
        unwanted.forEach(text -> texts.add(new LogQuery.TextCondition(pattern("--not", text), false)));
        LogQuery query = new LogQuery(categories, Set.of(), generation, null, null, null, Map.of(), texts);
        if (level != null) {
            query = query.atLeast(LogLevel.named(level)
                    .orElseThrow(() -> new IllegalArgumentException("--level " + level
                            + " is not a level: take TRACE, DEBUG, INFO, WARNING, ERROR or CRITICAL.")));
        }
        if (since != null) {
            query = query.since(TimeArgument.here().read(since).orElseThrow(() -> wrongTime("--since", since)));
        }
        return until == null
                ? query
                : query.until(TimeArgument.here().read(until).orElseThrow(() -> wrongTime("--until", until)));
    }

    private static Pattern pattern(String option, String regex) {
        try {
            return SearchExpression.compile(regex, Pattern.MULTILINE);
        } catch (PatternSyntaxException exception) {
            throw new IllegalArgumentException(option + " " + regex + " is not a regular expression: "
                    + exception.getDescription() + " near position " + exception.getIndex() + ".");
        } catch (ExpressionException refused) {
            throw new IllegalArgumentException(option + ": " + refused.getMessage());
        }
    }

    private static IllegalArgumentException wrongTime(String option, @Nullable String value) {
        return new IllegalArgumentException(
                option + " " + value + " is not a time: write '2026-11-23 13:44:29', '2026-11-23', '13:44' or '10m'.");
    }

    /**
     * Parses plain arguments without picocli, whose startup takes longer than reading a log of 200 MB. Returns null if
     * anything is missing, doubtful or wrong, since picocli reports that better.
     */
    static @Nullable LogsOptions plainly(String... arguments) {
        LogsOptions options = new LogsOptions();
        Set<String> given = new LinkedHashSet<>();
        options.files = new ArrayList<>();
        options.categories = new LinkedHashSet<>();
        options.wanted = new ArrayList<>();
        options.unwanted = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.isEmpty() || argument.startsWith("@")) {
                return null;
            }
            if (!argument.startsWith("-")) {
                options.files.add(Path.of(argument));
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (!given.add(name) && !REPEATABLE.contains(name)) {
                return null;
            }
            if (equals < 0 && options.flag(name)) {
                continue;
            }
            if (equals < 0 && ++i == arguments.length) {
                return null;
            }
            String value = equals < 0 ? arguments[i] : argument.substring(equals + 1);
            if (value.isEmpty()
                    || (value.length() > 1 && "-@\"'".indexOf(value.charAt(0)) >= 0)
                    || !options.set(name, value)) {
                return null;
            }
        }
        return options.files.isEmpty() ? null : options;
    }

    private boolean flag(String name) {
        switch (name) {
            case "--count" -> count = true;
            case "--stats" -> stats = true;
            case "--follow" -> follow = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean set(String name, String value) {
        switch (name) {
            case "--category" -> categories.add(value);
            case "--level" -> level = value;
            case "--generation" -> generation = value;
            case "--grep" -> wanted.add(value);
            case "--not" -> unwanted.add(value);
            case "--since" -> since = value;
            case "--until" -> until = value;
            default -> {
                return false;
            }
        }
        return true;
    }

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
}
