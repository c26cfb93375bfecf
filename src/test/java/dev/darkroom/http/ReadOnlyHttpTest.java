package dev.darkroom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.http.HttpClients.ReadOnlyHttpException;
import java.io.IOException;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadOnlyHttpTest {
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "MOVE", "PROPPATCH"})
    void what_could_change_something_is_refused_before_anything_is_sent(String method) throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.reply(200, "done"));
                HttpClients http = HttpClients.readOnly()) {
            Request request = request(server, method, RequestBody.EMPTY).build();
            assertThatThrownBy(() -> http.client().newCall(request).execute())
                    .isInstanceOf(ReadOnlyHttpException.class)
                    .hasMessage("This connection is read-only: a " + method
                            + " to 127.0.0.1 could change something there and was not sent.");
            assertThatThrownBy(() -> http.atMostOnce()
                            .newBuilder()
                            .build()
                            .newCall(request)
                            .execute())
                    .isInstanceOf(ReadOnlyHttpException.class);
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void what_asks_is_sent() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.reply(200, ""));
                HttpClients http = HttpClients.readOnly()) {
            send(http, request(server, "GET", null).build());
            send(http, request(server, "HEAD", null).build());
            send(
                    http,
                    request(server, "POST", RequestBody.EMPTY)
                            .tag(HttpClients.RequestEffect.class, HttpClients.RequestEffect.READS)
                            .build());
            assertThat(server.received())
                    .extracting(ScriptedServer.Received::method)
                    .containsExactly("GET", "HEAD", "POST");
        }
    }

    @Test
    void only_a_post_can_be_marked_as_one_that_asks() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.reply(200, "done"));
                HttpClients http = HttpClients.readOnly()) {
            Request request = request(server, "DELETE", null)
                    .tag(HttpClients.RequestEffect.class, HttpClients.RequestEffect.READS)
                    .build();
            assertThatThrownBy(() -> send(http, request)).isInstanceOf(ReadOnlyHttpException.class);
            assertThat(server.received()).isEmpty();
        }
    }

    private static Request.Builder request(ScriptedServer server, String method, @Nullable RequestBody body) {
        return new Request.Builder().url(server.uri() + "/thing").method(method, body);
    }

    private static void send(HttpClients http, Request request) throws IOException {
        try (Response response = http.client().newCall(request).execute()) {
            assertThat(response.code()).isEqualTo(200);
        }
    }
}
