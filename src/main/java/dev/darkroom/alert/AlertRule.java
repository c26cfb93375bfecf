package dev.darkroom.alert;

import dev.darkroom.message.RefusedInputException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Defines when a value is an alert.
 *
 * @param threshold the limit beyond which a value is wrong, in the unit of its kind
 * @param lasting how long the value must be wrong
 */
public record AlertRule(AlertKind kind, boolean enabled, long threshold, Duration lasting) {
    public static final long MAX_THRESHOLD = 1_000_000_000;
    public static final Duration MAX_LASTING = Duration.ofDays(1);

    public AlertRule {
        long highest = maxThreshold(kind);
        if (threshold < 0 || threshold > highest) {
            throw new RefusedInputException("alert.threshold", highest, threshold);
        }
        if (lasting.isNegative() || lasting.compareTo(MAX_LASTING) > 0) {
            throw new RefusedInputException("alert.lasting", MAX_LASTING.toMinutes());
        }
    }

    private static long maxThreshold(AlertKind kind) {
        return kind.unit() == AlertKind.Unit.PERCENT ? 100 : MAX_THRESHOLD;
    }

    public boolean isStandard() {
        return equals(kind.standard());
    }

    /** Returns all rules, using the built-in default for those that were never changed. */
    static Map<AlertKind, AlertRule> all(Handle handle) {
        Map<AlertKind, AlertRule> rules = new EnumMap<>(AlertKind.class);
        for (AlertKind kind : AlertKind.values()) {
            rules.put(kind, kind.standard());
        }
        handle.createQuery("select kind, enabled, threshold, lasting_seconds from alert_rule where kind = any(:kinds)")
                .bind("kinds", AlertKind.names())
                .map((row, _) -> {
                    AlertKind kind = AlertKind.valueOf(row.getString("kind"));
                    return new AlertRule(
                            kind,
                            row.getBoolean("enabled"),
                            Math.min(row.getLong("threshold"), maxThreshold(kind)), // may have been edited by hand
                            Duration.ofSeconds(row.getInt("lasting_seconds")));
                })
                .forEach(rule -> rules.put(rule.kind(), rule));
        return rules;
    }
}
