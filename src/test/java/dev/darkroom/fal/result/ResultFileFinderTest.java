package dev.darkroom.fal.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.fal.result.ResultFile.ResultFileName;
import dev.darkroom.fal.result.ResultFile.SafetyFlag;
import dev.darkroom.json.JsonMapping;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultFileFinderTest {
    @Test
    void finds_files_wherever_a_model_puts_them_in_order() {
        assertThat(names("{\"images\":[{\"url\":\"https://h/a.jpg\"},{\"url\":\"https://h/b.jpg\"}],\"seed\":1}"))
                .containsExactly("a.jpg", "b.jpg");
        assertThat(names("{\"audio_file\":{\"url\":\"https://h/a.wav\"}}")).containsExactly("a.wav");
        assertThat(names("{\"audio\":{\"url\":\"https://h/a.mp3\"},\"timestamps\":null,\"duration_ms\":5}"))
                .containsExactly("a.mp3");
        assertThat(names("{\"z\":{\"deep\":[[{\"url\":\"https://h/z.png\"}]]},\"a\":{\"url\":\"https://h/a.png\"}}"))
                .containsExactly("z.png", "a.png");
        assertThat(names("{\"video\":{\"url\":\"https://h/v.mp4\",\"thumbnail\":{\"url\":\"https://h/t.jpg\"}}}"))
                .containsExactly("v.mp4", "t.jpg");
    }

    @Test
    void keeps_what_the_model_says_of_a_file() {
        ResultFile file = files(
                        "{\"video\":{\"url\":\"https://v3b.fal.media/files/b/0a8f1c30/hJ5k_output.mp4\",\"content_type\":\"Video/MP4; codecs=x\","
                                + "\"file_name\":\"output.mp4\",\"file_size\":6652072,\"width\":1280,\"height\":720,\"duration\":5.04}}")
                .getFirst();
        assertThat(file)
                .isEqualTo(new ResultFile(
                        1,
                        "https://v3b.fal.media/files/b/0a8f1c30/hJ5k_output.mp4",
                        Optional.of("video/mp4"),
                        "output.mp4",
                        OptionalLong.of(6_652_072),
                        OptionalInt.of(1280),
                        OptionalInt.of(720),
                        OptionalDouble.of(5.04),
                        SafetyFlag.UNKNOWN));
    }

    @Test
    void odd_values_are_left_out() {
        ResultFile file = files(
                        "{\"url\":\"https://h/x\",\"file_size\":-1,\"width\":\"wide\",\"height\":1e30,\"duration\":null,\"content_type\":\"\"}")
                .getFirst();
        assertThat(file.size()).isEmpty();
        assertThat(file.width()).isEmpty();
        assertThat(file.height()).isEmpty();
        assertThat(file.duration()).isEmpty();
        assertThat(file.contentType()).isEmpty();
    }

    @Test
    void the_input_repeated_is_no_result_and_a_file_counts_once() {
        String result =
                "{\"image\":{\"url\":\"https://h/in.png\"},\"video\":{\"url\":\"https://h/out.mp4\"},\"again\":{\"url\":\"https://h/out.mp4\"}}";
        assertThat(ResultFileFinder.of(
                        JsonMapping.parse(result), JsonMapping.parse("{\"image_url\":\"https://h/in.png\"}")))
                .map(ResultFile::fileName)
                .containsExactly("out.mp4");
    }

    @Test
    void what_is_no_address_is_no_file() {
        assertThat(
                        names(
                                "{\"audio\":{\"url\":\"4d5a9000\"},\"a\":{\"url\":\"\"},\"b\":{\"url\":null},\"c\":{\"url\":\"file:///etc/passwd\"},\"prompt\":\"https://h/x.png\"}"))
                .isEmpty();
        assertThat(names("null")).isEmpty();
    }

    @Test
    void bytes_inside_the_result_are_files_too() {
        ResultFile file = files("{\"images\":[{\"url\":\"data:image/png;base64,aGVsbG8=\"}]}")
                .getFirst();
        assertThat(file.isInline()).isTrue();
        assertThat(file.fileName()).isEqualTo("file.png");
        assertThat(file.contentType()).contains("image/png");
        assertThat(file.toString()).doesNotContain("aGVsbG8");
        assertThat(DataUrl.parse(file.url()).orElseThrow().bytes()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(DataUrl.parse("data:,a%20b+c").orElseThrow().bytes())
                .isEqualTo("a b+c".getBytes(StandardCharsets.UTF_8));
        assertThat(DataUrl.parse("data:image/svg+xml;utf8,<svg>100% ü</svg>")
                        .orElseThrow()
                        .bytes())
                .isEqualTo("<svg>100% ü</svg>".getBytes(StandardCharsets.UTF_8));
        assertThat(DataUrl.parse("data:x/y;base64,-_8%3D").orElseThrow().bytes())
                .isEqualTo(new byte[] {(byte) 0xfb, (byte) 0xff});
        assertThatThrownBy(() ->
                        DataUrl.parse("data:image/png;base64,a").orElseThrow().bytes())
                .hasMessageContaining("damaged");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"audio":"https://h/a.mp3"}                                    | a.mp3
            {"audio_url":"https://h/a?id=7"}                               | a
            {"videoUrl":" https://h/v.mp4 "}                               | v.mp4
            {"images":["https://h/1","https://h/2"]}                       | 1,2
            {"output":["https://h/1.png",{"url":"https://h/2.png"}]}       | 1.png,2.png
            {"outputs":{"9":{"images":["https://h/1.png"]}}}               | 1.png
            {"model_mesh":"https://h/m.glb","timings":{"s":1}}             | m.glb
            {"urls":["https://h/x"]}                                       | x
            {"image":"data:image/png;base64,aGVsbG8="}                     | file.png
            {"svg":"<svg xmlns='http://www.w3.org/2000/svg'/>"}            | file.svg
            {"drawing":"<?xml version='1.0'?><svg></svg>"}                 | file.svg
            {"answer":{"left":"https://h/l.png","right":"https://h/r.mov"}} | l.png,r.mov
            {"x":"data:audio/wav;base64,aGVsbG8="}                         | file.wav
            {"video":{"url":"https://h/v.mp4"},"next":"https://h/other.mp4"} | v.mp4
            {"video":{"url":"see the docs"},"error":"https://h/x.png"}     | ``
            {"revised_prompt":"https://h/x.png","text":"<svg></svg>"}      | ``
            {"docs":"https://h/help","status_url":"https://h/requests/1/status"} | ``
            """)
    void files_that_are_named_by_a_bare_address_or_given_as_text_are_found(String result, String names) {
        assertThat(String.join(",", names(result))).isEqualTo(names);
    }

    @Test
    void text_that_is_a_file_is_kept_byte_for_byte() {
        String svg = "<svg><text>ü 100% + \"x\"</text></svg>";
        ResultFile file = ResultFileFinder.of(
                        JsonMapping.MAPPER.createObjectNode().put("svg", svg), JsonMapping.parse("{}"))
                .getFirst();
        assertThat(file.isInline()).isTrue();
        assertThat(file.contentType()).contains("image/svg+xml");
        assertThat(DataUrl.parse(file.url()).orElseThrow().bytes()).isEqualTo(svg.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void addresses_and_drawings_of_the_input_are_no_result() {
        String input = "{\"image_url\":\"https://h/in.png\",\"svg\":\"<svg></svg>\",\"refs\":[\"https://h/ref.png\"]}";
        String result = "{\"image\":\"https://h/in.png\",\"svg\":\"<svg></svg>\",\"used\":\"https://h/ref.png\"}";
        assertThat(ResultFileFinder.of(JsonMapping.parse(result), JsonMapping.parse(input)))
                .isEmpty();
    }

    @Test
    void depth_does_not_end_the_search() {
        String deep = "[".repeat(2_050) + "{\"url\":\"https://h/deep.png\"}" + "]".repeat(2_050);
        assertThat(ResultFileFinder.of(JsonMapping.readLeniently(deep), JsonMapping.parse("{}")))
                .map(ResultFile::fileName)
                .containsExactly("deep.png");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"images":[{"url":"https://h/1"},{"url":"https://h/2"}],"has_nsfw_concepts":[false,true]}   | CLEAR,FLAGGED    | SOME
            {"images":[{"url":"https://h/1"},{"url":"https://h/2"}],"has_nsfw_concepts":true}           | FLAGGED,FLAGGED  | ALL
            {"images":[{"url":"https://h/1"},{"url":"https://h/2"}],"has_nsfw_concepts":[true]}         | FLAGGED,UNKNOWN  | SOME
            {"images":[{"url":"https://h/1"}],"has_nsfw_concepts":[true,false,true]}                    | FLAGGED          | ALL
            {"images":[{"url":"https://h/1"}],"has_nsfw_concepts":[]}                                   | UNKNOWN          | NONE
            {"images":[{"url":"https://h/1"}],"has_nsfw_concepts":null}                                 | UNKNOWN          | NONE
            {"images":[{"url":"https://h/1"}],"has_nsfw_concepts":{"a":1}}                              | UNKNOWN          | NONE
            {"images":[{"url":"https://h/1"}]}                                                          | UNKNOWN          | NONE
            {"images":["https://h/1","https://h/2"],"has_nsfw_concepts":[true,true]}                    | FLAGGED,FLAGGED  | ALL
            {"image":{"url":"https://h/1"},"has_nsfw_concepts":[1],"loras":["x"]}                       | FLAGGED          | ALL
            {"preview":{"url":"https://h/p"},"images":[{"url":"https://h/1"}],"has_nsfw_concepts":[true]} | UNKNOWN,FLAGGED | SOME
            {"images":[{"url":"https://h/1","nsfw":true},{"url":"https://h/2","nsfw":"false"}]}         | FLAGGED,CLEAR    | SOME
            {"video":{"url":"https://h/1"},"nsfw_content_detected":"nsfw"}                              | FLAGGED          | ALL
            {"images":[{"url":"https://h/1","is_nsfw":false}],"has_nsfw_concepts":true}                 | CLEAR            | NONE
            {"artifacts":[{"url":"https://h/1","finish_reason":"CONTENT_FILTERED"}]}                    | FLAGGED          | ALL
            {"images":[]}                                                                               | ``               | NONE
            """)
    void each_file_says_whether_the_safety_check_flagged_it(String result, String flags, SafetyFlag.Share share) {
        List<ResultFile> files = files(result);
        assertThat(files.stream().map(file -> file.safety().name()).collect(java.util.stream.Collectors.joining(",")))
                .isEqualTo(flags);
        assertThat(SafetyFlag.share(files)).isEqualTo(share);
    }

    @Test
    void nothing_that_a_table_refuses_is_left_in_a_file() {
        ResultFile file = ResultFileFinder.of(
                        JsonMapping.readLeniently(
                                "{\"url\":\"https://h/a\\u0000b\\ud83d.png\",\"file_name\":\"c\\ud83d\\u0000.png\",\"duration\":Infinity,\"file_size\":NaN}"),
                        JsonMapping.parse("{}"))
                .getFirst();
        assertThat(file.fileName()).isEqualTo("c-.png");
        assertThat(file.url()).isEqualTo("https://h/ab\uFFFD.png");
        assertThat(file.duration()).isEmpty();
        assertThat(file.size()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `` | https://h/files/b/1/abc_out.jpg         | ``         | abc_out.jpg
            `` | https://h/files/out.jpg?token=x#y       | ``         | out.jpg
            `` | https://h/files/abc                     | image/png  | abc.png
            `` | https://h/files/abc                     | ``         | abc
            `` | https://h/                              | video/mp4  | file.mp4
            `` | https://h                               | audio/mpeg | file.mp3
            `` | https://h/my%20file%2F..%2Fx.png        | ``         | x.png
            `` | https://h/%zz.png                       | ``         | zz.png
            ../../etc/passwd | https://h/x               | ``         | passwd
            C:\\temp\\a.png | https://h/x                | ``         | a.png
            a..b.png | https://h/x                       | ``         | a.b.png
            .htaccess | https://h/x                      | image/png  | htaccess.png
            Bäckerei 1.png | https://h/x                 | ``         | B-ckerei-1.png
            💥 | https://h/x                             | image/webp | file.webp
            """)
    void names_are_safe_and_have_an_extension_when_one_can_be_told(String given, String url, String type, String name) {
        assertThat(ResultFileName.of(
                        Optional.of(given).filter(g -> !g.isEmpty()),
                        url,
                        Optional.of(type).filter(t -> !t.isEmpty())))
                .isEqualTo(name);
    }

    @Test
    void a_very_long_name_is_cut_before_its_extension() {
        assertThat(ResultFileName.of(Optional.of("x".repeat(500) + ".png"), "https://h/x", Optional.empty()))
                .hasSize(100)
                .endsWith("x.png");
    }

    private static List<String> names(String result) {
        return files(result).stream().map(ResultFile::fileName).toList();
    }

    private static List<ResultFile> files(String result) {
        return ResultFileFinder.of(JsonMapping.parse(result), JsonMapping.parse("{}"));
    }
}
