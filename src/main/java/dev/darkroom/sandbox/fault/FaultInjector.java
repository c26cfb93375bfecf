package dev.darkroom.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.http.SandboxCall;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.SandboxRefusal;
import dev.darkroom.sandbox.media.SeededRandom;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chooses the fault of a call. Random decisions depend only on the seed and the request, so that runs are repeatable. Callers
 * may also request faults by name: header {@code x-sandbox-fault}, input member {@code sandbox_fault}, or
 * {@code [sandbox:word]} in the prompt. Safe for any thread.
 */
public final class FaultInjector {
    private static final String HEADER = "x-sandbox-fault";
    private static final Pattern MAGIC = Pattern.compile("\\[sandbox:([a-z0-9,\\- ]+)]");

    private final long seed;
    private volatile ActiveRates active;

    public FaultInjector(long seed, FaultRates rates) {
        this.seed = seed;
        this.active = new ActiveRates(rates, System.nanoTime());
    }

    /** The active rates and their start time, by {@link System#nanoTime}. */
    private record ActiveRates(FaultRates rates, long since) {
        Optional<SandboxFault> outage(SandboxFault.Side side) {
            long lasted = System.nanoTime() - since;
            return rates.outages().entrySet().stream()
                    .filter(outage -> outage.getKey().side() == side)
                    .filter(outage -> lasted < outage.getValue().toNanos())
                    .map(Map.Entry::getKey)
                    .findFirst();
        }
    }

    public FaultRates rates() {
        return active.rates();
    }

    /** Sets the rates from the next request on. */
    public void set(FaultRates rates) {
        active = new ActiveRates(rates, System.nanoTime());
    }

    /** @param request the input to the random decision besides the seed */
    public Optional<SandboxFault> draw(SandboxFault.Side side, String... request) {
        ActiveRates now = active;
        return now.outage(side)
                .or(() -> now.rates()
                        .draw(side, SeededRandom.of(String.valueOf(seed), side.name(), String.join("\n", request))));
    }

    /** Returns the fault requested in the header, else one drawn by the rates. */
    public Optional<SandboxFault> strike(SandboxCall call, SandboxFault.Side side, String... request) {
        return call.header(HEADER).isPresent() ? of(requestedFaults(call), side) : draw(side, request);
    }

    /** @throws SandboxRefusal 400 when a word in the header is not a fault */
    public static Set<SandboxFault> requestedFaults(SandboxCall call) {
        return words(call.header(HEADER).orElse(""));
    }

    /** @throws SandboxRefusal 400 when a word in the input is not a fault */
    public static Set<SandboxFault> requestedFaults(JsonNode input, String promptField) {
        Set<SandboxFault> asked = words(input.path("sandbox_fault").asText());
        Matcher magic = MAGIC.matcher(input.path(promptField).asText());
        while (magic.find()) {
            asked.addAll(words(magic.group(1)));
        }
        return asked;
    }

    public static Optional<SandboxFault> of(Set<SandboxFault> faults, SandboxFault.Side side) {
        return faults.stream().filter(fault -> fault.side() == side).findFirst();
    }

    private static Set<SandboxFault> words(String text) {
        Set<SandboxFault> faults = EnumSet.noneOf(SandboxFault.class);
        for (String part : text.split(",")) {
            String word = part.strip();
            if (!word.isEmpty() && !word.equals("none")) {
                faults.add(SandboxFault.of(word)
                        .orElseThrow(() -> new SandboxRefusal(SandboxReply.detail(
                                400,
                                "\"" + word + "\" is not a fault of the stand-in; use some of: "
                                        + SandboxFault.words()))));
            }
        }
        return faults;
    }
}
