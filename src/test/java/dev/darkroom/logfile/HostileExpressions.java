package dev.darkroom.logfile;

/** The expressions of {@code hostile/expressions.csv}; those too long for a table are listed there by name. */
public final class HostileExpressions {
    private HostileExpressions() {}

    public static String named(String input) {
        return switch (input) {
            case "nested-groups-1000" -> "(".repeat(999) + "a" + ")".repeat(999);
            case "nested-classes-900" -> "[a".repeat(900);
            case "nested-lookaheads-60" -> "(?=".repeat(60) + "a" + ")".repeat(60);
            case "empty-choices-60" -> "(|)".repeat(60) + "(?!)";
            case "optional-anchors-60" -> "(?:^)?".repeat(60) + "(?!)";
            case "longer-than-any" -> "a".repeat(2_001);
            default -> input;
        };
    }
}
