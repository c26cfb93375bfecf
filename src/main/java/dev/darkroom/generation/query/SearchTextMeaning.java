package dev.darkroom.generation.query;

import dev.darkroom.database.UuidRange;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The meaning of a search text. */
public sealed interface SearchTextMeaning {
    record Nothing() implements SearchTextMeaning {}

    /** Ids with this beginning, as a range that includes both ends. */
    record Ids(UuidRange range) implements SearchTextMeaning {}

    /** Exactly this request at fal.ai. */
    record Request(String id) implements SearchTextMeaning {}

    /** All of these must occur. */
    record Words(List<String> words) implements SearchTextMeaning {}

    Pattern ID_BEGIN = Pattern.compile("[0-9a-fA-F]{4}[0-9a-fA-F-]{0,32}");

    Pattern THREE_LETTERS = Pattern.compile("[\\p{L}\\p{N}]{3}");

    static Words words(String text) {
        return new Words(List.of(text.strip().split("\\s+")).stream().limit(8).toList());
    }

    /** Returns the range of ids with this beginning, if the text can be one. */
    static Optional<Ids> ids(String text) {
        return ID_BEGIN.matcher(text).matches() ? UuidRange.startingWith(text).map(Ids::new) : Optional.empty();
    }

    /** Whether a trigram index narrows the rows that contain this word. */
    static boolean hasTrigrams(String word) {
        return THREE_LETTERS.matcher(word).find();
    }
}
