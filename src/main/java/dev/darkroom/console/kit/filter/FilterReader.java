package dev.darkroom.console.kit.filter;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads values from the terms of a list's filter. Invalid terms are rejected in that list's words. */
public final class FilterReader {
    private final FilterText text;
    private final MessageTexts texts;
    private final ValueFormats formats;

    /** @param texts have a sentence for each rejection: {@code filter.key}, {@code filter.excluded}, {@code filter.time} */
    public FilterReader(FilterText text, MessageTexts texts, ValueFormats formats) {
        this.text = text;
        this.texts = texts;
        this.formats = formats;
    }

    /** Rejects terms with other keys, and exclusions of keys that cannot be excluded. */
    public FilterReader check(List<String> keys, List<String> excludable) {
        for (FilterTerm term : text.terms()) {
            if (!term.isWord() && !keys.contains(term.key())) {
                throw refusal("filter.key", term, String.join(", ", keys));
            }
            if (term.excluded() && !excludable.contains(term.key())) {
                throw refusal("filter.excluded", term, String.join(", ", excludable));
            }
        }
        return this;
    }

    public List<FilterTerm> terms(String key) {
        return text.of(key);
    }

    /** Returns the chip of a key that has one value; a second chip is rejected, because only one of them would apply. */
    public Optional<FilterTerm> single(String key) {
        List<FilterTerm> terms = text.of(key);
        if (terms.size() > 1) {
            String typed = terms.stream().map(FilterTerm::text).collect(Collectors.joining(" "));
            throw new RefusedInputException(CodedMessage.quoted(MessageTexts.SHELL.get("filter.once", typed)));
        }
        return terms.stream().findFirst();
    }

    public Optional<String> value(String key) {
        return single(key).map(FilterTerm::value);
    }

    /** Returns the words without a key. */
    public Optional<String> words() {
        return Optional.of(text.words()).filter(words -> !words.isBlank());
    }

    /** @param sentence the rejection of a value that {@code parse} does not accept */
    public <T> Optional<T> value(String key, Function<String, Optional<T>> parse, String sentence) {
        return single(key).map(term -> parse.apply(term.value()).orElseThrow(() -> refusal(sentence, term, "")));
    }

    /** Returns the time that all chips of the key allow. */
    public FilterTime time(String key) {
        FilterTime allowed = FilterTime.ALWAYS;
        for (FilterTerm term : text.of(key)) {
            allowed = allowed.and(FilterTime.of(term, formats.clock().instant(), formats.zone())
                    .orElseThrow(() -> refusal("filter.time", term, "")));
        }
        return allowed;
    }

    public Optional<Long> atLeast(String key, Function<FilterTerm, Optional<Long>> number, String sentence) {
        return bounds(key, FilterTerm.Comparison.AT_LEAST, FilterTerm.Comparison.MORE, 1, number, sentence)
                .max(Comparator.naturalOrder());
    }

    public Optional<Long> atMost(String key, Function<FilterTerm, Optional<Long>> number, String sentence) {
        return bounds(key, FilterTerm.Comparison.AT_MOST, FilterTerm.Comparison.LESS, -1, number, sentence)
                .min(Comparator.naturalOrder());
    }

    private Stream<Long> bounds(
            String key,
            FilterTerm.Comparison with,
            FilterTerm.Comparison without,
            long step,
            Function<FilterTerm, Optional<Long>> number,
            String sentence) {
        List<Long> bounds = new ArrayList<>();
        for (FilterTerm term : text.of(key)) {
            long value = number.apply(term).orElseThrow(() -> refusal(sentence, term, ""));
            if (term.comparison() == with || term.comparison() == FilterTerm.Comparison.IS) {
                bounds.add(value);
            } else if (term.comparison() == without) {
                bounds.add(value + step);
            }
        }
        return bounds.stream();
    }

    /** Returns the constant with that name; the rejection lists all of them. */
    public <E extends Enum<E>> E choice(FilterTerm term, E[] all, String sentence) {
        String name = name(term);
        return Arrays.stream(all)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> refusal(sentence, term, String.join(", ", words(all))));
    }

    /** Converts a value to the name of a constant. */
    public static String name(FilterTerm term) {
        return term.value().strip().toUpperCase(Locale.ROOT).replaceAll("[ .-]", "_");
    }

    /** Converts the name of a constant to the form that is typed. */
    public static String word(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static String[] words(Enum<?>[] all) {
        return Arrays.stream(all).map(each -> word(each.name())).toArray(String[]::new);
    }

    private RefusedInputException refusal(String sentence, FilterTerm term, String known) {
        return new RefusedInputException(CodedMessage.quoted(texts.get(sentence, term.text(), known)));
    }
}
