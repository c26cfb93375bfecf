package dev.darkroom.http.outbound;

import java.net.InetAddress;
import java.util.Optional;

/** Whether a host is this machine, told by how it is written: no name is looked up. */
public final class LoopbackAddress {
    private LoopbackAddress() {}

    /** {@code localhost}, or a number that never leaves this machine, in any of its forms; brackets around IPv6 are overlooked. */
    public static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || literal(host).filter(LoopbackAddress::isLoopback).isPresent();
    }

    /** Connecting to 0.0.0.0 or :: reaches this machine too. */
    static boolean isLoopback(InetAddress address) {
        return address.isLoopbackAddress() || address.isAnyLocalAddress();
    }

    /** Empty for a name. */
    static Optional<InetAddress> literal(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        try {
            return Optional.of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
