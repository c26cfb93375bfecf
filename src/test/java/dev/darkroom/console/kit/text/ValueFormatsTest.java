package dev.darkroom.console.kit.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueFormatsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T13:00:00Z");
    private final ValueFormats kolkata = new ValueFormats(InstantSource.fixed(NOW), ZoneId.of("Asia/Kolkata"));
    private final ValueFormats utc = new ValueFormats(InstantSource.fixed(NOW), ZoneOffset.UTC);

    @Test
    void times_are_in_the_zone_that_was_chosen() {
        assertThat(utc.time(NOW.minusSeconds(60))).isEqualTo("12:59:00");
        assertThat(kolkata.time(NOW)).isEqualTo("18:30:00");
        assertThat(kolkata.absolute(NOW)).isEqualTo("2026-11-23 18:30:00.000 +05:30");
        assertThat(utc.absolute(NOW)).isEqualTo("2026-11-23 13:00:00.000 +00:00");
    }

    @Test
    void another_day_shows_its_date_and_days_turn_in_the_zone() {
        Instant evening = Instant.parse("2026-11-22T19:00:00Z");
        assertThat(utc.time(evening)).isEqualTo("2026-11-22 19:00");
        assertThat(kolkata.time(evening)).as("after midnight there").isEqualTo("00:30:00");
        assertThat(utc.shortTime(NOW.minusSeconds(60))).isEqualTo("12:59:00");
        assertThat(utc.shortTime(evening)).isEqualTo("11-22 19:00");
        assertThat(utc.shortTime(Instant.parse("2025-12-31T23:59:59Z"))).isEqualTo("2025-12-31");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0       | 0:00
                    4       | 0:04
                    1002    | 16:42
                    3599    | 59:59
                    3723    | 1:02:03
                    86399   | 23:59:59
                    183600  | 2 d 3 h
                    -5      | 0:00
                    """)
    void ages_tick_in_minutes_and_seconds(long seconds, String text) {
        assertThat(ElapsedTime.clock(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            59, 59 s
            60, 1 min
            3599, 59 min
            3600, 1 h
            172799, 47 h
            172800, 2 d
            """)
    void rough_ages_have_one_unit(long seconds, String text) {
        assertThat(ElapsedTime.rough(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0             | 0 B
                    999           | 999 B
                    2311044       | 2.3 MB
                    999499        | 999 KB
                    31400000      | 31.4 MB
                    211000000     | 211 MB
                    3100000000    | 3.1 GB
                    211000000000  | 211 GB
                    9223372036854775807 | 9,223 PB
                    """)
    void bytes_are_thousands_with_three_to_four_digits(long bytes, String text) {
        assertThat(ValueFormats.bytes(bytes)).isEqualTo(text);
    }

    @Test
    void amounts_have_separators_and_a_real_minus() {
        assertThat(ValueFormats.number(318_420)).isEqualTo("318,420");
        assertThat(ValueFormats.signed(25)).isEqualTo("+25");
        assertThat(ValueFormats.signed(-1_200)).isEqualTo("\u22121,200");
        assertThat(ValueFormats.signed(0)).isEqualTo("0");
        assertThat(ValueFormats.count(10_000, 10_000)).isEqualTo("10,000+");
        assertThat(ValueFormats.count(17, 10_000)).isEqualTo("17");
    }

    @Test
    void a_long_text_keeps_both_ends() {
        assertThat(ValueFormats.middle("short", 10)).isEqualTo("short");
        assertThat(ValueFormats.middle("0123456789abcdef", 9)).isEqualTo("0123\u2026cdef");
    }

    @Test
    void ids_are_cut_to_eight_characters() {
        assertThat(ValueFormats.shortId("8f3c1a2e-77aa-4f10")).isEqualTo("8f3c1a2e");
        assertThat(ValueFormats.shortId("ana")).isEqualTo("ana");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    604799 | 7 d
                    601200 | 6 d 23 h
                    86399  | 1 d
                    5400   | 1 h 30 min
                    61     | 2 min
                    59     | 59 s
                    """)
    void what_is_left_of_a_week_is_a_week_for_a_minute(long seconds, String text) {
        assertThat(ElapsedTime.left(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @Test
    void utc_or_the_local_zone_is_a_matter_of_choice() {
        kolkata.showUtc(true);
        assertThat(kolkata.time(NOW)).isEqualTo("13:00:00");
        kolkata.showUtc(false);
        assertThat(kolkata.time(NOW)).isEqualTo("18:30:00");
    }

    @Test
    void short_durations_are_exact() {
        assertThat(ElapsedTime.taken(Duration.ofMillis(553))).isEqualTo("553 ms");
        assertThat(ElapsedTime.taken(Duration.ofMillis(4_210))).isEqualTo("4.2 s");
        assertThat(ElapsedTime.taken(Duration.ofMillis(24_800))).isEqualTo("0:24");
        assertThat(ElapsedTime.taken(Duration.ofSeconds(72))).isEqualTo("1:12");
    }
}
