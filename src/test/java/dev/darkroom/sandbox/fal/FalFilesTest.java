package dev.darkroom.sandbox.fal;

import static dev.darkroom.sandbox.fal.FalCaller.FLUX;
import static dev.darkroom.sandbox.fal.FalCaller.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fal.FalCaller.Got;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results and files: what each model returns, how files are served and how long they live. */
class FalFilesTest {
    private static final String LARGE = "{\"prompt\":\"x\",\"sync_mode\":true,\"output_format\":\"png\"}";

    private final HandClock clock = new HandClock();
    private final FalSandbox sandbox =
            FalSandbox.start(FalSandboxSettings.defaults().withClock(clock).withPictureScale(0.25));
    private final FalCaller fal = new FalCaller(sandbox);

    @AfterEach
    void close() {
        fal.close();
        sandbox.close();
    }

    private JsonNode ended(String endpoint, String input, String... headers) {
        JsonNode job = fal.accepted(endpoint, input, headers);
        clock.move(Duration.ofSeconds(1));
        fal.status(job);
        clock.move(Duration.ofMinutes(3));
        await(() -> fal.is(job, "COMPLETED"));
        return job;
    }

    private String file(JsonNode job) {
        return fal.result(job).json().at("/images/0/url").asText();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fal-ai/flux/dev    | {"prompt":"x","output_format":"png"}              | /images/0   | image/png  | 1
            fal-ai/fast-sdxl   | {"prompt":"x"}                                    | /images/0   | image/jpeg | 1
            fal-ai/nano-banana | {"prompt":"x","num_images":2}                     | /images/1   | image/png  | 2
            fal-ai/nano-banana | {"prompt":"x","output_format":"webp"}             | /images/0   | image/png  | 1
            fal-ai/kling-video/v2.5-turbo/pro/text-to-video   | {"prompt":"x"}     | /video      | video/mp4  | 5
            fal-ai/minimax/hailuo-02/standard/text-to-video   | {"prompt":"x"}     | /video      | video/mp4  | 6
            fal-ai/veo3.1      | {"prompt":"x","duration":"4s"}                    | /video      | video/mp4  | 4
            fal-ai/stable-audio | {"prompt":"x","seconds_total":2}                 | /audio_file | audio/wav  | 2
            fal-ai/minimax/speech-02-hd           | {"text":"hello"}               | /audio      | audio/wav  | 0.005
            fal-ai/elevenlabs/tts/multilingual-v2 | {"text":"hello"}               | /audio      | audio/wav  | 0.005
            """)
    void each_model_names_its_file_where_the_real_one_does(
            String endpoint, String input, String place, String type, String units) {
        Got result = fal.result(ended(endpoint, input));

        JsonNode file = result.json().at(place);
        Got download = fal.get(file.get("url").asText(), "Authorization", "");
        assertThat(result.header("X-Fal-Billable-Units")).isEqualTo(units);
        assertThat(file.get("content_type").asText()).isEqualTo(type);
        assertThat(download.status()).isEqualTo(200);
        assertThat(download.header("content-type")).isEqualTo(type);
        assertThat(download.header("content-length")).isEqualTo(String.valueOf(download.bytes().length));
        if (file.has("file_size")) {
            assertThat(file.get("file_size").asInt()).isEqualTo(download.bytes().length);
        }
    }

    @Test
    void a_picture_has_the_size_the_answer_says() throws IOException {
        JsonNode job = ended(FLUX, "{\"prompt\":\"x\",\"image_size\":{\"width\":400,\"height\":240}}");
        JsonNode image = fal.result(job).json().at("/images/0");

        var picture = ImageIO.read(
                new ByteArrayInputStream(fal.get(image.get("url").asText()).bytes()));

        assertThat(image.get("width").asInt()).isEqualTo(100).isEqualTo(picture.getWidth());
        assertThat(image.get("height").asInt()).isEqualTo(60).isEqualTo(picture.getHeight());
    }

    @Test
    void files_are_public_cacheable_and_served_in_parts() throws IOException {
        String file = file(ended(FLUX, "{\"prompt\":\"x\"}"));
        Got whole = fal.get(file, "Authorization", "");
        int size = whole.bytes().length;

        Got middle = fal.get(file, "Range", "bytes=10-19");
        Got end = fal.get(file, "Range", "bytes=-5");
        Got beyond = fal.get(file, "Range", "bytes=" + size + "-");
        Got head = fal.call("HEAD", file, "");

        assertThat(whole.header("cache-control")).isEqualTo("public, max-age=5184000, immutable");
        assertThat(whole.header("accept-ranges")).isEqualTo("bytes");
        assertThat(middle.status()).isEqualTo(206);
        assertThat(middle.bytes()).isEqualTo(Arrays.copyOfRange(whole.bytes(), 10, 20));
        assertThat(middle.header("content-range")).isEqualTo("bytes 10-19/" + size);
        assertThat(end.bytes()).isEqualTo(Arrays.copyOfRange(whole.bytes(), size - 5, size));
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(head.header("content-length")).isEqualTo(String.valueOf(size));
        assertThat(head.bytes()).isEmpty();
    }

    @Test
    void a_result_is_stored_for_thirty_days() {
        JsonNode small = ended(FLUX, "{\"prompt\":\"x\"}");
        JsonNode large = ended(FLUX, LARGE);
        clock.move(Duration.ofDays(29));
        assertThat(fal.result(small).status()).isEqualTo(200);
        assertThat(fal.result(large).status()).isEqualTo(200);

        clock.move(Duration.ofDays(1));

        assertThat(fal.result(small).status()).isEqualTo(404);
        assertThat(fal.result(large).status()).isEqualTo(404);
        assertThat(fal.status(small).get("status").asText()).isEqualTo("NOT_FOUND");
    }

    @Test
    void a_result_that_is_not_stored_is_gone_after_an_hour() {
        JsonNode job = ended(FLUX, "{\"prompt\":\"x\"}", "X-Fal-Store-IO", "0");
        clock.move(Duration.ofMinutes(56));
        assertThat(fal.result(job).status()).isEqualTo(200);

        clock.move(Duration.ofMinutes(5));

        assertThat(fal.result(job).status()).isEqualTo(404);
        assertThat(fal.status(job).get("status").asText()).isEqualTo("NOT_FOUND");
    }

    @Test
    void a_large_result_that_is_not_stored_is_gone_after_six_minutes() {
        JsonNode job = ended(FLUX, LARGE, "X-Fal-Store-IO", "0");
        Got result = fal.result(job);
        assertThat(file(job)).startsWith("data:image/png;base64,");
        assertThat(result.bytes().length).isGreaterThan(10 * 1024);

        clock.move(Duration.ofMinutes(6));

        assertThat(fal.result(job).status()).isEqualTo(404);
    }

    @Test
    void a_result_above_a_megabyte_is_never_stored() {
        JsonNode job = ended(FLUX, "{\"prompt\":\"" + "x".repeat(1_000_000) + "\"}");
        assertThat(fal.result(job).bytes().length).isGreaterThan(1_000_000);

        clock.move(Duration.ofMinutes(6));

        assertThat(fal.result(job).status()).isEqualTo(404);
    }

    @Test
    void a_file_lives_seven_days_or_as_long_as_the_header_says() {
        String header = "X-Fal-Object-Lifecycle-Preference";
        String usual = file(ended(FLUX, "{\"prompt\":\"1\"}"));
        String eternal = file(ended(FLUX, "{\"prompt\":\"2\"}", header, "{\"expiration_duration_seconds\":null}"));
        String zero = file(ended(FLUX, "{\"prompt\":\"4\"}", header, "{\"expiration_duration_seconds\":0}"));
        String brief = file(ended(FLUX, "{\"prompt\":\"3\"}", header, "{\"expiration_duration_seconds\":60}"));
        assertThat(fal.get(brief).status()).isEqualTo(200);

        clock.move(Duration.ofSeconds(61));
        assertThat(fal.get(brief).status()).isEqualTo(404);
        assertThat(fal.get(usual).status()).isEqualTo(200);

        clock.move(Duration.ofDays(8));
        assertThat(fal.get(usual).status()).isEqualTo(404);
        assertThat(fal.get(eternal).status()).isEqualTo(200);
        assertThat(fal.get(zero).status()).isEqualTo(200);
    }

    @Test
    void a_file_can_be_wanted_for_longer_than_the_calendar_goes() {
        String file = file(ended(
                FLUX,
                "{\"prompt\":\"x\"}",
                "X-Fal-Object-Lifecycle-Preference",
                "{\"expiration_duration_seconds\":99999999999999999}"));

        clock.move(Duration.ofDays(400));

        assertThat(fal.get(file).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"forbid, 403", "hide, 404", "allow, 200"})
    void a_file_can_be_kept_from_strangers(String access, int status) {
        String file = file(ended(
                FLUX,
                "{\"prompt\":\"x\"}",
                "X-Fal-Object-Lifecycle-Preference",
                "{\"initial_acl\":{\"default\":\"" + access + "\"}}"));

        assertThat(fal.get(file, "Authorization", "").status()).isEqualTo(status);
        assertThat(fal.get(file).status()).isEqualTo(200);
    }

    @Test
    void an_input_is_uploaded_in_one_piece() throws IOException {
        Got initiate = fal.call(
                "POST",
                "/storage/upload/initiate?storage_type=fal-cdn-v3",
                "{\"content_type\":\"text/plain\",\"file_name\":\"a.txt\"}");
        JsonNode upload = initiate.json();

        Got put = fal.call("PUT", upload.get("upload_url").asText(), "hello", "Authorization", "");

        assertThat(put.status()).isEqualTo(200);
        Got file = fal.get(upload.get("file_url").asText());
        assertThat(file.text()).isEqualTo("hello");
        assertThat(file.header("content-type")).isEqualTo("text/plain");
    }

    @Test
    void a_repeated_upload_is_answered_as_the_first_for_an_hour_and_stored_once() throws IOException {
        JsonNode upload = fal.call(
                        "POST", "/storage/upload/initiate", "{\"content_type\":\"text/plain\",\"file_name\":\"a.txt\"}")
                .json();
        String address = upload.get("upload_url").asText();
        Got first = fal.call("PUT", address, "hello", "Authorization", "");

        Got second = fal.call("PUT", address, "again", "Authorization", "");

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(fal.get(upload.get("file_url").asText()).text()).isEqualTo("hello");
        assertThat(fal.call("POST", address + "/complete", "{\"parts\":[]}").status())
                .isEqualTo(404);
        clock.move(Duration.ofHours(1));
        assertThat(fal.call("PUT", address, "late", "Authorization", "").status())
                .isEqualTo(404);
    }

    @Test
    void a_large_input_is_uploaded_in_parts() throws IOException {
        JsonNode upload = fal.call(
                        "POST",
                        "/storage/upload/initiate-multipart",
                        "{\"content_type\":\"text/plain\",\"file_name\":\"a.txt\"}")
                .json();
        String address = upload.get("upload_url").asText();
        JsonNode second =
                fal.call("PUT", address + "/2", "world", "Authorization", "").json();
        JsonNode first =
                fal.call("PUT", address + "/1", "hello ", "Authorization", "").json();
        assertThat(first.get("partNumber").asInt()).isEqualTo(1);
        assertThat(first.get("etag").asText()).isNotEmpty();

        String parts = "{\"parts\":[" + first + "," + second + "]}";
        Got complete = fal.call("POST", address + "/complete", parts, "Authorization", "");
        Got repeated = fal.call("POST", address + "/complete", parts, "Authorization", "");

        assertThat(repeated.status()).isEqualTo(200);
        assertThat(repeated.text()).isEqualTo(complete.text());
        assertThat(fal.get(upload.get("file_url").asText()).text()).isEqualTo("hello world");
    }

    @Test
    void an_input_is_uploaded_with_a_token() throws IOException {
        JsonNode token = fal.call("POST", "/storage/auth/token?storage_type=fal-cdn-v3", "{}")
                .json();
        assertThat(token.get("expires_at").asText())
                .as("a time that Python reads before 3.11, too")
                .matches("2026-11-24T\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+00:00");
        String bearer =
                token.get("token_type").asText() + " " + token.get("token").asText();

        Got upload = fal.call(
                "POST",
                token.get("base_url").asText() + "/files/upload",
                "hello",
                "Authorization",
                bearer,
                "X-Fal-File-Name",
                "b.txt");

        assertThat(upload.json().get("access_url").asText()).endsWith("_b.txt");
        assertThat(fal.get(upload.json().get("access_url").asText()).text()).isEqualTo("hello");
        clock.move(Duration.ofHours(1));
        assertThat(fal.call("POST", "/files/upload", "late", "Authorization", bearer)
                        .status())
                .isEqualTo(401);
        assertThat(fal.call("POST", "/files/upload", "x", "Authorization", "Bearer nonsense")
                        .status())
                .isEqualTo(401);
        assertThat(fal.call("POST", "/storage/upload/initiate", "{}", "Authorization", "")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_large_input_is_uploaded_in_parts_with_a_token() throws IOException {
        JsonNode token = fal.call("POST", "/storage/auth/token", "{}").json();
        String bearer = "Bearer " + token.get("token").asText();
        JsonNode upload = fal.call(
                        "POST",
                        token.get("base_url").asText() + "/files/upload/multipart",
                        "",
                        "Authorization",
                        bearer,
                        "X-Fal-File-Name",
                        "c.txt")
                .json();
        String file = upload.get("access_url").asText();
        String parts = file + "/multipart/" + upload.get("uploadId").asText();

        Got second = fal.call("PUT", parts + "/2", "world", "Authorization", bearer);
        Got first = fal.call("PUT", parts + "/1", "hello ", "Authorization", bearer);
        assertThat(fal.call("PUT", parts + "/3", "!", "Authorization", "").status())
                .isEqualTo(401);
        ObjectNode etags = JsonMapping.MAPPER.createObjectNode();
        etags.putArray("parts")
                .add(JsonMapping.MAPPER.createObjectNode().put("partNumber", 2).put("etag", second.header("etag")))
                .add(JsonMapping.MAPPER.createObjectNode().put("partNumber", 1).put("etag", first.header("etag")));
        Got complete = fal.call("POST", parts + "/complete", JsonMapping.write(etags), "Authorization", bearer);

        assertThat(first.header("etag")).isNotEmpty().isNotEqualTo(second.header("etag"));
        assertThat(complete.status()).isEqualTo(200);
        assertThat(file).endsWith("_c.txt");
        assertThat(fal.get(file).text()).isEqualTo("hello world");
    }
}
