package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.alert.AlertEntry;
import dev.darkroom.alert.AlertKind;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.message.CodedMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertTargetTest {
    private static final Instant SINCE = Instant.parse("2026-11-27T10:30:00Z");

    @Test
    void a_failure_rate_opens_the_failures_it_was_counted_from() {
        assertThat(target(AlertKind.FAILURE_RATE, "fal-ai/veo3.1"))
                .isEqualTo(new NavigationTarget(
                        "generations", "status:failed model:fal-ai/veo3.1 ended:>=2026-11-27T10:15Z"));
    }

    @Test
    void a_burst_of_errors_opens_the_errors_of_its_category_in_its_time() {
        LogViewFilter upload = filter(AlertKind.ERROR_BURST, "STORAGE-UPLOAD");

        assertThat(upload.hiddenLevels()).contains(LogLevel.WARN, LogLevel.INFO).doesNotContain(LogLevel.ERROR);
        assertThat(upload.hidden()).contains("STORAGE", "DB-STATUS", "-").doesNotContain("STORAGE-UPLOAD");
        assertThat(upload.since()).isEqualTo(log(SINCE.minus(Duration.ofMinutes(6))));
        assertThat(filter(AlertKind.ERROR_BURST, "OTHER").hidden())
                .contains("STORAGE-UPLOAD")
                .doesNotContain("-");
    }

    @Test
    void a_missing_heartbeat_opens_the_log_from_shortly_before_the_last_one() {
        assertThat(filter(AlertKind.HEARTBEAT_MISSING, "host-2"))
                .isEqualTo(LogViewFilter.ALL.between(log(SINCE.minus(Duration.ofMinutes(1))), null));
    }

    private static LocalDateTime log(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneId.systemDefault());
    }

    private static LogViewFilter filter(AlertKind kind, String subject) {
        NavigationTarget target = target(kind, subject);
        assertThat(target.screen()).isEqualTo("logs");
        return LogViewFilter.read(target.query());
    }

    private static NavigationTarget target(AlertKind kind, String subject) {
        return AlertTarget.of(
                new AlertEntry(
                        1,
                        kind,
                        subject,
                        35,
                        20,
                        CodedMessage.NONE,
                        SINCE,
                        SINCE.plusSeconds(60),
                        Optional.empty(),
                        Optional.empty(),
                        new AlertEntry.Webhook(Optional.empty(), CodedMessage.NONE)),
                ZoneOffset.UTC);
    }
}
