package dev.darkroom.console;

import dev.darkroom.console.kit.theme.SemanticColor;

/** The name and the weight of the connection that this window looks at. */
public record ConnectionBadge(String name, Kind kind, boolean readOnly) {
    /** How careful one has to be; shown as green, amber, red. */
    public enum Kind {
        SANDBOX(SemanticColor.GREEN),
        STAGING(SemanticColor.AMBER),
        PRODUCTION(SemanticColor.RED);

        private final SemanticColor tone;

        Kind(SemanticColor tone) {
            this.tone = tone;
        }

        public SemanticColor tone() {
            return tone;
        }
    }
}
