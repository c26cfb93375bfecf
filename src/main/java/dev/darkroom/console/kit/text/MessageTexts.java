package dev.darkroom.console.kit.text;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/**
 * The words of one part of the console, from {@code i18n/<name>.properties} in the language of the display. Every
 * text is a message format, so an apostrophe is written as a typographic one.
 */
public final class MessageTexts {
    /** The words of the shell and of the kit. */
    public static final MessageTexts SHELL = of("texts");

    private final ResourceBundle bundle;

    private MessageTexts(ResourceBundle bundle) {
        this.bundle = bundle;
    }

    public static MessageTexts of(String name) {
        return of(name, Locale.getDefault(Locale.Category.DISPLAY));
    }

    public static MessageTexts of(String name, Locale locale) {
        return new MessageTexts(ResourceBundle.getBundle("i18n." + name, locale));
    }

    /** The text with {0}, {1}… filled in; a text that is missing shows its key, which is better than no window. */
    public String get(String key, Object... arguments) {
        return find(key, arguments).orElse(key);
    }

    public Optional<String> find(String key, Object... arguments) {
        return bundle.containsKey(key)
                ? Optional.of(new MessageFormat(bundle.getString(key), bundle.getLocale()).format(arguments))
                : Optional.empty();
    }
}
