package dev.darkroom.http.outbound;

import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Decides where an untrusted address may lead, such as the URL of a result file or a link in a row: to the internet, and to the
 * origin of a service configured in the connection. This machine, private networks and every other special range are refused,
 * judged by the resolved addresses and not by spelling. When a configured service is on loopback, such as a stand-in, loopback
 * is allowed.
 */
public final class OutboundPolicy {
    private static final List<String> PROXY_SETTINGS = List.of("http.proxyHost", "https.proxyHost", "socksProxyHost");

    private final List<HttpUrl> configured;
    private final boolean local;
    private final Dns names;

    private OutboundPolicy(List<HttpUrl> configured, Dns names) {
        this.configured = configured;
        this.local = configured.stream().anyMatch(url -> LoopbackAddress.isLoopback(url.host()));
        this.names = names;
    }

    /** For addresses reported or signed by the services at these origins. */
    public static OutboundPolicy of(URI... services) {
        return of(Dns.SYSTEM, services);
    }

    public static OutboundPolicy of(Dns names, URI... services) {
        return new OutboundPolicy(
                Stream.of(services).map(URI::toString).map(HttpUrl::get).toList(), names);
    }

    /** Parses a web address without looking anything up. */
    public static HttpUrl parse(String address) throws RefusedAddressException {
        HttpUrl url = HttpUrl.parse(address);
        if (url == null) {
            throw new RefusedAddressException(CodedMessage.of("address.form"));
        }
        return url;
    }

    /** Throws when the address is forbidden. Blocks while resolving its name. */
    public void check(HttpUrl url) throws UnknownHostException {
        if (configured.stream().anyMatch(service -> isSameOrigin(service, url))) {
            return;
        }
        try {
            checkAddresses(url.host(), addresses(url.host()));
        } catch (RefusedAddressException refused) {
            throw refused;
        } catch (UnknownHostException unknown) {
            // Behind a proxy, only the proxy may be able to resolve names.
            if (proxies().findAny().isEmpty()) {
                throw unknown;
            }
        }
    }

    /** Checks the addresses again on connecting, because a name may resolve to something else the next time. */
    public Dns dns() {
        return host -> {
            List<InetAddress> addresses = names.lookup(host);
            if (configured.stream().noneMatch(service -> service.host().equals(host))
                    && proxies().noneMatch(host::equals)) {
                checkAddresses(host, addresses);
            }
            return addresses;
        };
    }

    /** Checks the address of a request, a GET, and of each redirect before connecting. */
    public Interceptor redirects() {
        return new RedirectGuard();
    }

    private List<InetAddress> addresses(String host) throws UnknownHostException {
        Optional<InetAddress> literal = LoopbackAddress.literal(host);
        return literal.isPresent() ? List.of(literal.get()) : names.lookup(host);
    }

    private void checkAddresses(String host, List<InetAddress> addresses) throws RefusedAddressException {
        for (InetAddress address : addresses) {
            Optional<CodedMessage> owner = owner(address);
            if (owner.isPresent()) {
                String number = address.getHostAddress();
                String where = number.equals(host) ? host : host + " (" + number + ")";
                throw new RefusedAddressException(CodedMessage.of("address.special", where, owner.get()));
            }
        }
    }

    private Optional<CodedMessage> owner(InetAddress address) {
        if (local && LoopbackAddress.isLoopback(address)) {
            return Optional.empty();
        }
        return SpecialAddress.range(address)
                .or(() -> isOwn(address) ? Optional.of(CodedMessage.of("range.own")) : Optional.empty());
    }

    /** An internet host also has a public address, behind which there are services that trust their own machine. */
    private static boolean isOwn(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException _) {
            return false;
        }
    }

    private static boolean isSameOrigin(HttpUrl service, HttpUrl url) {
        return service.host().equals(url.host())
                && service.port() == url.port()
                && service.scheme().equals(url.scheme());
    }

    private static Stream<String> proxies() {
        return PROXY_SETTINGS.stream().map(System::getProperty).filter(Objects::nonNull);
    }

    private final class RedirectGuard implements Interceptor {
        private static final int MAX_HOPS = 10;

        @Override
        public Response intercept(Chain chain) throws IOException {
            Request request = chain.request();
            for (int hop = 0; hop <= MAX_HOPS; hop++) {
                check(request.url());
                Response response = chain.proceed(request);
                String location = response.header("Location");
                if (!response.isRedirect() || location == null) {
                    return response;
                }
                response.close();
                request = request.newBuilder()
                        .url(target(request.url(), location))
                        .build();
            }
            throw new ProtocolException("The address leads on more than " + MAX_HOPS + " times.");
        }

        private static HttpUrl target(HttpUrl from, String location) throws IOException {
            HttpUrl target = from.resolve(location);
            if (target == null) {
                throw new ProtocolException("The address leads on to something that is no web address.");
            }
            if (from.isHttps() && !target.isHttps()) {
                throw new RefusedAddressException(CodedMessage.of("address.clear", target.host(), from.host()));
            }
            return target;
        }
    }

    /** Thrown for an untrusted address that must not be opened; nothing was sent to it. The message is a sentence. */
    public static final class RefusedAddressException extends UnknownHostException implements CodedError {
        private static final long serialVersionUID = 1L;

        private final transient CodedMessage message;

        RefusedAddressException(CodedMessage message) {
            super(message.english());
            this.message = message;
        }

        @Override
        public CodedMessage message() {
            return message;
        }
    }
}
