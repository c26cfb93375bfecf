package dev.darkroom.logging;

/** The emoji that begins a line and what it means. */
public enum Mark {
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

    private final String emoji;

    Mark(String emoji) {
        this.emoji = emoji;
    }

    public String emoji() {
        return emoji;
    }
}
