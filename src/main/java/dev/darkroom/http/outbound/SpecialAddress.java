package dev.darkroom.http.outbound;

import dev.darkroom.message.CodedMessage;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The address ranges without services on the internet, from IANA's special-purpose registries (RFC 6890 and its updates) and
 * from the cloud providers. In IPv6 only 2000::/3 is the internet; everything else is special. An IPv4 address embedded in an
 * IPv6 address (mapped, NAT64) is judged as the IPv4 address it reaches. Stateless.
 */
final class SpecialAddress {
    private static final String THIS_MACHINE = "range.this";
    private static final String PRIVATE = "range.private";
    private static final String LINK = "range.link";
    private static final String CLOUD = "range.cloud";
    private static final String CARRIER = "range.carrier";
    private static final String PROTOCOL = "range.protocol";
    private static final String DOCUMENTATION = "range.documentation";
    private static final String BENCHMARK = "range.benchmark";
    private static final String GROUP = "range.group";
    private static final String RESERVED = "range.reserved";
    private static final String TUNNEL = "range.tunnel";
    private static final String TRANSLATION = "range.translation";

    /** The first matching range applies. */
    private static final List<Range> RANGES = List.of(
            Range.of("0.0.0.0/8", THIS_MACHINE),
            Range.of("10.0.0.0/8", PRIVATE),
            Range.of("100.64.0.0/10", CARRIER),
            Range.of("127.0.0.0/8", THIS_MACHINE),
            Range.of("168.63.129.16/32", CLOUD),
            Range.of("169.254.0.0/16", LINK),
            Range.of("172.16.0.0/12", PRIVATE),
            Range.of("192.0.0.0/24", PROTOCOL),
            Range.of("192.0.2.0/24", DOCUMENTATION),
            Range.of("192.88.99.0/24", TUNNEL),
            Range.of("192.168.0.0/16", PRIVATE),
            Range.of("198.18.0.0/15", BENCHMARK),
            Range.of("198.51.100.0/24", DOCUMENTATION),
            Range.of("203.0.113.0/24", DOCUMENTATION),
            Range.of("224.0.0.0/4", GROUP),
            Range.of("240.0.0.0/4", RESERVED),
            Range.of("::/127", THIS_MACHINE),
            Range.of("64:ff9b:1::/48", TRANSLATION),
            Range.of("fc00::/7", PRIVATE),
            Range.of("fec0::/10", PRIVATE),
            Range.of("fe80::/10", LINK),
            Range.of("ff00::/8", GROUP),
            Range.of("2001::/32", TUNNEL),
            Range.of("2001:db8::/32", DOCUMENTATION),
            Range.of("2001::/23", PROTOCOL),
            Range.of("2002::/16", TUNNEL),
            Range.of("3fff::/20", DOCUMENTATION));

    private static final Range INTERNET = Range.of("2000::/3", RESERVED);
    private static final Range NAT64 = Range.of("64:ff9b::/96", RESERVED);
    private static final Range MAPPED = new Range(mapped(new byte[4]), 96, CodedMessage.NONE);
    private static final int IPV6_BYTES = 16;

    private SpecialAddress() {}

    /** Describes the special range of the address, in words and with its prefix; empty for an internet address. */
    static Optional<CodedMessage> range(InetAddress address) {
        return range(address.getAddress());
    }

    private static Optional<CodedMessage> range(byte[] address) {
        if (MAPPED.contains(address) || NAT64.contains(address)) {
            return range(Arrays.copyOfRange(address, IPV6_BYTES - 4, IPV6_BYTES));
        }
        Optional<CodedMessage> special = RANGES.stream()
                .filter(range -> range.contains(address))
                .map(Range::words)
                .findFirst();
        boolean internet = address.length < IPV6_BYTES || INTERNET.contains(address);
        return special.isEmpty() && !internet ? Optional.of(CodedMessage.of(RESERVED, "\u2260 2000::/3")) : special;
    }

    /** Java converts such an address to IPv4 wherever it can. */
    private static byte[] mapped(byte[] ipv4) {
        byte[] address = new byte[IPV6_BYTES];
        address[10] = (byte) 0xff;
        address[11] = (byte) 0xff;
        System.arraycopy(ipv4, 0, address, 12, ipv4.length);
        return address;
    }

    private record Range(byte[] first, int bits, CodedMessage words) {
        static Range of(String text, String owner) {
            String[] parts = text.split("/");
            byte[] first = InetAddress.ofLiteral(parts[0]).getAddress();
            return new Range(first, Integer.parseInt(parts[1]), CodedMessage.of(owner, text));
        }

        boolean contains(byte[] address) {
            if (address.length != first.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (first[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
