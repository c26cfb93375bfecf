package dev.darkroom.http;

import static dev.darkroom.http.ScriptedServer.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.http.outbound.OutboundPolicy.RefusedAddressException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * URLs in a response or a row that an attacker may have written: what becomes of each, and that no connection was made first.
 */
class HostileAddressesTest {
    private static final String MAY_BE_OPENED = "may be opened";

    /** What a name server says; a service of the connection is on this machine under a name of its own. */
    private static final Map<String, List<String>> NAMES = Map.of(
            "service.example", List.of("127.0.0.1"),
            "localhost", List.of("127.0.0.1"),
            "v3b.fal.media", List.of("104.18.0.1", "2606:4700::6812:1"),
            "inside.example", List.of("10.1.2.3"),
            "one-of-two.example", List.of("104.18.0.1", "127.0.0.1"),
            "metadata.google.internal", List.of("169.254.169.254"),
            "six.example", List.of("fd12::1"));

    @AutoClose
    private final HttpClients http = new HttpClients();

    private final ConnectionLog connected = new ConnectionLog();

    @ParameterizedTest
    @CsvFileSource(resources = "/hostile/addresses.csv", useHeadersInDisplayName = true)
    void an_address_from_outside_is_judged_by_where_it_leads_before_anything_is_connected_to(
            String input, String outcome) throws IOException {
        assertThat(outcome(input)).isEqualTo(outcome);
        if (HttpUrl.parse(input) != null && !outcome.equals(MAY_BE_OPENED)) {
            assertThat(outcomeOfOpening(input)).isEqualTo(outcome);
            assertThat(connected.addresses).isEmpty();
            assertThat(outcomeOfRedirect(HttpUrl.get(input))).isEqualTo(outcome);
            assertThat(connected.addresses).containsExactly("127.0.0.1");
        }
    }

    @Test
    void a_name_that_changes_its_mind_between_the_look_and_the_connection_is_refused() {
        List<String> answers = new ArrayList<>(List.of("104.18.0.1", "127.0.0.1"));
        Dns rebinding = _ -> List.of(InetAddress.ofLiteral(answers.removeFirst()));
        OkHttpClient client = client(OutboundPolicy.of(rebinding, URI.create("https://queue.fal.run")));

        assertThatThrownBy(() -> open(client, "http://rebinding.example/")).isInstanceOf(RefusedAddressException.class);
        assertThat(connected.addresses).isEmpty();
    }

    @Test
    void this_machine_is_not_opened_under_its_own_name_or_any_of_its_own_addresses() throws Exception {
        OutboundPolicy policy = OutboundPolicy.of(URI.create("https://queue.fal.run"));
        List<String> own = new ArrayList<>(List.of(InetAddress.getLocalHost().getHostName()));
        NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .map(InetAddress::getHostAddress)
                .map(address -> address.replaceFirst("%.*", ""))
                .map(address -> address.contains(":") ? "[" + address + "]" : address)
                .forEach(own::add);
        assertThat(own)
                .hasSizeGreaterThan(1)
                .allSatisfy(host -> assertThatThrownBy(() -> policy.check(HttpUrl.get("http://" + host + "/")))
                        .isInstanceOf(RefusedAddressException.class));
    }

    @Test
    void a_stand_in_on_loopback_gives_files_of_this_machine_and_still_none_of_the_network_behind_it() throws Exception {
        try (ScriptedServer server = new ScriptedServer(reply(200, "bytes"))) {
            OkHttpClient client =
                    client(OutboundPolicy.of(HostileAddressesTest::lookup, URI.create("http://127.0.0.1:1")));

            assertThat(open(client, server.uri() + "/file.png")).isEqualTo(200);
            assertThatThrownBy(() -> open(client, "http://10.0.0.8/")).isInstanceOf(RefusedAddressException.class);
            assertThatThrownBy(() -> open(client, "http://169.254.169.254/"))
                    .isInstanceOf(RefusedAddressException.class);
        }
    }

    @Test
    void redirects_that_never_end_are_given_up() throws Exception {
        try (ScriptedServer server = new ScriptedServer(reply(302, "", "Location: /again"))) {
            URI service = named(server);
            OkHttpClient client = client(OutboundPolicy.of(HostileAddressesTest::lookup, service));

            assertThatThrownBy(() -> open(client, service + "/file.png"))
                    .hasMessage("The address leads on more than 10 times.");
            assertThat(server.received()).hasSize(11);
        }
    }

    /** Without opening anything. */
    private static String outcome(String input) {
        OutboundPolicy policy = OutboundPolicy.of(HostileAddressesTest::lookup, URI.create("https://service.example"));
        try {
            policy.check(OutboundPolicy.parse(input));
            return MAY_BE_OPENED;
        } catch (UnknownHostException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private String outcomeOfOpening(String input) {
        OkHttpClient client =
                client(OutboundPolicy.of(HostileAddressesTest::lookup, URI.create("https://service.example")));
        return String.valueOf(catchThrowableOfType(RefusedAddressException.class, () -> open(client, input))
                .getMessage());
    }

    /** From a service of the connection, which may be opened wherever it is. */
    private String outcomeOfRedirect(HttpUrl target) throws IOException {
        try (ScriptedServer server = new ScriptedServer(reply(302, "", "Location: " + target))) {
            URI service = named(server);
            OkHttpClient client = client(OutboundPolicy.of(HostileAddressesTest::lookup, service));
            return String.valueOf(
                    catchThrowableOfType(RefusedAddressException.class, () -> open(client, service + "/file.png"))
                            .getMessage());
        }
    }

    private OkHttpClient client(OutboundPolicy policy) {
        return http.outbound(policy).newBuilder().eventListener(connected).build();
    }

    private static int open(OkHttpClient client, String url) throws IOException {
        try (Response response =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            return response.code();
        }
    }

    private static URI named(ScriptedServer server) {
        return URI.create("http://service.example:" + server.uri().getPort());
    }

    private static List<InetAddress> lookup(String host) throws UnknownHostException {
        List<String> numbers = NAMES.get(host);
        if (numbers == null) {
            throw new UnknownHostException(host);
        }
        return Stream.of(numbers.toArray(String[]::new))
                .map(InetAddress::ofLiteral)
                .toList();
    }

    private static final class ConnectionLog extends EventListener {
        final List<String> addresses = new ArrayList<>();

        @Override
        public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
            addresses.add(address.getAddress().getHostAddress());
        }
    }
}
