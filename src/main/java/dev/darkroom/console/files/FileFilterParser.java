package dev.darkroom.console.files;

import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.filter.FilterTime;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.database.UuidRange;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import dev.darkroom.storage.FileFilter;
import dev.darkroom.storage.FilePreset;
import dev.darkroom.storage.StoredFile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the chips of the files' filter bar. What cannot be read is an {@link IllegalArgumentException} with a sentence. */
final class FileFilterParser {
    static final List<String> KEYS = List.of("user", "type", "size", "generation", "state", "stored");

    private static final MessageTexts TEXTS = MessageTexts.of("files");

    private FileFilterParser() {}

    static FileFilter read(FilterText text, FilePreset view, ValueFormats formats) {
        for (FilterTerm term : text.terms()) {
            if (term.excluded()) {
                throw unreadable("filter.excluded", term);
            }
            if (!term.isWord() && !KEYS.contains(term.key())) {
                throw new RefusedInputException(
                        CodedMessage.quoted(TEXTS.get("filter.key", term.text(), String.join(", ", KEYS))));
            }
        }
        FilterTime stored = text.first("stored")
                .map(term -> FilterTime.of(term, formats.clock().instant(), formats.zone())
                        .orElseThrow(() -> unreadable("filter.time", term)))
                .orElse(FilterTime.ALWAYS);
        return new FileFilter(
                view,
                text.first("user").map(FilterTerm::value),
                text.first("type").map(term -> term.value().toLowerCase(Locale.ROOT)),
                size(text, FilterTerm.Comparison.AT_LEAST, FilterTerm.Comparison.MORE, 1),
                size(text, FilterTerm.Comparison.AT_MOST, FilterTerm.Comparison.LESS, -1),
                text.first("generation")
                        .map(term -> UuidRange.startingWith(term.value())
                                .orElseThrow(() -> unreadable("filter.generation", term))),
                text.first("state").map(FileFilterParser::state),
                Optional.of(text.words()).filter(words -> !words.isBlank()),
                stored.from(),
                stored.until());
    }

    /** The bound that chips of one direction give; {@code size:2kb} gives both. */
    private static Optional<Long> size(
            FilterText text, FilterTerm.Comparison with, FilterTerm.Comparison without, long step) {
        for (FilterTerm term : text.of("size")) {
            long bytes = term.bytes().orElseThrow(() -> unreadable("filter.size", term));
            if (term.comparison() == with || term.comparison() == FilterTerm.Comparison.IS) {
                return Optional.of(bytes);
            }
            if (term.comparison() == without) {
                return Optional.of(bytes + step);
            }
        }
        return Optional.empty();
    }

    private static StoredFile.State state(FilterTerm term) {
        try {
            return StoredFile.State.valueOf(term.value().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw unreadable("filter.state", term);
        }
    }

    private static IllegalArgumentException unreadable(String sentence, FilterTerm term) {
        return new RefusedInputException(CodedMessage.quoted(TEXTS.get(sentence, term.text())));
    }
}
