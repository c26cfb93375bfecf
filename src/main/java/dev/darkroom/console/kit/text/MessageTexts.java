package dev.darkroom.console.kit.text;

import dev.darkroom.message.CodedMessage;
import java.text.ChoiceFormat;
import java.text.FieldPosition;
import java.text.Format;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one part of the console, from {@code i18n/<name>.properties} in the display language. Every text is a message
 * format, so apostrophes are written as typographic ones.
 */
public final class MessageTexts {
    /** The texts of the shell and of the kit. */
    public static final MessageTexts SHELL = of("texts");

    private final String name;
    private final @Nullable Locale locale;

    private MessageTexts(String name, @Nullable Locale locale) {
        this.name = name;
        this.locale = locale;
    }

    /** Uses the display language at the moment a text is requested. */
    public static MessageTexts of(String name) {
        return new MessageTexts(name, null);
    }

    public static MessageTexts of(String name, Locale locale) {
        return new MessageTexts(name, locale);
    }

    /** Returns the engine's message in the display language. */
    public static String sentence(CodedMessage message) {
        return SHELL.in(message);
    }

    /** Returns the engine's message in the language of these texts. */
    public String in(CodedMessage message) {
        return message.in(locale());
    }

    private Locale locale() {
        return locale == null ? Locale.getDefault(Locale.Category.DISPLAY) : locale;
    }

    /** Returns the text with {0}, {1}... filled in; a missing text shows its key, which is better than no window. */
    public String get(String key, Object... arguments) {
        return find(key, arguments).orElse(key);
    }

    public Optional<String> find(String key, Object... arguments) {
        ResourceBundle bundle = ResourceBundle.getBundle("i18n." + name, locale());
        return bundle.containsKey(key)
                ? Optional.of(format(bundle.getString(key)).format(arguments))
                : Optional.empty();
    }

    /** Formats numbers inside texts the same way as outside them, in every language. */
    private static MessageFormat format(String pattern) {
        MessageFormat format = new MessageFormat(pattern, Locale.ROOT);
        Format[] parts = format.getFormats();
        for (int part = 0; part < parts.length; part++) {
            if (parts[part] instanceof ChoiceFormat choice) {
                format.setFormat(part, new PluralChoice(choice.toPattern()));
            }
        }
        return format;
    }

    /** Chooses by a number, or by a formatted one such as {@code 1,204} or {@code 10,000+}. */
    private static final class PluralChoice extends ChoiceFormat {
        private static final long serialVersionUID = 1L;

        PluralChoice(String pattern) {
            super(pattern);
        }

        @Override
        public StringBuffer format(Object count, StringBuffer to, FieldPosition place) {
            return super.format(count instanceof String text ? number(text) : count, to, place);
        }

        /** An unknown count takes the plural. */
        private static long number(String text) {
            String digits = text.replaceAll("\\D", "");
            return digits.isEmpty() ? Long.MAX_VALUE : Long.parseLong(digits);
        }
    }
}
