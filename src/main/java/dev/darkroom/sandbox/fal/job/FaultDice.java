package dev.darkroom.sandbox.fal.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.fal.reply.FalRefusal;
import dev.darkroom.sandbox.fal.reply.FalReply;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sandbox.media.SeededRandom;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which fault strikes. Chance depends on the seed and the request alone, so that a run can be repeated. A caller
 * may also ask for faults by name: header {@code x-sandbox-fault}, input member {@code sandbox_fault}, or
 * {@code [sandbox:word]} in the prompt.
 */
public final class FaultDice {
    public static final String HEADER = "x-sandbox-fault";

    private static final Pattern MAGIC = Pattern.compile("\\[sandbox:([a-z0-9,\\- ]+)]");

    private final long seed;
    private volatile FaultRates faults;

    public FaultDice(long seed, FaultRates faults) {
        this.seed = seed;
        this.faults = faults;
    }

    public FaultRates faults() {
        return faults;
    }

    public void faults(FaultRates next) {
        faults = next;
    }

    public Optional<SandboxFault> draw(SandboxFault.Side side, String... request) {
        return faults.draw(side, SeededRandom.of(String.valueOf(seed), side.name(), String.join("\n", request)));
    }

    /** @throws Refusal 400 when a word is not a fault */
    public static Set<SandboxFault> asked(@Nullable String header) {
        return header == null ? EnumSet.noneOf(SandboxFault.class) : words(header);
    }

    /** @throws Refusal 400 when a word is not a fault */
    public static Set<SandboxFault> asked(JsonNode input, String words) {
        Set<SandboxFault> asked = asked(input.path("sandbox_fault").textValue());
        Matcher magic = MAGIC.matcher(input.path(words).asText());
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
                        .orElseThrow(() -> new FalRefusal(FalReply.detail(
                                400,
                                "\"" + word + "\" is not a fault of the stand-in; use some of: "
                                        + SandboxFault.words()))));
            }
        }
        return faults;
    }
}
