package dev.darkroom.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.http.HttpClients;
import dev.darkroom.http.HttpClients.ReadOnlyHttpException;
import dev.darkroom.http.ScriptedServer;
import dev.darkroom.json.JsonMapping;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReadOnlyFalTest {
    @Test
    void nothing_is_submitted_or_cancelled_on_a_read_only_connection_and_a_status_is_read() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                        ScriptedServer.reply(200, "{\"status\": \"IN_QUEUE\", \"queue_position\": 2}"));
                HttpClients http = HttpClients.readOnly()) {
            FalClient fal = new FalClient(http, new FalSettings(server.uri(), server.uri(), "id:secret-of-a-test"));
            FalRequest request = fal.attach("fal-ai/flux/dev", "764cabcf-b745-4b3e-ae38-1200304cf45b");
            assertThatThrownBy(() -> fal.submit("fal-ai/flux/dev", JsonMapping.parse("{\"prompt\": \"a heron\"}")))
                    .isInstanceOf(ReadOnlyHttpException.class)
                    .hasMessageContaining("a POST to 127.0.0.1");
            assertThatThrownBy(() -> fal.cancel(request))
                    .isInstanceOf(ReadOnlyHttpException.class)
                    .hasMessageContaining("a PUT to 127.0.0.1");
            assertThat(fal.status(request)).isInstanceOf(FalStatus.InQueue.class);
            assertThat(server.only().method()).isEqualTo("GET");
        }
    }
}
