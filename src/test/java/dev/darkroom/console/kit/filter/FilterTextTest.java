package dev.darkroom.console.kit.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTextTest {
    @Test
    void chips_words_and_comparisons_are_told_apart() {
        FilterText filter = FilterText.parse("status:failed user:\"ana kovac\" age:>10m -model:flux red sunset");

        assertThat(filter.values("status")).containsExactly("failed");
        assertThat(filter.values("user")).containsExactly("ana kovac");
        assertThat(filter.first("age").orElseThrow().comparison()).isEqualTo(FilterTerm.Comparison.MORE);
        assertThat(filter.first("age").orElseThrow().duration()).contains(Duration.ofMinutes(10));
        assertThat(filter.first("model").orElseThrow().excluded()).isTrue();
        assertThat(filter.values("model"))
                .as("what is excluded is not asked for")
                .isEmpty();
        assertThat(filter.words()).isEqualTo("red sunset");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status:failed model:flux age:>10m",
                "user:\"a \\\"quoted\\\" name\" size:>=10mb",
                "-status:completed https://fal.run/x?y=z",
                "\"status:failed\" \"-x\" \">5\"",
                "error:\"back\\\\slash\"",
                "input.prompt:cat",
                "8f3c1a2e-77aa-4f10-9c41-7fe0d5b6620a",
            })
    void the_text_of_a_filter_reads_back_as_the_same_filter(String text) {
        FilterText filter = FilterText.parse(text);

        assertThat(filter.isEmpty()).isFalse();
        assertThat(FilterText.parse(filter.text())).isEqualTo(filter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\"", "\"open", "status:", ":", "-", "- -", "age:>", "\\", "::a", "a:b:c"})
    void nothing_that_is_typed_makes_it_fail(String text) {
        FilterText filter = FilterText.parse(text);

        assertThat(FilterText.parse(filter.text())).isEqualTo(filter);
    }

    @Test
    void a_url_is_a_word_and_not_a_chip() {
        assertThat(FilterText.parse("https://queue.fal.run/flux").words()).isEqualTo("https://queue.fal.run/flux");
    }

    @Test
    void the_same_chip_is_there_only_once() {
        FilterText filter = FilterText.parse("status:failed status:failed");

        assertThat(filter.terms()).hasSize(1);
        assertThat(filter.with(FilterTerm.of("status", "failed"))).isEqualTo(filter);
        assertThat(filter.without(FilterTerm.of("status", "failed"))).isEqualTo(FilterText.EMPTY);
    }

    @Test
    void only_one_value_takes_the_place_of_the_others_of_its_key() {
        FilterText filter = FilterText.parse("user:ana status:failed user:ben");

        assertThat(filter.withOnly(FilterTerm.of("user", "kim")).text()).isEqualTo("status:failed user:kim");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    90,    90
                    90s,   90
                    10m,   600
                    1.5h,  5400
                    2d,    172800
                    1w,    604800
                    """)
    void durations_have_units(String text, long seconds) {
        assertThat(FilterTerm.of("age", text).duration()).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            512,   512
            500kb, 500000
            10MB,  10000000
            1.5gb, 1500000000
            """)
    void sizes_have_units(String text, long bytes) {
        assertThat(FilterTerm.of("size", text).bytes()).contains(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "10x", "-5m", "1e9"})
    void what_is_no_amount_is_none(String text) {
        assertThat(FilterTerm.of("age", text).duration()).isEmpty();
        assertThat(FilterTerm.of("size", text).bytes()).isEmpty();
    }
}
