package dev.darkroom.fal;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * Which addresses of result files may be opened: http and https only, and nothing on this machine or in the private network,
 * for the address comes from outside. Only when the queue itself is a stand-in on this machine, files on it are too.
 */
public final class OutboundUrl {
    private final boolean local;

    public OutboundUrl(FalSettings settings) {
        local = loopback(HttpUrl.get(settings.queueUrl().toString()).host());
    }

    /** A sentence that says why the address must not be opened; empty when it may be. */
    public Optional<String> refusal(String address) {
        HttpUrl url = HttpUrl.parse(address);
        if (url == null) {
            return Optional.of("The address of a result file must begin with http:// or https://.");
        }
        boolean allowed = local && loopback(url.host()) || !loopback(url.host()) && !inside(url.host());
        return allowed
                ? Optional.empty()
                : Optional.of("The address of a result file points into this machine or its private network ("
                        + url.host() + "), so it is not opened.");
    }

    static boolean loopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || literal(host)
                        .filter(address -> address.isLoopbackAddress() || address.isAnyLocalAddress())
                        .isPresent();
    }

    private static boolean inside(String host) {
        return literal(host)
                .filter(a -> a.isSiteLocalAddress()
                        || a.isLinkLocalAddress()
                        || a.isMulticastAddress()
                        || (a.getAddress()[0] & 0xfe) == 0xfc && a.getAddress().length == 16)
                .isPresent();
    }

    /** Only what is written as numbers, in any of their forms; no name is looked up. */
    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
