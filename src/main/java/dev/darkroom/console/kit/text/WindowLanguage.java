package dev.darkroom.console.kit.text;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A language in which the window's texts are available, or the system's language. */
public enum WindowLanguage {
    SYSTEM(null, ""),
    ENGLISH(Locale.ENGLISH, "English"),
    GERMAN(Locale.GERMAN, "Deutsch"),
    CHINESE(Locale.CHINESE, "\u4e2d\u6587");

    private final @Nullable Locale locale;
    private final String ownName;

    WindowLanguage(@Nullable Locale locale, String ownName) {
        this.locale = locale;
        this.ownName = ownName;
    }

    /** The language's name in that language; empty for the system's. */
    public String ownName() {
        return ownName;
    }

    /** Makes this the language of texts and numbers. Call before any of them is read. */
    public void use() {
        if (locale != null) {
            Locale.setDefault(locale);
        }
    }
}
