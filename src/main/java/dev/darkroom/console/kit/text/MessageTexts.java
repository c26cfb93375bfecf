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
 * The words of one part of the console, from {@code i18n/<name>.properties} in the language of the display. Every
 * text is a message format, so an apostrophe is written as a typographic one.
 */
public final class MessageTexts {
    /** The words of the shell and of the kit. */
    public static final MessageTexts SHELL = of("texts");

    private final String name;
    private final @Nullable Locale locale;

    private MessageTexts(String name, @Nullable Locale locale) {
        this.name = name;
        this.locale = locale;
    }

    /** In the language of the display at the moment a text is asked for. */
    public static MessageTexts of(String name) {
        return new MessageTexts(name, null);
    }

    public static MessageTexts of(String name, Locale locale) {
        return new MessageTexts(name, locale);
    }

    /** What the engine tells, in the language of the display. */
    public static String sentence(CodedMessage message) {
        return SHELL.in(message);
    }

    /** What the engine tells, in the language of these texts. */
    public String in(CodedMessage message) {
        return message.in(locale());
    }

    private Locale locale() {
        return locale == null ? Locale.getDefault(Locale.Category.DISPLAY) : locale;
    }

    /** The text with {0}, {1}… filled in; a text that is missing shows its key, which is better than no window. */
    public String get(String key, Object... arguments) {
        return find(key, arguments).orElse(key);
    }

    public Optional<String> find(String key, Object... arguments) {
        ResourceBundle bundle = ResourceBundle.getBundle("i18n." + name, locale());
        return bundle.containsKey(key)
                ? Optional.of(format(bundle.getString(key)).format(arguments))
                : Optional.empty();
    }

    /** Numbers in the words of any language look as they do beside them. */
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

    /** Chooses by a number, or by one that is a text already, such as {@code 1,204} or {@code 10,000+}. */
    private static final class PluralChoice extends ChoiceFormat {
        private static final long serialVersionUID = 1L;

        PluralChoice(String pattern) {
            super(pattern);
        }

        @Override
        public StringBuffer format(Object count, StringBuffer to, FieldPosition place) {
            return super.format(count instanceof String text ? number(text) : count, to, place);
        }

        /** What nobody has counted are many. */
        private static long number(String text) {
            String digits = text.replaceAll("\\D", "");
            return digits.isEmpty() ? Long.MAX_VALUE : Long.parseLong(digits);
        }
    }
}
