package dev.darkroom.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMappingTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1,"b":[true,null]}           | {"b":[true,null],"a":1}     | true
            {"seed":7}                        | {"seed":7.0}                | true
            {"seed":70e-1}                    | {"seed":7}                  | true
            {"a":0.1}                         | {"a":0.10}                  | true
            {"seed":15860307465884635512}     | {"seed":15860307465884635512} | true
            {"seed":15860307465884635512}     | {"seed":15860307465884635136} | false
            {"seed":7}                        | {"seed":"7"}                | false
            {"a":[1,2]}                       | {"a":[2,1]}                 | false
            {"a":1}                           | {"a":1,"b":null}            | false
            {"a":{"x":1}}                     | {"a":[1]}                   | false
            {"a":{}}                          | {"a":1}                     | false
            {"a":1}                           | {"a":{}}                    | false
            {"a":1e999999}                    | {"a":1e999998}              | false
            null                              | {}                          | false
            """)
    void compares_meaning_not_spelling(String a, String b, boolean same) {
        assertThat(JsonMapping.same(JsonMapping.parse(a), JsonMapping.parse(b))).isEqualTo(same);
        assertThat(JsonMapping.same(JsonMapping.parse(b), JsonMapping.parse(a))).isEqualTo(same);
    }

    @Test
    void numbers_of_any_size_stay_exact() {
        String text = "{\"seed\":158603074658846355121234567890,\"scale\":0.10000000000000000001}";
        assertThat(JsonMapping.parse(text).get("seed").bigIntegerValue())
                .isEqualTo(new BigInteger("158603074658846355121234567890"));
        assertThat(JsonMapping.write(JsonMapping.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {"{\"a\":", "{} x", "{}{}", "``", "<html>", "{\"a\":1,}"})
    void refuses_what_is_not_one_whole_document(String text) {
        assertThatThrownBy(() -> JsonMapping.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("This is not valid JSON");
    }

    @Test
    void refuses_bottomless_nesting() {
        assertThatThrownBy(() -> JsonMapping.parse("[".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            NaN                  | NaN
            -Infinity            | -Infinity
            1e400                | 1E+400
            1e1001               | 1E+1001
            1e99999999999        | 1e99999999999
            007                  | 7
            7.                   | 7
            15860307465884635512 | 15860307465884635512
            0.10                 | 0.10
            """)
    void what_was_paid_is_read_whatever_its_numbers(String number, String read) {
        JsonNode node = JsonMapping.readLeniently("{\"a\":[" + number + ",1],\"b\":true}");
        assertThat(node.at("/a/0").asText()).isEqualTo(read);
        assertThat(node.at("/a/1").intValue()).isEqualTo(1);
        assertThat(node.path("b").booleanValue()).isTrue();
    }

    @Test
    void a_mark_at_the_beginning_broken_bytes_and_control_characters_are_read() {
        byte[] bytes = "\uFEFF{\"a\":\"x\ty\",}".getBytes(StandardCharsets.UTF_8);
        assertThat(JsonMapping.readLeniently(bytes).path("a").asText()).isEqualTo("x\ty");
        assertThat(JsonMapping.readLeniently("{\"a\":\"\\ud83d\"}").path("a").asText())
                .isEqualTo("\uD83D");
        assertThat(JsonMapping.readLeniently(new byte[] {'"', (byte) 0xff, '"'}).asText())
                .isEqualTo("\uFFFD");
    }

    @Test
    void long_texts_and_long_numbers_of_a_row_are_read() {
        String digits = "9".repeat(140_000);
        String text = "A".repeat(25_000_000);
        JsonNode node =
                JsonMapping.readLeniently("{\"n\":" + digits + ",\"f\":0." + digits + ",\"t\":\"" + text + "\"}");
        assertThat(node.path("n").bigIntegerValue()).isEqualTo(new BigInteger(digits));
        assertThat(node.path("f").decimalValue().scale()).isEqualTo(140_000);
        assertThat(node.path("t").textValue()).hasSize(25_000_000);
    }

    @Test
    void the_deepest_that_is_read_can_be_written_compared_and_copied_on_a_small_stack() throws Exception {
        int deepest = LenientJsonReader.MAX_DEPTH;
        String text = "[".repeat(deepest) + "]".repeat(deepest);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(
                null,
                () -> {
                    JsonNode node = JsonMapping.readLeniently(text);
                    assertThat(JsonMapping.write(node)).isEqualTo(text);
                    assertThat(JsonMapping.same(node, node.deepCopy())).isTrue();
                },
                "small stack",
                1024 * 1024);
        thread.setUncaughtExceptionHandler((_, thrown) -> failure.set(thrown));
        thread.start();
        thread.join();
        assertThat(failure.get()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void bottomless_nesting_is_a_failure_in_words(String opening) {
        for (int depth : new int[] {100_000, 1_000_000}) {
            assertThatThrownBy(() -> JsonMapping.readLeniently(opening.repeat(depth)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("This is not valid JSON");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{\"a\":", "{} x", "{}{}", "<html>", "not json", "{\"a\"}", "[1", "]"})
    void leniency_ends_where_it_is_no_json(String text) {
        assertThatThrownBy(() -> JsonMapping.readLeniently(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("This is not valid JSON");
    }

    @Test
    void numbers_that_are_none_are_compared_too() {
        JsonNode nan = JsonMapping.readLeniently("{\"a\":NaN}");
        assertThat(JsonMapping.same(nan, JsonMapping.readLeniently("{\"a\":NaN}")))
                .isTrue();
        assertThat(JsonMapping.same(nan, JsonMapping.parse("{\"a\":1}"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T13:44:29Z, 2026-11-23T13:44:29Z",
        "2026-11-23T13:44:29.123456+02:00, 2026-11-23T11:44:29.123456Z",
        "2026-11-23T13:44:29.5, 2026-11-23T13:44:29.500Z"
    })
    void reads_times_with_and_without_offset(String text, String instant) {
        assertThat(JsonMapping.instant(JsonMapping.parse("{\"t\":\"" + text + "\"}"), "t")
                        .map(Object::toString))
                .contains(instant);
        assertThat(JsonMapping.instant(JsonMapping.parse("{\"t\":\"yesterday\"}"), "t"))
                .isEmpty();
    }
}
