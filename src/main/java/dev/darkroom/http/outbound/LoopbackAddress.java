package dev.darkroom.http.outbound;

import java.net.InetAddress;
import java.util.Optional;

/** Recognizes hosts that are this machine by their spelling, without a DNS lookup. */
public final class LoopbackAddress {
    private LoopbackAddress() {}

    /** Whether the host is {@code localhost} or a loopback address in any notation; brackets around IPv6 are ignored. */
    public static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || literal(host).filter(LoopbackAddress::isLoopback).isPresent();
    }

    /** Connecting to 0.0.0.0 or :: also reaches this machine. */
    static boolean isLoopback(InetAddress address) {
        return address.isLoopbackAddress() || address.isAnyLocalAddress();
    }

    /** Returns the address of an IP literal; empty for a name. */
    static Optional<InetAddress> literal(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        try {
            return Optional.of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
