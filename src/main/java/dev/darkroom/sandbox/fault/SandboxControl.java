package dev.darkroom.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.http.SandboxCall;
import dev.darkroom.sandbox.http.SandboxReply;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * {@code /sandbox/...}: a stand-in's controls, which the real service does not have. They require no key but refuse web pages:
 * a browser sends the page's origin, needs a preflight for a custom header, and after DNS rebinding sends the page's host.
 */
public final class SandboxControl {
    /** Any value is accepted. */
    public static final String HEADER = "x-sandbox-control";

    private static final Pattern THIS_MACHINE = Pattern.compile("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");

    private final Map<String, UnaryOperator<JsonNode>> actions = new TreeMap<>();

    /** Creates the controls {@code GET faults} and {@code POST faults}. */
    public SandboxControl(FaultInjector faults) {
        actions.put("GET faults", _ -> table(faults));
        actions.put("POST faults", body -> {
            faults.set(FaultRates.parse(body.path("faults").asText("none")));
            return table(faults);
        });
    }

    /**
     * @param name method and path, such as {@code POST lock}
     * @param action maps the body to the reply; an {@link IllegalArgumentException} becomes a 400
     */
    public SandboxControl with(String name, UnaryOperator<JsonNode> action) {
        actions.put(name, action);
        return this;
    }

    /** @param path below {@code /sandbox/} */
    public SandboxReply.Answer answer(SandboxCall call, String path) throws IOException {
        Optional<String> refusal = refusal(call);
        if (refusal.isPresent()) {
            return SandboxReply.detail(403, refusal.get());
        }
        UnaryOperator<JsonNode> action = actions.get(call.method() + " " + path);
        if (action == null) {
            return SandboxReply.detail(404, "Use " + String.join(", ", actions.keySet()));
        }
        try {
            return SandboxReply.ok(action.apply(call.json()));
        } catch (IllegalArgumentException exception) {
            return SandboxReply.detail(400, String.valueOf(exception.getMessage()));
        }
    }

    private static Optional<String> refusal(SandboxCall call) {
        if (call.header("Host")
                .filter(host -> THIS_MACHINE.matcher(host).matches())
                .isEmpty()) {
            return Optional.of("The controls are there for this machine only: call them at http://127.0.0.1");
        }
        boolean foreign = call.header("Sec-Fetch-Site")
                .filter(site -> !site.equals("none"))
                .isPresent();
        if (foreign || call.header("Origin").isPresent()) {
            return Optional.of("The controls are not there for web pages: call them without an Origin");
        }
        if (!call.is("GET") && call.header(HEADER).isEmpty()) {
            return Optional.of("The controls are changed by requests with the header " + HEADER + ": 1");
        }
        return Optional.empty();
    }

    private static JsonNode table(FaultInjector faults) {
        return SandboxReply.object().put("faults", faults.rates().text());
    }
}
