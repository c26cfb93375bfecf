package dev.darkroom.console.credits;

import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.filter.FilterTime;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.credit.LedgerFilter;
import dev.darkroom.credit.LedgerPreset;
import dev.darkroom.database.UuidRange;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the chips of the ledger's filter bar. What cannot be read is an {@link IllegalArgumentException} with a sentence. */
final class LedgerFilterParser {
    static final List<String> KEYS = List.of("user", "kind", "amount", "generation", "by", "time");

    private static final MessageTexts TEXTS = MessageTexts.of("credits");

    private final FilterText text;
    private final ValueFormats formats;

    private LedgerFilterParser(FilterText text, ValueFormats formats) {
        this.text = text;
        this.formats = formats;
    }

    static LedgerFilter read(FilterText text, LedgerPreset view, ValueFormats formats) {
        return new LedgerFilterParser(text, formats).filter(view);
    }

    private LedgerFilter filter(LedgerPreset view) {
        for (FilterTerm term : text.terms()) {
            if (!term.isWord() && !KEYS.contains(term.key())) {
                throw unreadable("filter.key", term, String.join(", ", KEYS));
            }
            if (term.excluded() && !term.key().equals("kind")) {
                throw unreadable("filter.excluded", term, "kind");
            }
        }
        FilterTime time = text.first("time").map(this::time).orElse(FilterTime.ALWAYS);
        return new LedgerFilter(
                view,
                value("user"),
                kinds(),
                amount(FilterTerm.Comparison.AT_LEAST, FilterTerm.Comparison.MORE, 1),
                amount(FilterTerm.Comparison.AT_MOST, FilterTerm.Comparison.LESS, -1),
                text.first("generation").map(LedgerFilterParser::generation),
                value("by"),
                Optional.of(text.words()).filter(words -> !words.isBlank()),
                time.from(),
                time.until());
    }

    private Optional<String> value(String key) {
        return text.first(key).map(FilterTerm::value);
    }

    private Set<CreditTransaction.Kind> kinds() {
        Set<CreditTransaction.Kind> wanted = EnumSet.noneOf(CreditTransaction.Kind.class);
        Set<CreditTransaction.Kind> left = EnumSet.allOf(CreditTransaction.Kind.class);
        for (FilterTerm term : text.of("kind")) {
            if (term.excluded()) {
                left.remove(kind(term));
            } else {
                wanted.add(kind(term));
            }
        }
        if (!wanted.isEmpty()) {
            left.retainAll(wanted);
        }
        return left.size() == CreditTransaction.Kind.values().length ? Set.of() : left;
    }

    private static CreditTransaction.Kind kind(FilterTerm term) {
        try {
            return CreditTransaction.Kind.valueOf(term.value().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw unreadable("filter.kind", term, kindNames());
        }
    }

    static String kindNames() {
        return Arrays.stream(CreditTransaction.Kind.values())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** The bound that chips of one direction give; {@code amount:40} gives both. */
    private Optional<Long> amount(FilterTerm.Comparison with, FilterTerm.Comparison without, long step) {
        for (FilterTerm term : text.of("amount")) {
            long value = amount(term);
            if (term.comparison() == with || term.comparison() == FilterTerm.Comparison.IS) {
                return Optional.of(value);
            }
            if (term.comparison() == without) {
                return Optional.of(value + step);
            }
        }
        return Optional.empty();
    }

    /** Without its sign: the kind says whether credits came or went. */
    private static long amount(FilterTerm term) {
        try {
            return Math.abs(Long.parseLong(term.value().replace(",", "").replace('\u2212', '-')));
        } catch (NumberFormatException _) {
            throw unreadable("filter.amount", term, "");
        }
    }

    private static UuidRange generation(FilterTerm term) {
        return UuidRange.startingWith(term.value()).orElseThrow(() -> unreadable("filter.generation", term, ""));
    }

    private FilterTime time(FilterTerm term) {
        return FilterTime.of(term, formats.clock().instant(), formats.zone())
                .orElseThrow(() -> unreadable("filter.time", term, ""));
    }

    private static IllegalArgumentException unreadable(String sentence, FilterTerm term, String known) {
        return new RefusedInputException(CodedMessage.quoted(TEXTS.get(sentence, term.text(), known)));
    }
}
