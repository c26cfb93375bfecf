package dev.darkroom.console.generations.details;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.json.JsonMapping;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputComparisonTest {
    @Test
    void each_path_of_both_inputs_has_its_values_and_what_differs_is_marked() {
        List<InputComparison.Line> lines = InputComparison.lines(
                JsonMapping.parse(
                        "{\"prompt\":\"a cat\",\"size\":{\"width\":512,\"height\":512},\"seed\":7,\"loras\":[\"x\"]}"),
                JsonMapping.parse(
                        "{\"prompt\":\"a dog\",\"size\":{\"width\":512,\"height\":768},\"loras\":[\"x\",\"y\"]}"));

        assertThat(lines)
                .containsExactly(
                        line("loras[0]", "x", "x"),
                        line("loras[1]", null, "y"),
                        line("prompt", "a cat", "a dog"),
                        line("seed", "7", null),
                        line("size.height", "512", "768"),
                        line("size.width", "512", "512"));
        assertThat(lines)
                .filteredOn(InputComparison.Line::changed)
                .extracting(InputComparison.Line::path)
                .containsExactly("loras[1]", "prompt", "seed", "size.height");
    }

    @Test
    void tokens_in_an_input_are_not_shown() {
        String token = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.c2lnbmF0dXJl";

        assertThat(InputComparison.lines(
                        JsonMapping.parse("{\"image_url\":\"https://x.supabase.co/a.png?token=" + token + "\"}"),
                        JsonMapping.parse("{}")))
                .singleElement()
                .satisfies(line -> assertThat(line.before().orElse("")).doesNotContain(token));
    }

    @Test
    void values_that_are_secret_by_their_name_are_not_shown() {
        assertThat(InputComparison.lines(
                        JsonMapping.parse("{\"api_key\":\"x1y2z3\",\"access_token\":[\"abc\"]}"),
                        JsonMapping.parse("{\"api_key\":\"q9w8e7\"}")))
                .containsExactly(line("access_token[0]", "***", null), line("api_key", "***", "***"));
    }

    private static InputComparison.Line line(String path, String before, String now) {
        return new InputComparison.Line(path, Optional.ofNullable(before), Optional.ofNullable(now));
    }
}
