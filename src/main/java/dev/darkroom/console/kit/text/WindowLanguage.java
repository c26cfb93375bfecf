package dev.darkroom.console.kit.text;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A language that the window has texts in, or whatever the system speaks. */
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

    /** As those who speak it call it; empty for the system's. */
    public String ownName() {
        return ownName;
    }

    /** Texts and numbers are of this language from now on. Before any of them is read. */
    public void use() {
        if (locale != null) {
            Locale.setDefault(locale);
        }
    }
}
