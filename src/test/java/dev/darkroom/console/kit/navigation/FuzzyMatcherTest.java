package dev.darkroom.console.kit.navigation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FuzzyMatcherTest {
    private static final List<String> ENTRIES =
            List.of("Generations", "Credits", "New generation", "Light or dark", "Export rows as CSV");

    @Test
    void letters_in_their_order_find_an_entry() {
        assertThat(find("ngen")).containsExactly("New generation");
        assertThat(find("csv")).containsExactly("Export rows as CSV");
        assertThat(find("xyz")).isEmpty();
    }

    @Test
    void a_beginning_comes_before_a_middle() {
        assertThat(find("gen")).startsWith("Generations").contains("New generation");
    }

    @Test
    void nothing_asked_shows_everything_in_its_order() {
        assertThat(find("  ")).isEqualTo(ENTRIES);
    }

    private static List<String> find(String query) {
        return FuzzyMatcher.filter(query, ENTRIES, Function.identity());
    }
}
