package dev.darkroom.fal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input within the bounds is accepted by the table and can be read back by the strictest reader. */
class InputBoundsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private final CatalogModel model = ModelCatalog.builtIn().require("fal-ai/flux/schnell");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e1001",
                "1e301",
                "-1e300",
                "1e-301",
                "1e400",
                "1e999999999",
                "1e-999999999",
                "0e301e",
                "0.1e-300"
            })
    void a_number_that_is_too_long_is_refused(String number) {
        String json = number.endsWith("e") ? "1" + "0".repeat(300) : number;
        assertThat(problems("{\"prompt\":\"x\",\"guidance_scale\":" + json + "}"))
                .containsExactly(InputBounds.TOO_LONG_A_NUMBER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e299", "-9e299", "1e-300", "0e500", "0.001", "15860307465884635512", "123456e200"})
    void a_number_within_bounds_is_read_again_from_the_table(String number) {
        String input = "{\"prompt\":\"x\",\"guidance_scale\":" + number + "}";
        assertThat(problems(input)).isEmpty();
        JsonNode kept = JsonMapping.parse(kept(input));
        assertThat(JsonMapping.same(kept, JsonMapping.parse(input))).isTrue();
    }

    @Test
    void a_hundred_levels_are_taken_and_one_more_is_not() {
        String deep = "{\"prompt\":\"x\",\"a\":" + "[".repeat(99) + "1" + "]".repeat(99) + "}";
        String deeper = "{\"prompt\":\"x\",\"a\":" + "[".repeat(100) + "1" + "]".repeat(100) + "}";
        assertThat(problems(deep)).isEmpty();
        assertThat(JsonMapping.parse(kept(deep)).path("prompt").asText()).isEqualTo("x");
        assertThat(problems(deeper)).containsExactly(InputBounds.TOO_DEEP);
        assertThat(exists("strict $.**{101}", deep)).isFalse();
        assertThat(exists("strict $.**{101}", deeper)).isTrue();
    }

    @Test
    void sixteen_megabytes_are_taken_and_more_is_not() {
        ObjectNode input = JsonMapping.MAPPER.createObjectNode().put("prompt", "x");
        input.put(
                "image_url",
                "A".repeat(InputBounds.MAX_BYTES - JsonMapping.write(input).length() - 15));
        assertThat(model.validate(input)).isEmpty();
        input.put("more", 1);
        assertThat(model.validate(input)).containsExactly(InputBounds.TOO_LARGE);
    }

    @Test
    void characters_that_the_table_refuses_are_refused_before() {
        for (String bad : List.of("\0", "\uD83D", "\uDCA5x")) {
            assertThat(model.validate(JsonMapping.MAPPER.createObjectNode().put("prompt", "a" + bad)))
                    .containsExactly(InputBounds.BROKEN_TEXT);
            ObjectNode name = JsonMapping.MAPPER.createObjectNode().put("prompt", "a");
            name.putObject("b").put(bad, 1);
            assertThat(model.validate(name)).containsExactly(InputBounds.BROKEN_TEXT);
        }
        assertThat(problems("{\"prompt\":\"a \uD83D\uDCA5 typed \\\\u0000\"}")).isEmpty();
    }

    private List<CodedMessage> problems(String input) {
        return model.validate(JsonMapping.parse(input));
    }

    private static String kept(String input) {
        return DATABASE.get()
                .read(handle -> handle.createQuery("select cast(cast(:input as jsonb) as text)")
                        .bind("input", input)
                        .mapTo(String.class)
                        .one());
    }

    private static boolean exists(String path, String input) {
        return DATABASE.get()
                .read(handle -> handle.createQuery(
                                "select jsonb_path_exists(cast(:input as jsonb), cast(:path as jsonpath))")
                        .bind("input", input)
                        .bind("path", path)
                        .mapTo(Boolean.class)
                        .one());
    }
}
