package dev.darkroom.logging;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The categories of the engine's lines, as written in square brackets after the mark. */
public enum LogCategory {
    GENERATION("GENERATION"),
    GENERATION_PROCESSING("GENERATION-PROCESSING"),
    STORAGE("STORAGE"),
    STORAGE_FILE("STORAGE-FILE"),
    STORAGE_UPLOAD("STORAGE-UPLOAD"),
    STORAGE_URL("STORAGE-URL"),
    DB_CREATE("DB-CREATE"),
    DB_UPDATE("DB-UPDATE"),
    DB_STATUS("DB-STATUS");

    static final String LOGGERS = "darkroom.";
    private static final Map<String, LogCategory> BY_TAG =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(LogCategory::tag, Function.identity()));

    private final String tag;

    LogCategory(String tag) {
        this.tag = tag;
    }

    /** Returns the word between the brackets. */
    public String tag() {
        return tag;
    }

    public static Optional<LogCategory> of(String tag) {
        return Optional.ofNullable(BY_TAG.get(tag));
    }

    /** Returns the category whose lines a logger writes: {@code darkroom.TAG}. */
    static Optional<LogCategory> ofLogger(String name) {
        return name.startsWith(LOGGERS) ? of(name.substring(LOGGERS.length())) : Optional.empty();
    }
}
