package dev.darkroom.console;

/** The name and the weight of the connection that this window looks at. */
public record ConnectionBadge(String name, Kind kind, boolean readOnly) {
    /** How careful one has to be; shown as green, amber, red. */
    public enum Kind {
        SANDBOX(Tone.GREEN),
        STAGING(Tone.AMBER),
        PRODUCTION(Tone.RED);

        private final Tone tone;

        Kind(Tone tone) {
            this.tone = tone;
        }

        public Tone tone() {
            return tone;
        }
    }
}
