package dev.darkroom.sandbox.fal;

import static dev.darkroom.sandbox.fal.FalCaller.FLUX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxControl;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The controls that are available to any program over HTTP, and the settings. */
class FalControlTest {
    private static final String[] CONTROL = {SandboxControl.HEADER, "1"};

    @Test
    void faults_lock_and_books_are_reached_over_http() throws IOException {
        try (FalSandbox sandbox = FalSandbox.start(
                        FalSandboxSettings.defaults().withSpeed(1_000).withPictureScale(0.1));
                FalCaller fal = new FalCaller(sandbox)) {
            assertThat(fal.call("POST", "/sandbox/faults", "{\"faults\":\"submit-429\"}", CONTROL)
                            .status())
                    .isEqualTo(200);
            assertThat(fal.submit(FLUX, "{\"prompt\":\"x\"}").status()).isEqualTo(429);
            assertThat(fal.get("/sandbox/faults").json().get("faults").asText()).isEqualTo("submit-429=1.0");
            assertThat(fal.call("POST", "/sandbox/faults", "{\"faults\":\"nonsense\"}", CONTROL)
                            .status())
                    .isEqualTo(400);
            sandbox.faults(FaultRates.NONE);

            fal.call("POST", "/sandbox/lock", "{\"reason\":\"Admin lock\"}", CONTROL);
            assertThat(fal.submit(FLUX, "{\"prompt\":\"x\"}")
                            .json()
                            .get("detail")
                            .asText())
                    .isEqualTo("User is locked. Reason: Admin lock");
            fal.call("POST", "/sandbox/unlock", "", CONTROL);
            fal.finished(FLUX, "{\"seed\":1,\"prompt\":\"x\"}");

            JsonNode entry = fal.get("/sandbox/books").json().at("/entries/0");
            assertThat(entry.get("input").asText()).isEqualTo("{\"prompt\":\"x\",\"seed\":1}");
            assertThat(entry.get("state").asText()).isEqualTo("SUCCEEDED");
            assertThat(entry.get("usd").decimalValue()).isEqualByComparingTo("0.003");
        }
    }

    @Test
    void equal_inputs_in_another_order_of_members_count_as_paid_twice() {
        try (FalSandbox sandbox = FalSandbox.start(
                        FalSandboxSettings.defaults().withSpeed(1_000).withPictureScale(0.1));
                FalCaller fal = new FalCaller(sandbox)) {
            fal.finished(FLUX, "{\"prompt\":\"x\",\"seed\":1}");
            fal.finished(FLUX, "{\"seed\":1,\"prompt\":\"x\"}");
            fal.finished(FLUX, "{\"prompt\":\"x\",\"seed\":2}");

            assertThat(sandbox.ledger().billedTwice())
                    .singleElement()
                    .satisfies(group -> assertThat(group).hasSize(2));
        }
    }

    @Test
    void a_bad_setting_is_named() {
        assertThatThrownBy(() -> FalSandboxSettings.defaults().withKey("no-colon"))
                .hasMessage("The fal key must have the form id:secret.");
        assertThatThrownBy(() -> FalSandboxSettings.defaults().withSpeed(0)).hasMessageContaining("speed");
        assertThatThrownBy(() -> FalSandboxSettings.defaults().withPort(70_000)).hasMessageContaining("port");
    }
}
