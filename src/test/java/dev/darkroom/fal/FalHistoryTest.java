package dev.darkroom.fal;

import static dev.darkroom.http.ScriptedServer.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.ScriptedServer;
import dev.darkroom.json.JsonMapping;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FalHistoryTest {
    private static final JsonNode INPUT =
            JsonMapping.parse("{\"prompt\":\"x\",\"seed\":15860307465884635512,\"scale\":3.5}");
    private static final Instant FROM = Instant.parse("2026-11-23T10:00:00.123456Z");

    private final HttpClients http = new HttpClients();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void finds_every_request_with_the_very_same_input_across_pages() throws IOException {
        String first = """
                {"items":[
                  {"request_id":"one","endpoint_id":"fal-ai/flux/dev","sent_at":"2026-11-23T10:05:00Z","ended_at":null,"status_code":null,
                   "json_input":{"scale":3.50,"seed":15860307465884635512,"prompt":"x"}},
                  {"request_id":"other-seed","json_input":{"prompt":"x","seed":15860307465884635136,"scale":3.5}},
                  {"request_id":"hidden","json_input":null},
                  {"request_id":"bare"}],
                 "next_cursor":"p 2&x","has_more":true}""";
        String second = """
                {"items":[
                  {"request_id":"two","sent_at":"2026-11-23T10:06:00Z","ended_at":"2026-11-23T10:07:00Z","status_code":200,
                   "json_input":"{\\"prompt\\":\\"x\\",\\"seed\\":15860307465884635512,\\"scale\\":3.5}"},
                  {"request_id":"one","json_input":{"scale":3.50,"seed":15860307465884635512,"prompt":"x"}},
                  {"json_input":{"scale":3.50,"seed":15860307465884635512,"prompt":"x"}}],
                 "next_cursor":null,"has_more":false}""";
        try (ScriptedServer server = new ScriptedServer(reply(200, first), reply(200, second))) {
            List<FalHistoryResult.Match> matches =
                    ((FalHistoryResult.Found) client(server).findByInput("fal-ai/flux/dev", INPUT, FROM)).matches();

            assertThat(matches).map(match -> match.request().requestId()).containsExactly("one", "two");
            assertThat(matches.getFirst().sentAt()).contains(Instant.parse("2026-11-23T10:05:00Z"));
            assertThat(matches.getFirst().request().responseUrl())
                    .isEqualTo(URI.create(server.uri() + "/fal-ai/flux/requests/one"));
            assertThat(server.received())
                    .map(ScriptedServer.Received::path)
                    .containsExactly(
                            "/v1/models/requests/by-endpoint?endpoint_id=fal-ai%2Fflux%2Fdev&start=2026-11-23T10%3A00%3A00.123Z"
                                    + "&expand=payloads&limit=100",
                            "/v1/models/requests/by-endpoint?endpoint_id=fal-ai%2Fflux%2Fdev&start=2026-11-23T10%3A00%3A00.123Z"
                                    + "&expand=payloads&limit=100&cursor=p%202%26x");
            assertThat(server.received().getFirst().headers()).containsEntry("authorization", "Key kid:secret-of-test");
        }
    }

    @Test
    void a_history_that_goes_round_in_circles_is_left() throws IOException {
        String page = "{\"items\":[],\"next_cursor\":\"again\",\"has_more\":true}";
        try (ScriptedServer server = new ScriptedServer(reply(200, page))) {
            assertThat(unavailable(server).message().english()).contains("does not end");
            assertThat(server.received()).hasSize(2);
        }
    }

    @Test
    void a_history_that_cannot_be_asked_is_neither_an_empty_one_nor_a_refused_account() throws IOException {
        List<ScriptedServer.Reply> replies = List.of(
                reply(200, "{}"),
                reply(200, "[]"),
                reply(200, "{\"items\":["),
                reply(401, "{\"detail\":\"No user found for Key ID and Secret\"}"),
                reply(403, "{\"error\":{\"type\":\"authorization_error\",\"message\":\"This key may not\"}}"),
                reply(404, "{}"),
                reply(429, "{}", "Retry-After: 99999999999999999"),
                reply(500, ""),
                reply(503, "upstream"),
                ScriptedServer.nothing(ScriptedServer.Reply.After.RESET));
        for (ScriptedServer.Reply reply : replies) {
            try (ScriptedServer server = new ScriptedServer(reply)) {
                assertThat(unavailable(server).message().english())
                        .startsWith("fal.ai’s request history could not be read: ");
            }
        }
        URI nobody = URI.create("http://127.0.0.1:1");
        assertThat(unavailable(new FalClient(http, new FalSettings(nobody, nobody, "kid:secret-of-test")))
                        .cause()
                        .code())
                .isEqualTo("connection_refused");
    }

    @Test
    void a_thread_that_is_to_stop_is_told_so_and_learns_nothing_of_the_history() throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(200, "{\"items\":[]}"))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> client(server).findByInput("fal-ai/flux/dev", INPUT, FROM))
                    .isInstanceOf(RemoteException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void a_row_with_an_odd_input_does_not_hide_the_one_that_is_looked_for() throws IOException {
        String page =
                "{\"items\":[{\"request_id\":\"odd\",\"json_input\":{\"prompt\":\"x\",\"seed\":NaN,\"scale\":3.5}},"
                        + "{\"request_id\":\"one\",\"json_input\":{\"scale\":3.5,\"seed\":15860307465884635512,\"prompt\":\"x\"}}]}";
        try (ScriptedServer server = new ScriptedServer(reply(200, page))) {
            assertThat(((FalHistoryResult.Found) client(server).findByInput("fal-ai/flux/dev", INPUT, FROM)).matches())
                    .map(match -> match.request().requestId())
                    .containsExactly("one");
        }
    }

    @Test
    void reads_the_balance_and_says_when_the_key_may_not() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                reply(200, "{\"username\":\"me\",\"credits\":{\"current_balance\":24.50,\"currency\":\"USD\"}}"),
                reply(200, "{\"username\":\"me\"}"),
                reply(403, "{\"error\":{\"type\":\"authorization_error\",\"message\":\"Admin API key required\"}}"))) {
            FalClient client = client(server);
            assertThat(client.balance()).contains(new BigDecimal("24.50"));
            assertThat(client.balance()).isEmpty();
            assertThatThrownBy(client::balance).hasMessageContaining("Admin API key required");
        }
    }

    private FalHistoryResult.Unavailable unavailable(ScriptedServer server) {
        return unavailable(client(server));
    }

    private static FalHistoryResult.Unavailable unavailable(FalClient client) {
        return (FalHistoryResult.Unavailable) client.findByInput("fal-ai/flux/dev", INPUT, FROM);
    }

    private FalClient client(ScriptedServer server) {
        return new FalClient(
                http, new FalSettings(server.uri(), URI.create(server.uri() + "/v1/"), "kid:secret-of-test"));
    }
}
