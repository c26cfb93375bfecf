package dev.darkroom.database.embedded;

import java.util.Map;

/** What the embedded server guarantees after a power failure. */
public enum DurabilityLevel {
    /** A committed transaction is on the disk. */
    DURABLE(Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on")),
    /** No guarantee; only for throwaway databases. */
    TESTS(Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off"));

    private final Map<String, String> settings;

    DurabilityLevel(Map<String, String> settings) {
        this.settings = settings;
    }

    public Map<String, String> settings() {
        return settings;
    }
}
