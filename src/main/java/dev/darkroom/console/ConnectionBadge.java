package dev.darkroom.console;

import dev.darkroom.console.kit.theme.SemanticColor;

/** The name and risk level of this window's connection. */
public record ConnectionBadge(String name, Kind kind, boolean readOnly) {
    /** How careful the user has to be; shown as green, amber or red. */
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
