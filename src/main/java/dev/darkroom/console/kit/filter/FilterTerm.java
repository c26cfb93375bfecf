package dev.darkroom.console.kit.filter;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A filter term, such as {@code status:failed}, {@code age:>10m} or {@code -model:flux}; an empty key is a search word. */
public record FilterTerm(boolean excluded, String key, Comparison comparison, String value) {
    private static final Pattern AMOUNT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([a-zA-Z]*)");

    /** How the value is compared. */
    public enum Comparison {
        IS(""),
        AT_LEAST(">="),
        AT_MOST("<="),
        MORE(">"),
        LESS("<");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    public static FilterTerm of(String key, String value) {
        return new FilterTerm(false, key, Comparison.IS, value);
    }

    public boolean isWord() {
        return key.isEmpty();
    }

    /** Returns the term as typed, quoted where necessary. */
    public String text() {
        return (excluded ? "-" : "") + (isWord() ? "" : key + ":") + comparison.sign() + quoted();
    }

    /** Reads {@code 90s}, {@code 10m}, {@code 2h}, {@code 7d}; a bare number is seconds. */
    public Optional<Duration> duration() {
        Matcher amount = AMOUNT.matcher(value);
        if (!amount.matches()) {
            return Optional.empty();
        }
        double number = Double.parseDouble(amount.group(1));
        return switch (amount.group(2).toLowerCase(Locale.ROOT)) {
            case "ms" -> Optional.of(Duration.ofMillis(Math.round(number)));
            case "", "s" -> Optional.of(seconds(number));
            case "m", "min" -> Optional.of(seconds(number * 60));
            case "h" -> Optional.of(seconds(number * 3600));
            case "d" -> Optional.of(seconds(number * 86_400));
            case "w" -> Optional.of(seconds(number * 604_800));
            default -> Optional.empty();
        };
    }

    /** Reads bytes: {@code 500kb}, {@code 10mb}, {@code 2gb}; a bare number is bytes. */
    public Optional<Long> bytes() {
        Matcher amount = AMOUNT.matcher(value);
        if (!amount.matches()) {
            return Optional.empty();
        }
        double number = Double.parseDouble(amount.group(1));
        return switch (amount.group(2).toLowerCase(Locale.ROOT)) {
            case "", "b" -> Optional.of(Math.round(number));
            case "k", "kb" -> Optional.of(Math.round(number * 1e3));
            case "m", "mb" -> Optional.of(Math.round(number * 1e6));
            case "g", "gb" -> Optional.of(Math.round(number * 1e9));
            default -> Optional.empty();
        };
    }

    private String quoted() {
        boolean plain = !value.isEmpty()
                && value.chars().noneMatch(c -> Character.isWhitespace(c) || c == '"' || c == '\\')
                && !(isWord() && (value.contains(":") || value.startsWith("-") || "<>".indexOf(value.charAt(0)) >= 0));
        return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
