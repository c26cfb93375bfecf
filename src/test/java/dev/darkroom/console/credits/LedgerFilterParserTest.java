package dev.darkroom.console.credits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.credit.CreditTransaction.Kind;
import dev.darkroom.credit.LedgerFilter;
import dev.darkroom.credit.LedgerFilter.LedgerPreset;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerFilterParserTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final ValueFormats FORMATS = new ValueFormats(InstantSource.fixed(NOW), ZoneId.of("Asia/Kathmandu"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    amount:40    | 40  | 40
                    amount:-40   | 40  | 40
                    amount:>100  | 101 |
                    amount:>=100 | 100 |
                    amount:<1,000 |    | 999
                    amount:<=5   |     | 5
                    """)
    void an_amount_chip_bounds_the_credits_without_their_sign(String chips, Long atLeast, Long atMost) {
        LedgerFilter filter = read(chips);

        assertThat(filter.atLeast().orElse(null)).isEqualTo(atLeast);
        assertThat(filter.atMost().orElse(null)).isEqualTo(atMost);
    }

    @Test
    void several_chips_narrow_together_and_words_are_the_reason() {
        LedgerFilter filter =
                read("user:\"ana kovac\" amount:>=10 amount:<20 by:kim generation:60cc9f3d goodwill ticket");

        assertThat(filter.user()).contains("ana kovac");
        assertThat(filter.atLeast()).contains(10L);
        assertThat(filter.atMost()).contains(19L);
        assertThat(filter.actor()).contains("kim");
        assertThat(filter.reason()).contains("goodwill ticket");
        assertThat(filter.generation().orElseThrow().first()).hasToString("60cc9f3d-0000-0000-0000-000000000000");
        assertThat(filter.generation().orElseThrow().last()).hasToString("60cc9f3d-ffff-ffff-ffff-ffffffffffff");
    }

    @Test
    void all_chips_about_the_time_and_the_amount_apply() {
        LedgerFilter filter = read("time:>=2026-11-01 time:<2026-11-20 time:>=2026-11-03 amount:>=10 amount:>=20");

        assertThat(filter.from()).contains(Instant.parse("2026-11-02T18:15:00Z"));
        assertThat(filter.until()).contains(Instant.parse("2026-11-19T18:15:00Z"));
        assertThat(filter.atLeast()).contains(20L);
    }

    @Test
    void a_second_chip_of_a_key_with_one_value_is_refused() {
        assertThatThrownBy(() -> read("user:ana user:ben"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("user:ana user:ben: only one of these can apply at a time.");
    }

    @Test
    void kinds_add_up_and_can_be_excluded() {
        assertThat(read("kind:refund kind:GRANT").kinds()).isEqualTo(Set.of(Kind.REFUND, Kind.GRANT));
        assertThat(read("-kind:deduct").kinds()).isEqualTo(Set.of(Kind.REFUND, Kind.GRANT, Kind.ADJUST));
        assertThat(read("").kinds()).isEmpty();
    }

    @Test
    void a_time_chip_is_an_age_or_a_day_in_the_zone_that_is_shown() {
        assertThat(read("time:<2h").from()).contains(NOW.minusSeconds(7200));
        assertThat(read("time:>2h").until()).contains(NOW.minusSeconds(7200));
        assertThat(read("time:2026-11-24").from()).contains(Instant.parse("2026-11-23T18:15:00Z"));
        assertThat(read("time:2026-11-24").until()).contains(Instant.parse("2026-11-24T18:15:00Z"));
        assertThat(read("time:>=2026-11-24").until()).isEmpty();
        assertThat(read("time:<2026-11-24").until()).contains(Instant.parse("2026-11-23T18:15:00Z"));
        assertThat(read("time:today").from().orElseThrow()).isBeforeOrEqualTo(NOW);
        assertThat(read("time:today").until().orElseThrow()).isAfter(NOW);
        assertThat(read("time:yesterday").until()).isEqualTo(read("time:today").from());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    kind:gift        | kind:gift is not a kind. Use deduct, refund, grant, adjust.
                    amount:many      | amount:many is not a number of credits. Write it like amount:>100.
                    amount:>2,50     | amount:>2,50 is not a number of credits. Write it like amount:>100.
                    generation:xyz   | generation:xyz is not the start of an ID.
                    time:someday     | time:someday is not a time.
                    colour:red       | colour:red is not a filter here.
                    -user:ana        | -user:ana cannot be excluded. Only kind can.
                    """)
    void a_chip_that_cannot_be_read_is_named_with_what_would_do(String chips, String sentence) {
        assertThatThrownBy(() -> read(chips))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
    }

    private static LedgerFilter read(String chips) {
        return LedgerFilterParser.read(FilterText.parse(chips), LedgerPreset.LEDGER, FORMATS);
    }
}
