package dev.darkroom.sandbox;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the controls of a stand-in, which ask for no key: programs on this machine, and no web page that somebody has open.
 * A browser tells the page's origin, cannot add a header of its own without asking first, and after a DNS rebinding names the page's
 * host.
 */
public final class ControlGuard {
    /** Any value will do. */
    public static final String HEADER = "x-sandbox-control";

    private static final Pattern THIS_MACHINE = Pattern.compile("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");

    private ControlGuard() {}

    /** Why the request is refused, or empty. */
    public static Optional<String> refusal(String method, Function<String, @Nullable String> header) {
        String host = header.apply("Host");
        if (host == null || !THIS_MACHINE.matcher(host).matches()) {
            return Optional.of("The controls are there for this machine only: call them at http://127.0.0.1");
        }
        String site = header.apply("Sec-Fetch-Site");
        if (header.apply("Origin") != null || site != null && !site.equals("none")) {
            return Optional.of("The controls are not there for web pages: call them without an Origin");
        }
        boolean reads = method.equals("GET") || method.equals("HEAD");
        if (!reads && header.apply(HEADER) == null) {
            return Optional.of("The controls are changed by requests with the header " + HEADER + ": 1");
        }
        return Optional.empty();
    }
}
