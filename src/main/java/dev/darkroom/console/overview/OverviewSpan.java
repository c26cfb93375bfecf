package dev.darkroom.console.overview;

import java.time.Duration;
import java.util.Arrays;

/** How far back Overview reaches; the ids are stored in the settings. */
enum OverviewSpan {
    HOUR("1h", Duration.ofHours(1)),
    DAY("24h", Duration.ofHours(24)),
    WEEK("7d", Duration.ofDays(7)),
    MONTH("30d", Duration.ofDays(30));

    private final String id;
    private final Duration length;

    OverviewSpan(String id, Duration length) {
        this.id = id;
        this.length = length;
    }

    String id() {
        return id;
    }

    Duration length() {
        return length;
    }

    /** An hour if the id is unknown. */
    static OverviewSpan of(String id) {
        return Arrays.stream(values())
                .filter(span -> span.id.equals(id))
                .findFirst()
                .orElse(HOUR);
    }
}
