package dev.darkroom.logging;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The emoji at the beginning of a line, by meaning. */
public enum LogMark {
    START("🚀"),
    SUCCESS("✅"),
    ERROR("❌"),
    INSPECT("🔍"),
    NOTE("📝"),
    CREDITS("💳"),
    PACKAGE("📦"),
    LINK("🔗"),
    FIGURES("📊"),
    WARNING("⚠️"),
    CRITICAL("💥"),
    PATH("📁"),
    MODEL("🤖"),
    ANSWER("🎯"),
    CLOUD("☁️"),
    CHANGE("🔄"),
    UPLOAD("📤"),
    FILE("📥"),
    DOWNLOAD("⬇️"),
    DONE("🎉"),
    EXPIRY("⏰"),
    NEW("➕"),
    MEDIA("🖼️"),
    TIME("🕰️");

    private static final Map<String, LogMark> BY_EMOJI =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(LogMark::emoji, Function.identity()));
    private static final int MAX_LENGTH = 3;

    private final String emoji;

    LogMark(String emoji) {
        this.emoji = emoji;
    }

    public String emoji() {
        return emoji;
    }

    /** Returns the mark with exactly this emoji. */
    public static Optional<LogMark> of(String emoji) {
        return Optional.ofNullable(BY_EMOJI.get(emoji));
    }

    /** Returns the mark that a message begins with, up to its first space. */
    static Optional<LogMark> before(String message) {
        int space = message.indexOf(' ');
        return space > 0 && space <= MAX_LENGTH ? of(message.substring(0, space)) : Optional.empty();
    }
}
