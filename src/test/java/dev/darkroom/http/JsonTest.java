package dev.darkroom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
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
        assertThat(Json.same(Json.parse(a), Json.parse(b))).isEqualTo(same);
        assertThat(Json.same(Json.parse(b), Json.parse(a))).isEqualTo(same);
    }

    @Test
    void numbers_of_any_size_stay_exact() {
        String text = "{\"seed\":158603074658846355121234567890,\"scale\":0.10000000000000000001}";
        assertThat(Json.parse(text).get("seed").bigIntegerValue())
                .isEqualTo(new BigInteger("158603074658846355121234567890"));
        assertThat(Json.write(Json.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {"{\"a\":", "{} x", "{}{}", "``", "<html>", "{\"a\":1,}"})
    void refuses_what_is_not_one_whole_document(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("This is not valid JSON");
    }

    @Test
    void refuses_bottomless_nesting() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T13:44:29Z, 2026-11-23T13:44:29Z",
        "2026-11-23T13:44:29.123456+02:00, 2026-11-23T11:44:29.123456Z",
        "2026-11-23T13:44:29.5, 2026-11-23T13:44:29.500Z"
    })
    void reads_times_with_and_without_offset(String text, String instant) {
        assertThat(Json.instant(Json.parse("{\"t\":\"" + text + "\"}"), "t").map(Object::toString))
                .contains(instant);
        assertThat(Json.instant(Json.parse("{\"t\":\"yesterday\"}"), "t")).isEmpty();
    }
}
