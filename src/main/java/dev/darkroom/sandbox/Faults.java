package dev.darkroom.sandbox;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** How often each fault happens: an immutable table of rates between 0 and 1, exchanged as a whole. */
public record Faults(Map<Fault, Double> rates) {
    private static final Set<Fault> BY_NAME_ONLY =
            Set.of(Fault.ACCOUNT_LOCKED, Fault.STORAGE_401, Fault.HISTORY_403, Fault.RESULT_LONG_TEXT);

    public static final Faults NONE = new Faults(Map.of());

    public Faults {
        rates = Map.copyOf(rates);
    }

    /**
     * Reads {@code none}, {@code all}, {@code all=0.05} or {@code file-gone=0.1,storage-500=0.02} (a word without a
     * rate means 1). {@code all} leaves out the account lock and the refused key, which stop everything, the history that refuses
     * its key, without which lost submits stay lost, and the text of 25 MB, which takes too much room.
     *
     * @throws IllegalArgumentException with a sentence that names the wrong part
     */
    public static Faults parse(String spec) {
        EnumMap<Fault, Double> rates = new EnumMap<>(Fault.class);
        for (String part : spec.split(",")) {
            String[] pair = part.strip().toLowerCase(Locale.ROOT).split("=", 2);
            if (pair[0].isEmpty() || pair[0].equals("none")) {
                continue;
            }
            if (pair[0].equals("all")) {
                double rate = pair.length == 2 ? rate(part, pair[1]) : 0.02;
                Arrays.stream(Fault.values())
                        .filter(f -> !BY_NAME_ONLY.contains(f))
                        .forEach(f -> rates.put(f, rate));
            } else {
                Fault fault = Fault.of(pair[0])
                        .orElseThrow(() -> new IllegalArgumentException("\"" + pair[0]
                                + "\" is not a fault; use all, none or some of: " + Fault.words() + "."));
                rates.put(fault, pair.length == 2 ? rate(part, pair[1]) : 1.0);
            }
        }
        return new Faults(rates);
    }

    /** At most one fault of the side, by the rates; rates that are more than 1 together keep their proportions. */
    public Optional<Fault> draw(Fault.Side side, RandomGenerator random) {
        double all = Arrays.stream(Fault.values())
                .filter(fault -> fault.side() == side)
                .mapToDouble(fault -> rates.getOrDefault(fault, 0.0))
                .sum();
        double point = random.nextDouble() * Math.max(1, all);
        for (Fault fault : Fault.values()) {
            if (fault.side() == side) {
                point -= rates.getOrDefault(fault, 0.0);
                if (point < 0) {
                    return Optional.of(fault);
                }
            }
        }
        return Optional.empty();
    }

    public Faults with(Fault fault, double rate) {
        EnumMap<Fault, Double> copy = new EnumMap<>(Fault.class);
        copy.putAll(rates);
        copy.put(fault, rate);
        return new Faults(copy);
    }

    /** The text that {@link #parse} reads. */
    public String text() {
        return rates.isEmpty()
                ? "none"
                : rates.entrySet().stream()
                        .filter(e -> e.getValue() > 0)
                        .sorted(Map.Entry.comparingByKey())
                        .map(e -> e.getKey().word() + "=" + e.getValue())
                        .collect(Collectors.joining(","));
    }

    private static double rate(String part, String text) {
        try {
            double rate = Double.parseDouble(text);
            if (rate >= 0 && rate <= 1) {
                return rate;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new IllegalArgumentException("\"" + part.strip() + "\": the rate must be a number from 0 to 1.");
    }
}
