package dev.darkroom.fal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelCatalogTest {
    private final ModelCatalog catalog = ModelCatalog.builtIn();

    @ParameterizedTest
    @EnumSource
    void every_kind_of_media_can_be_ordered(MediaKind kind) {
        assertThat(catalog.models(kind)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void the_defaults_of_every_model_are_valid_and_have_a_price() {
        assertThat(catalog.models()).allSatisfy(model -> {
            ObjectNode input =
                    model.complete(JsonMapping.MAPPER.createObjectNode().put(model.promptField(), "a red bicycle"));
            assertThat(model.validate(input)).isEmpty();
            assertThat(model.price(input)).isPositive();
            assertThat(model.prompt(input)).isEqualTo("a red bicycle");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            fal-ai/flux/dev     | {"prompt":"x"}                         | 4
            fal-ai/flux/dev     | {"prompt":"x","num_images":3}          | 12
            fal-ai/flux/dev     | {"prompt":"x","num_images":null}       | 4
            fal-ai/kling-video/v2.5-turbo/pro/text-to-video | {"prompt":"x"}                 | 40
            fal-ai/kling-video/v2.5-turbo/pro/text-to-video | {"prompt":"x","duration":"10"} | 80
            fal-ai/veo3.1       | {"prompt":"x","duration":"4s"}         | 180
            fal-ai/stable-audio | {"prompt":"x","seconds_total":40}      | 2
            fal-ai/elevenlabs/tts/multilingual-v2 | {"text":"x"}         | 12
            """)
    void prices_grow_with_what_is_ordered(String model, String input, int credits) {
        assertThat(catalog.require(model).price(JsonMapping.parse(input))).isEqualTo(credits);
    }

    @Test
    void a_thousand_characters_begun_count_whole() {
        CatalogModel speech = catalog.require("ElevenLabs speech");
        assertThat(speech.price(JsonMapping.MAPPER.createObjectNode().put("text", "x".repeat(1_000))))
                .isEqualTo(12);
        assertThat(speech.price(JsonMapping.MAPPER.createObjectNode().put("text", "x".repeat(1_001))))
                .isEqualTo(24);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "1000000", "\"many\"", "1e400"})
    void an_amount_that_makes_no_sense_has_no_price(String amount) {
        assertThatThrownBy(() ->
                        catalog.require("fal-ai/flux/dev").price(JsonMapping.parse("{\"num_images\":" + amount + "}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("num_images must be a number");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                      | The prompt is empty: describe what FLUX dev should generate.
            {"prompt":" \\n "}                      | The prompt is empty: describe what FLUX dev should generate.
            {"prompt":null}                         | The prompt is empty: describe what FLUX dev should generate.
            {"prompt":7}                            | The prompt must be text in quotes.
            {"prompt":"x","num_images":0}           | num_images must be a whole number from 1 to 4, not 0.
            {"prompt":"x","num_images":5}           | num_images must be a whole number from 1 to 4, not 5.
            {"prompt":"x","num_images":1.5}         | num_images must be a whole number from 1 to 4, not 1.5.
            {"prompt":"x","num_images":"2"}         | num_images must be a whole number from 1 to 4, not "2".
            {"prompt":"x","output_format":"bmp"}    | output_format must be one of "jpeg", "png", not "bmp".
            {"prompt":"x","seed":-1}                | seed must be a whole number from 0, not -1.
            {"prompt":"x","sync_mode":true}         | sync_mode must be left out or false: its results are not kept and cannot be recovered.
            []                                      | The input must be a JSON object such as {"prompt":"a red bicycle"}.
            """)
    void a_bad_input_gets_one_clear_sentence(String input, String sentence) {
        assertThat(catalog.require("fal-ai/flux/dev").validate(JsonMapping.parse(input)))
                .extracting(CodedMessage::english)
                .containsExactly(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"prompt\":\"x\",\"seed\":15860307465884635512}",
                "{\"prompt\":\"x\",\"image_size\":{\"width\":512,\"height\":512}}",
                "{\"prompt\":\"x\",\"loras\":[]}"
            })
    void what_the_model_knows_better_is_left_to_it(String input) {
        assertThat(catalog.require("fal-ai/flux/dev").validate(JsonMapping.parse(input)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "flux/dv, fal-ai/flux/dev",
        "kling, fal-ai/kling",
        "fal-ai/veo3, fal-ai/veo3.1",
        "nano banana pro, fal-ai/nano-banana"
    })
    void an_unknown_model_is_met_with_the_nearest(String name, String nearest) {
        assertThatThrownBy(() -> catalog.require(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("There is no model \"" + name + "\". Did you mean ")
                .hasMessageContaining(nearest);
    }
}
