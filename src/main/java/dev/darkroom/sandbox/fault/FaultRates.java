package dev.darkroom.sandbox.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rate of each fault: an immutable table, replaced as a whole.
 *
 * @param rates between 0 and 1
 * @param outages faults that affect every call of their side for this long after the table is set
 */
public record FaultRates(Map<SandboxFault, Double> rates, Map<SandboxFault, Duration> outages) {
    private static final Set<SandboxFault> BY_NAME_ONLY = Set.of(
            SandboxFault.HISTORY_403,
            SandboxFault.RESULT_LONG_TEXT,
            SandboxFault.STATUS_REFUSED,
            SandboxFault.STUCK_IN_TURNS,
            SandboxFault.SUBMIT_429_FOR_EVER);

    public static final FaultRates NONE = new FaultRates(Map.of());

    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6})s");

    public FaultRates {
        rates = Map.copyOf(rates);
        outages = Map.copyOf(outages);
    }

    public FaultRates(Map<SandboxFault, Double> rates) {
        this(rates, Map.of());
    }

    /**
     * Parses {@code none}, {@code all}, {@code all=0.05} or {@code file-gone=0.1,storage-500=0.02} (a word without a rate means
     * 1). A fault of a storage call may be given seconds instead of a rate, {@code storage-down=90s}: an outage that begins now
     * and ends by itself. {@code all} excludes faults that {@linkplain SandboxFault#stopsEverything stop everything}, the
     * history that refuses its key, without which lost submits stay lost, the refused status, the 25 MB text, which takes too
     * much space, the answer that makes a job wait for an hour, and the job that is given up later than all others.
     *
     * @throws IllegalArgumentException with a sentence that names the invalid part
     */
    public static FaultRates parse(String spec) {
        EnumMap<SandboxFault, Double> rates = new EnumMap<>(SandboxFault.class);
        EnumMap<SandboxFault, Duration> outages = new EnumMap<>(SandboxFault.class);
        for (String part : spec.split(",")) {
            String[] pair = part.strip().toLowerCase(Locale.ROOT).split("=", 2);
            if (pair[0].isEmpty() || pair[0].equals("none")) {
                continue;
            }
            if (pair[0].equals("all")) {
                double rate = pair.length == 2 ? rate(part, pair[1]) : 0.02;
                Arrays.stream(SandboxFault.values())
                        .filter(f -> !f.stopsEverything() && !BY_NAME_ONLY.contains(f))
                        .forEach(f -> rates.put(f, rate));
            } else {
                SandboxFault fault = SandboxFault.of(pair[0])
                        .orElseThrow(() -> new IllegalArgumentException("\"" + pair[0]
                                + "\" is not a fault; use all, none or some of: " + SandboxFault.words() + "."));
                Optional<Duration> outage = pair.length == 2 ? outage(part, fault, pair[1]) : Optional.empty();
                if (outage.isPresent()) {
                    outages.put(fault, outage.get());
                } else {
                    rates.put(fault, pair.length == 2 ? rate(part, pair[1]) : 1.0);
                }
            }
        }
        return new FaultRates(rates, outages);
    }

    /** Draws at most one fault of the side by the rates; rates that add up to more than 1 keep their proportions. */
    public Optional<SandboxFault> draw(SandboxFault.Side side, RandomGenerator random) {
        double all = Arrays.stream(SandboxFault.values())
                .filter(fault -> fault.side() == side)
                .mapToDouble(fault -> rates.getOrDefault(fault, 0.0))
                .sum();
        double point = random.nextDouble() * Math.max(1, all);
        for (SandboxFault fault : SandboxFault.values()) {
            if (fault.side() == side) {
                point -= rates.getOrDefault(fault, 0.0);
                if (point < 0) {
                    return Optional.of(fault);
                }
            }
        }
        return Optional.empty();
    }

    public FaultRates with(SandboxFault fault, double rate) {
        EnumMap<SandboxFault, Double> copy = new EnumMap<>(SandboxFault.class);
        copy.putAll(rates);
        copy.put(fault, rate);
        return new FaultRates(copy, outages);
    }

    /** Adds a storage outage that begins when the table is set. */
    public FaultRates with(SandboxFault fault, Duration outage) {
        EnumMap<SandboxFault, Duration> copy = new EnumMap<>(SandboxFault.class);
        copy.putAll(outages);
        copy.put(fault, outage);
        return new FaultRates(rates, copy);
    }

    /** Returns the text form read by {@link #parse}. */
    public String text() {
        String text = Stream.concat(
                        rates.entrySet().stream()
                                .filter(e -> e.getValue() > 0)
                                .sorted(Map.Entry.comparingByKey())
                                .map(e -> e.getKey().word() + "=" + e.getValue()),
                        outages.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(e -> e.getKey().word() + "=" + e.getValue().toSeconds() + "s"))
                .collect(Collectors.joining(","));
        return text.isEmpty() ? "none" : text;
    }

    private static Optional<Duration> outage(String part, SandboxFault fault, String text) {
        Matcher seconds = SECONDS.matcher(text);
        if (!seconds.matches()) {
            return Optional.empty();
        }
        if (fault.side() != SandboxFault.Side.STORAGE) {
            throw new IllegalArgumentException(
                    "\"" + part.strip() + "\": only a fault of storage can last for a time; give a rate from 0 to 1.");
        }
        return Optional.of(Duration.ofSeconds(Long.parseLong(seconds.group(1))));
    }

    private static double rate(String part, String text) {
        try {
            double rate = Double.parseDouble(text);
            if (rate >= 0 && rate <= 1) {
                return rate;
            }
        } catch (NumberFormatException _) {
            // reported below
        }
        throw new IllegalArgumentException("\"" + part.strip() + "\": the rate must be a number from 0 to 1.");
    }
}
