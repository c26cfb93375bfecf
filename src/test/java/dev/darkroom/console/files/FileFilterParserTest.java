package dev.darkroom.console.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.console.files.FilesModel.FileFilterParser;
import dev.darkroom.console.files.SignedUrlCard.LinkLifetimes;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.storage.FileFilter;
import dev.darkroom.storage.FileFilter.FilePreset;
import dev.darkroom.storage.StoredFile;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileFilterParserTest {
    @Test
    void chips_narrow_together_and_words_are_the_name() {
        FileFilter filter =
                read("user:ana type:IMAGE size:>1mb size:<=2mb generation:b2e94c65 state:missing ridge png");

        assertThat(filter.user()).contains("ana");
        assertThat(filter.type()).contains("image");
        assertThat(filter.atLeast()).contains(1_000_001L);
        assertThat(filter.atMost()).contains(2_000_000L);
        assertThat(filter.state()).contains(StoredFile.State.MISSING);
        assertThat(filter.text()).contains("ridge png");
        assertThat(filter.generation().orElseThrow().first()).hasToString("b2e94c65-0000-0000-0000-000000000000");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    size:huge      | size:huge is not a size. Write it like size:>1mb.
                    state:lost     | state:lost is not a state. Use stored or missing.
                    generation:xyz | generation:xyz is not the start of an ID.
                    stored:soon    | stored:soon is not a time.
                    colour:red     | colour:red is not a filter here.
                    -type:image    | -type:image cannot be excluded here.
                    """)
    void a_chip_that_cannot_be_read_is_named_with_what_would_do(String chips, String sentence) {
        assertThatThrownBy(() -> read(chips))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
    }

    @ParameterizedTest
    @CsvSource({"90m, 90", "12 h, 720", "3d, 4320", "2W, 20160", "45min, 45"})
    void a_life_can_be_typed(String typed, long minutes) {
        assertThat(LinkLifetimes.typed(typed)).contains(Duration.ofMinutes(minutes));
    }

    @ParameterizedTest
    @CsvSource({"0h", "soon", "400d", "-1h", "1.5h"})
    void a_life_that_makes_no_sense_is_refused(String typed) {
        assertThat(LinkLifetimes.typed(typed)).isEmpty();
    }

    @Test
    void lives_read_well() {
        assertThat(LinkLifetimes.OFFERED).extracting(LinkLifetimes::words).containsExactly("1 hour", "1 day", "1 week");
        assertThat(LinkLifetimes.words(Duration.ofMinutes(90))).isEqualTo("90 minutes");
        assertThat(LinkLifetimes.words(Duration.ofDays(3))).isEqualTo("3 days");
    }

    private static FileFilter read(String chips) {
        return FileFilterParser.read(FilterText.parse(chips), FilePreset.NEWEST, ValueFormats.utc());
    }
}
