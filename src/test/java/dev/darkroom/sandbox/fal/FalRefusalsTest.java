package dev.darkroom.sandbox.fal;

import static dev.darkroom.sandbox.fal.FalCaller.FLUX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.fal.FalCaller.Got;
import java.io.IOException;
import java.net.URI;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The responses to misuse, in fal.ai's wording. */
class FalRefusalsTest {
    private static final String UNKNOWN = "/fal-ai/flux/requests/019e8887-52ac-7f31-88fc-1ed35f2bc8bb";

    private static FalSandbox sandbox;
    private static FalCaller fal;

    @BeforeAll
    static void open() {
        sandbox = FalSandbox.start(FalSandboxSettings.defaults().withSpeed(500).withPictureScale(0.1));
        fal = new FalCaller(sandbox);
    }

    @AfterAll
    static void close() {
        fal.close();
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '' | Cannot access application "fal-ai/flux". Authentication is required to access this application.
            Key no-colon | Invalid Key Authorization header format. Expected '<key_id>:<key_secret>'.
            Bearer abc | Invalid Key Authorization header format. Expected '<key_id>:<key_secret>'.
            Key wrong:key | No user found for Key ID and Secret
            """)
    void a_wrong_key_is_a_401_everywhere(String authorization, String detail) throws IOException {
        for (String call : new String[] {
            "POST /fal-ai/flux/dev", "GET " + UNKNOWN + "/status", "GET " + UNKNOWN, "PUT " + UNKNOWN + "/cancel"
        }) {
            String[] parts = call.split(" ");
            Got got = fal.call(parts[0], parts[1], "", "Authorization", authorization);
            assertThat(got.status()).as(call).isEqualTo(401);
            assertThat(got.json().get("detail").asText()).isEqualTo(detail);
        }
    }

    @Test
    void a_temporary_token_in_the_query_is_as_good_as_the_key() throws IOException {
        JsonNode job = fal.accepted(FLUX, "{\"prompt\":\"x\"}");
        String stream = job.get("status_url").asText() + "/stream?fal_jwt_token=";
        String asked = "{\"allowed_apps\":[\"flux\"],\"token_expiration\":120}";

        JsonNode token = fal.call("POST", "/tokens/", asked).json();

        assertThat(token.isTextual()).isTrue();
        Got streamed = fal.get(stream + token.asText(), "Authorization", "");
        assertThat(streamed.text()).contains("COMPLETED");
        assertThat(fal.get(stream + "nonsense", "Authorization", "").status()).isEqualTo(401);
        assertThat(fal.call("POST", "/tokens/", asked, "Authorization", "").status())
                .isEqualTo(401);
    }

    @Test
    void a_token_opens_its_own_application_alone_until_it_ends() throws IOException {
        String status =
                fal.accepted(FLUX, "{\"prompt\":\"x\"}").get("status_url").asText();
        assertThat(opened(status, "{\"allowed_apps\":[\"flux\"],\"token_expiration\":120}"))
                .isEqualTo(200);
        assertThat(opened(status, "{\"allowed_apps\":[\"fal-ai/flux\"]}")).isEqualTo(200);
        assertThat(opened(status, "{}")).isEqualTo(200);

        assertThat(opened(status, "{\"allowed_apps\":[\"veo3.1\"],\"token_expiration\":120}"))
                .isEqualTo(401);
        assertThat(opened(status, "{\"allowed_apps\":[\"flux\"],\"token_expiration\":0}"))
                .isEqualTo(401);
    }

    @Test
    void a_token_for_applications_uploads_nothing_and_one_for_uploads_opens_no_application() throws IOException {
        String status =
                fal.accepted(FLUX, "{\"prompt\":\"x\"}").get("status_url").asText();
        String application = fal.call("POST", "/tokens/", "{}").json().asText();
        String upload = fal.call("POST", "/storage/auth/token", "{}")
                .json()
                .get("token")
                .asText();

        assertThat(fal.call("POST", "/files/upload", "x", "Authorization", "Bearer " + application)
                        .status())
                .isEqualTo(401);
        assertThat(fal.call("POST", "/tokens/?fal_jwt_token=" + application, "{}", "Authorization", "")
                        .status())
                .isEqualTo(401);
        assertThat(fal.get(status + "?fal_jwt_token=" + upload, "Authorization", "")
                        .status())
                .isEqualTo(401);
    }

    private static int opened(String status, String asked) throws IOException {
        String token = fal.call("POST", "/tokens/", asked).json().asText();
        int code =
                fal.get(status + "?fal_jwt_token=" + token, "Authorization", "").status();
        return code == 202 ? 200 : code; // a job that has not ended
    }

    @Test
    void an_unknown_id_is_not_found() throws IOException {
        assertThat(fal.get(UNKNOWN + "/status").status()).isEqualTo(404);
        assertThat(fal.get(UNKNOWN + "/status").text()).isEqualTo("{\"status\":\"NOT_FOUND\"}");
        assertThat(fal.get(UNKNOWN + "/status/stream").status()).isEqualTo(404);
        assertThat(fal.call("PUT", UNKNOWN + "/cancel", "").status()).isEqualTo(404);
        assertThat(fal.call("PUT", UNKNOWN + "/cancel", "").text()).isEqualTo("{\"status\":\"NOT_FOUND\"}");
        assertThat(fal.get(UNKNOWN).status()).isEqualTo(404);
        assertThat(fal.get(UNKNOWN).json().get("status").asText()).isEqualTo("NOT_FOUND");
    }

    @Test
    void a_request_is_not_found_under_another_application() {
        JsonNode job = fal.accepted(FLUX, "{\"prompt\":\"x\"}");

        Got got = fal.get("/fal-ai/fast-sdxl/requests/" + job.get("request_id").asText() + "/status");

        assertThat(got.status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"fal-ai/no-such-model", "fal-ai/flux/no-such-path", "acme/thing"})
    void an_unknown_endpoint_is_a_404_with_text(String endpoint) {
        Got got = fal.submit(endpoint, "{\"prompt\":\"x\"}");

        assertThat(got.status()).isEqualTo(404);
        assertThat(got.json().get("detail").isTextual()).isTrue();
    }

    @Test
    void the_wrong_method_is_a_405() throws IOException {
        assertThat(fal.get("/" + FLUX).status()).isEqualTo(405);
        assertThat(fal.call("POST", UNKNOWN + "/status", "").status()).isEqualTo(405);
        assertThat(fal.call("POST", UNKNOWN + "/cancel", "").status()).isEqualTo(405);
    }

    @Test
    void a_body_that_is_not_json_is_a_400() {
        assertThat(fal.submit(FLUX, "{\"prompt\":").status()).isEqualTo(400);
    }

    @Test
    void a_lock_stops_submits_and_nothing_else() {
        JsonNode job = fal.accepted(FLUX, "{\"prompt\":\"before\"}");
        int before = sandbox.ledger().entries().size();
        sandbox.lock("TOP_UP");
        try {
            Got got = fal.submit(FLUX, "{\"prompt\":\"x\"}");
            assertThat(got.status()).isEqualTo(403);
            assertThat(got.text()).isEqualTo("{\"detail\":\"User is locked. Reason: TOP_UP\"}");
            assertThat(fal.finished(job).status()).isEqualTo(200);
            assertThat(sandbox.ledger().entries()).hasSize(before);
        } finally {
            sandbox.unlock();
        }
        assertThat(fal.submit(FLUX, "{\"prompt\":\"x\"}").status()).isEqualTo(200);
    }

    @Test
    void a_missing_prompt_is_accepted_and_found_out_only_in_the_result() {
        JsonNode job = fal.accepted(FLUX, "{}");

        Got result = fal.finished(job);

        assertThat(fal.status(job).has("error")).isFalse();
        assertThat(result.status()).isEqualTo(422);
        assertThat(result.header("X-Fal-Retryable")).isEqualTo("false");
        assertThat(result.header("X-Fal-Billable-Units")).isEqualTo("0");
        assertThat(result.text())
                .isEqualTo(
                        "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"Field required\",\"type\":\"missing\",\"input\":{}}]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fal-ai/flux/schnell | {"prompt":7}                                            | string_type        | prompt
            fal-ai/flux/schnell | {"prompt":"x","num_inference_steps":13}                 | less_than_equal    | num_inference_steps
            fal-ai/flux/schnell | {"prompt":"x","num_images":0}                           | greater_than_equal | num_images
            fal-ai/flux/schnell | {"prompt":"x","image_size":"huge"}                      | one_of             | image_size
            fal-ai/flux/schnell | {"prompt":"x","image_size":{"width":9999,"height":1}}   | image_too_large    | image_size
            fal-ai/veo3.1       | {"prompt":"x","duration":"5s"}                          | one_of             | duration
            fal-ai/stable-audio | {"prompt":"x","seconds_total":"ten"}                    | number_type        | seconds_total
            fal-ai/elevenlabs/tts/multilingual-v2 | {"prompt":"x"}                        | missing            | text
            fal-ai/flux/schnell | [1]                                                     | model_attributes_type | ''
            """)
    void a_bad_input_is_named_in_the_detail(String endpoint, String input, String type, String member) {
        JsonNode detail = fal.finished(endpoint, input).json().at("/detail/0");

        assertThat(detail.get("type").asText()).isEqualTo(type);
        assertThat(detail.at("/loc/1").asText()).isEqualTo(member);
    }

    @Test
    void an_unsafe_prompt_is_blacked_out_by_one_model_and_refused_by_another() throws Exception {
        Got black = fal.finished("fal-ai/flux/dev", "{\"prompt\":\"a nude, in oil\"}");
        Got refused = fal.finished("fal-ai/nano-banana", "{\"prompt\":\"a nude, in oil\"}");
        Got worse = fal.finished("fal-ai/flux/dev", "{\"prompt\":\"gore\"}");

        assertThat(black.json().at("/has_nsfw_concepts/0").asBoolean()).isTrue();
        var image = ImageIO.read(
                URI.create(black.json().at("/images/0/url").asText()).toURL());
        assertThat(image.getRGB(5, 5)).isEqualTo(0xFF000000);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/detail/0/type").asText()).isEqualTo("content_policy_violation");
        assertThat(worse.status()).isEqualTo(422);
    }

    @Test
    void a_port_that_is_taken_is_one_clear_sentence() {
        int port = URI.create(sandbox.url()).getPort();

        assertThatThrownBy(() -> FalSandbox.start(FalSandboxSettings.defaults().withPort(port)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Port " + port)
                .hasMessageContaining("already in use");
    }
}
