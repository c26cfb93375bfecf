package dev.darkroom.app;

import dev.darkroom.alert.AlertEntry;
import dev.darkroom.console.generations.list.GenerationsScreenView;
import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.logs.LogsScreen;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.console.settings.SettingsScreen;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logging.LogCategory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The place in the console that shows the cause of an alert. */
final class AlertTarget {
    /** The log is shown from this long before, as the cause may come first. */
    private static final Duration LEAD = Duration.ofMinutes(1);

    private AlertTarget() {}

    /** @param zone of the times in a filter */
    static NavigationTarget of(AlertEntry alert, ZoneId zone) {
        Instant from = alert.since().minus(alert.kind().window());
        return switch (alert.kind()) {
            case STUCK, REFUND_MISSING -> new NavigationTarget(GenerationsScreenView.ID, "view:attention");
            case FAILURE_RATE -> new NavigationTarget(GenerationsScreenView.ID, failures(alert.subject(), from, zone));
            case SERVICE_PAUSED -> new NavigationTarget(GenerationsScreenView.ID, "view:waiting");
            case ERROR_BURST ->
                log(logSince(from).onlyLevels(Set.of(LogLevel.ERROR)).categories(allBut(alert.subject()), false));
            case DATABASE_SLOW, HEARTBEAT_MISSING -> log(logSince(from));
            case DISK_LOW, FAL_BALANCE -> NavigationTarget.screen(SettingsScreen.ID);
        };
    }

    private static String failures(String model, Instant from, ZoneId zone) {
        return new FilterText(List.of(
                        FilterTerm.of("status", "failed"),
                        FilterTerm.of("model", model),
                        new FilterTerm(
                                false,
                                "ended",
                                FilterTerm.Comparison.AT_LEAST,
                                OffsetDateTime.ofInstant(from, zone).toString())))
                .text();
    }

    /** The log is written in the time of this machine. */
    private static LogViewFilter logSince(Instant from) {
        return LogViewFilter.ALL.between(LocalDateTime.ofInstant(from.minus(LEAD), ZoneId.systemDefault()), null);
    }

    /** Returns all categories but this one; any name that is none stands for lines without a category. */
    private static Set<String> allBut(String category) {
        Set<String> others =
                Arrays.stream(LogCategory.values()).map(LogCategory::tag).collect(Collectors.toSet());
        if (!others.remove(category)) {
            return others;
        }
        others.add("-");
        return others;
    }

    private static NavigationTarget log(LogViewFilter filter) {
        return new NavigationTarget(LogsScreen.ID, LogViewFilter.write(filter));
    }
}
