package dev.darkroom.logging;

import java.util.Arrays;
import java.util.Optional;

/** The categories a line of the engine can carry, as they stand in square brackets behind the mark. */
public enum Category {
    GENERATION("GENERATION"),
    GENERATION_PROCESSING("GENERATION-PROCESSING"),
    STORAGE("STORAGE"),
    STORAGE_FILE("STORAGE-FILE"),
    STORAGE_UPLOAD("STORAGE-UPLOAD"),
    STORAGE_URL("STORAGE-URL"),
    DB_CREATE("DB-CREATE"),
    DB_UPDATE("DB-UPDATE"),
    DB_STATUS("DB-STATUS");

    private final String tag;

    Category(String tag) {
        this.tag = tag;
    }

    /** The word between the brackets. */
    public String tag() {
        return tag;
    }

    public static Optional<Category> of(String tag) {
        return Arrays.stream(values()).filter(c -> c.tag.equals(tag)).findFirst();
    }
}
