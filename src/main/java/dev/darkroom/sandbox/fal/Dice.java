package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.Fault;
import dev.darkroom.sandbox.Faults;
import dev.darkroom.sandbox.media.Chance;
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
final class Dice {
    static final String HEADER = "x-sandbox-fault";

    private static final Pattern MAGIC = Pattern.compile("\\[sandbox:([a-z0-9,\\- ]+)]");

    private final long seed;
    private volatile Faults faults;

    Dice(long seed, Faults faults) {
        this.seed = seed;
        this.faults = faults;
    }

    Faults faults() {
        return faults;
    }

    void faults(Faults next) {
        faults = next;
    }

    Optional<Fault> draw(Fault.Side side, String... request) {
        return faults.draw(side, Chance.of(String.valueOf(seed), side.name(), String.join("\n", request)));
    }

    /** @throws Refusal 400 when a word is not a fault */
    static Set<Fault> asked(@Nullable String header) {
        return header == null ? EnumSet.noneOf(Fault.class) : words(header);
    }

    /** @throws Refusal 400 when a word is not a fault */
    static Set<Fault> asked(JsonNode input, String words) {
        Set<Fault> asked = asked(input.path("sandbox_fault").textValue());
        Matcher magic = MAGIC.matcher(input.path(words).asText());
        while (magic.find()) {
            asked.addAll(words(magic.group(1)));
        }
        return asked;
    }

    static Optional<Fault> of(Set<Fault> faults, Fault.Side side) {
        return faults.stream().filter(fault -> fault.side() == side).findFirst();
    }

    private static Set<Fault> words(String text) {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        for (String part : text.split(",")) {
            String word = part.strip();
            if (!word.isEmpty() && !word.equals("none")) {
                faults.add(Fault.of(word)
                        .orElseThrow(() -> new Refusal(Answer.detail(
                                400,
                                "\"" + word + "\" is not a fault of the stand-in; use some of: " + Fault.words()))));
            }
        }
        return faults;
    }
}
