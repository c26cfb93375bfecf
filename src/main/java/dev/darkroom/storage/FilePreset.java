package dev.darkroom.storage;

/** The saved views of the stored files. */
public enum FilePreset {
    NEWEST("true", "(f.created_at, f.id)", "(:createdAt, :id)"),

    /** Files that belong to a result but could not be stored, newest first. */
    MISSING("f.state = 'MISSING'", "(f.created_at, f.id)", "(:createdAt, :id)"),

    LARGEST("f.bytes is not null", "(f.bytes, f.id)", "(:bytes, :id)");

    private final String condition;
    private final String key;
    private final String after;

    FilePreset(String condition, String key, String after) {
        this.condition = condition;
        this.key = key;
        this.after = after;
    }

    String condition() {
        return condition;
    }

    /** Returns the keyset condition for rows after the one whose values are bound. */
    String afterCondition(boolean ascending) {
        return key + (ascending ? " > " : " < ") + after;
    }

    String order(boolean ascending) {
        String columns = key.substring(1, key.length() - 1);
        return ascending ? columns : columns.replace(",", " desc,") + " desc";
    }
}
