package dev.darkroom.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.fal.catalog.EndpointId;
import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.secret.SecretRedactor;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesAndAddressesTest {
    @ParameterizedTest
    @CsvSource({
        "fal-ai/flux/dev, fal-ai/flux",
        "fal-ai/fast-sdxl, fal-ai/fast-sdxl",
        "fal-ai/kling-video/v2.5-turbo/pro/text-to-video, fal-ai/kling-video",
        "workflows/me/flow, workflows/me/flow",
        "workflows/me/flow/sub, workflows/me/flow",
        "comfy/me/graph/a/b, comfy/me/graph",
        "12345-app, 12345/app"
    })
    void a_job_is_followed_under_its_application(String endpoint, String app) {
        assertThat(new EndpointId(endpoint).app()).isEqualTo(app);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "flux",
                "fal-ai/",
                "/flux",
                "fal-ai//dev",
                "fal-ai/../admin",
                "fal-ai/a b",
                "fal-ai/a?x",
                "workflows/me",
                "https://x/y"
            })
    void what_cannot_be_a_model_is_refused(String endpoint) {
        assertThatThrownBy(() -> new EndpointId(endpoint))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must look like fal-ai/flux/dev");
    }

    @Test
    void settings_never_show_the_key_and_make_it_unspeakable() {
        FalSettings settings = new FalSettings("  my-key-id:my-key-secret  ");
        assertThat(settings.toString())
                .isEqualTo("FalSettings[queueUrl=https://queue.fal.run, apiUrl=https://api.fal.ai/v1, key=***]");
        assertThat(settings.key()).isEqualTo("my-key-id:my-key-secret");
        assertThat(SecretRedactor.text("it was my-key-secret")).isEqualTo("it was ***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-colon", "a:", ":b", "a b:c", "a:b\r\nX-Evil: 1", "schlüssel:x"})
    void a_key_of_the_wrong_form_is_refused_without_showing_it(String key) {
        assertThatThrownBy(() -> new FalSettings(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be id:secret")
                .hasMessageNotContaining(key);
    }

    @Test
    void a_missing_key_and_bad_addresses_are_told_with_the_fix() {
        assertThatThrownBy(() -> new FalSettings(" ")).hasMessageContaining("FAL_KEY");
        for (String address : new String[] {
            "queue.fal.run",
            "ftp://queue.fal.run",
            "https://",
            "https:///x",
            "https://u:p@queue.fal.run",
            "https://queue.fal.run?x=1"
        }) {
            assertThatThrownBy(() -> new FalSettings(
                            URI.create(address.equals("https://") ? "https:x" : address), FalSettings.API, "a:b"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("The fal.ai queue address must");
        }
        assertThat(new FalSettings(URI.create("https://proxy/fal//"), FalSettings.API, "a:b").queueUrl())
                .isEqualTo(URI.create("https://proxy/fal"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://queue.fal.run, https://queue.fal.run/x, true",
        "https://queue.fal.run, https://queue.falrun.com/x, false",
        "https://queue.fal.run, https://someone-app.gateway.alpha.fal.run/x, false",
        "https://queue.fal.run, https://queue.fal.run:8443/x, false",
        "https://queue.fal.run, http://queue.fal.run/x, false",
        "https://queue.fal.run, https://queue.fal.run.evil.example/x, false",
        "https://queue.fal.run, https://evilfal.run/x, false",
        "https://queue.fal.run, http://127.0.0.1/x, false",
        "http://127.0.0.1:8000, http://localhost:8000/x, true",
        "http://127.0.0.1:8000, http://127.0.0.1:8001/x, false",
        "http://127.0.0.1:8000, https://queue.fal.run/x, false",
        "https://proxy.example, https://proxy.example/x, true",
        "https://proxy.example, https://proxy.example:444/x, false"
    })
    void the_key_goes_to_its_own_host_only(URI queue, String url, boolean own) {
        assertThat(new FalSettings(queue, FalSettings.API, "a:b").isSameService(okhttp3.HttpUrl.get(url)))
                .isEqualTo(own);
    }

    @ParameterizedTest
    @CsvSource({
        "https://queue.fal.run/workflows/me/flow/requests/r/status, https://queue.fal.run/workflows/me/flow/requests/r/status",
        "https://queue.falrun.com/x/status, https://queue.fal.run/fal-ai/flux/requests/r/status",
        "https://someone-app.gateway.alpha.fal.run/x/status, https://queue.fal.run/fal-ai/flux/requests/r/status",
        "https://evil.example/x/status, https://queue.fal.run/fal-ai/flux/requests/r/status",
        "http://127.0.0.1/x/status, https://queue.fal.run/fal-ai/flux/requests/r/status",
        "no address, https://queue.fal.run/fal-ai/flux/requests/r/status"
    })
    void a_named_address_is_kept_while_it_is_of_the_service_and_made_by_rule_otherwise(String named, URI kept) {
        var body = JsonMapping.MAPPER.createObjectNode().put("status_url", named);
        FalRequest request = FalRequest.returned(new FalSettings("a:b"), new EndpointId("fal-ai/flux/dev"), "r", body);
        assertThat(request.statusUrl()).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({
        "IMAGE, 0, 0, 400",
        "IMAGE, 0, 0.5, 500",
        "IMAGE, 9999, 1, 600",
        "IMAGE, 20000, 0.5, 1000",
        "IMAGE, 100000, 0.5, 5000",
        "IMAGE, 9000000, 0.5, 5000",
        "AUDIO, 9000000, 0, 4000",
        "VIDEO, 100000, 0.5, 5000",
        "VIDEO, 9000000, 0.5, 10000"
    })
    void waits_grow_with_the_age_of_the_job(MediaKind kind, long elapsed, double random, long millis) {
        assertThat(StatusPollDelay.of(kind).next(java.time.Duration.ofMillis(elapsed), random))
                .hasMillis(millis);
    }
}
