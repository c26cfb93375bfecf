package dev.darkroom.console.logs.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.logs.HistogramTimeAxis;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogRecordTextTest {
    @Test
    void what_cannot_be_seen_or_misleads_is_a_visible_mark() {
        assertThat(LogRecordText.visible("a\0b\u001bc\u007fd", 400)).isEqualTo("a␀b␛c␡d");
        assertThat(LogRecordText.visible("invoice\u202Egpj.exe\u200B", 400)).isEqualTo("invoice‹202E›gpj.exe‹200B›");
        assertThat(LogRecordText.visible("broken \uFFFD byte", 400)).isEqualTo("broken \uFFFD byte");
        assertThat(LogRecordText.visible("\tx", 400)).isEqualTo("    x");
    }

    @Test
    void a_long_line_is_cut_and_never_in_the_middle_of_a_character() {
        assertThat(LogRecordText.visible("x".repeat(5_000_000), 400))
                .hasSize(401)
                .endsWith("x…");
        assertThat(LogRecordText.visible("🚀".repeat(300), 401)).isEqualTo("🚀".repeat(200) + "…");
    }

    @Test
    void wrapping_loses_nothing_and_no_part_is_too_wide() {
        String text = "Uploading generation results to Supabase Storage 写入完成写入完成写入完成 and " + "y".repeat(300);
        List<String> parts = LogRecordText.wrapped(text, 40);

        assertThat(String.join("", parts)).isEqualTo(text);
        assertThat(parts)
                .allMatch(part -> part.codePoints().map(LogRecordText::columns).sum() <= 41);
        assertThat(parts.getFirst()).isEqualTo("Uploading generation results to Supabase ");
    }

    @Test
    void the_times_along_the_line_are_round_and_have_room() {
        LocalDateTime from = LocalDateTime.of(2026, 11, 22, 23, 50, 3);
        HistogramTimeAxis day = new HistogramTimeAxis(from, from.plusHours(20), 1160);
        assertThat(day.ticks(110))
                .extracting(HistogramTimeAxis.Tick::text)
                .containsExactly(
                        "2026-11-23", "02:00", "04:00", "06:00", "08:00", "10:00", "12:00", "14:00", "16:00", "18:00");
        HistogramTimeAxis second = new HistogramTimeAxis(from, from.plusSeconds(1), 1160);
        assertThat(second.ticks(110)).extracting(HistogramTimeAxis.Tick::text).contains("23:50:03.200", "23:50:03.400");
        assertThat(day.time(day.x(from.plusHours(7)))).isEqualTo(from.plusHours(7));
    }
}
