package dev.darkroom.console.files;

import dev.darkroom.console.kit.filter.FilterReader;
import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.filter.FilterTime;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.database.UuidRange;
import dev.darkroom.storage.FileFilter;
import dev.darkroom.storage.FileFilter.FilePreset;
import dev.darkroom.storage.StoredFile;
import java.util.List;
import java.util.Locale;

/** Parses the chips of the files' filter bar. Invalid chips cause an {@link IllegalArgumentException} with a sentence. */
final class FileFilterParser {
    static final List<String> KEYS = List.of("user", "type", "size", "generation", "state", "stored");

    private static final MessageTexts TEXTS = MessageTexts.of("files");

    private FileFilterParser() {}

    static FileFilter read(FilterText text, FilePreset view, ValueFormats formats) {
        FilterReader reader = new FilterReader(text, TEXTS, formats).check(KEYS, List.of());
        FilterTime stored = reader.time("stored");
        return new FileFilter(
                view,
                reader.value("user"),
                reader.value("type").map(type -> type.toLowerCase(Locale.ROOT)),
                reader.atLeast("size", FilterTerm::bytes, "filter.size"),
                reader.atMost("size", FilterTerm::bytes, "filter.size"),
                reader.value("generation", UuidRange::startingWith, "filter.generation"),
                reader.single("state").map(term -> reader.choice(term, StoredFile.State.values(), "filter.state")),
                reader.words(),
                stored.from(),
                stored.until());
    }
}
