package dev.darkroom.console.credits;

import dev.darkroom.console.kit.filter.FilterReader;
import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.filter.FilterTime;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.credit.LedgerFilter;
import dev.darkroom.credit.LedgerFilter.LedgerPreset;
import dev.darkroom.database.UuidRange;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses the chips of the ledger's filter bar. Throws {@link IllegalArgumentException} with a sentence on invalid input. */
final class LedgerFilterParser {
    static final List<String> KEYS = List.of("user", "kind", "amount", "generation", "by", "time");

    private static final MessageTexts TEXTS = MessageTexts.of("credits");

    private LedgerFilterParser() {}

    static LedgerFilter read(FilterText text, LedgerPreset view, ValueFormats formats) {
        FilterReader reader = new FilterReader(text, TEXTS, formats).check(KEYS, List.of("kind"));
        FilterTime time = reader.time("time");
        return new LedgerFilter(
                view,
                reader.value("user"),
                kinds(reader),
                reader.atLeast("amount", LedgerFilterParser::amount, "filter.amount"),
                reader.atMost("amount", LedgerFilterParser::amount, "filter.amount"),
                reader.value("generation", UuidRange::startingWith, "filter.generation"),
                reader.value("by"),
                reader.words(),
                time.from(),
                time.until());
    }

    /** The given kinds minus the excluded ones; empty means every kind. */
    private static Set<CreditTransaction.Kind> kinds(FilterReader reader) {
        Set<CreditTransaction.Kind> wanted = EnumSet.noneOf(CreditTransaction.Kind.class);
        Set<CreditTransaction.Kind> left = EnumSet.allOf(CreditTransaction.Kind.class);
        for (FilterTerm term : reader.terms("kind")) {
            CreditTransaction.Kind kind = reader.choice(term, CreditTransaction.Kind.values(), "filter.kind");
            if (term.excluded()) {
                left.remove(kind);
            } else {
                wanted.add(kind);
            }
        }
        if (!wanted.isEmpty()) {
            left.retainAll(wanted);
        }
        return left.size() == CreditTransaction.Kind.values().length ? Set.of() : left;
    }

    /** Without its sign, which follows from the kind. */
    private static Optional<Long> amount(FilterTerm term) {
        return ValueFormats.parseNumber(term.value()).stream()
                .map(Math::abs)
                .boxed()
                .findFirst();
    }
}
