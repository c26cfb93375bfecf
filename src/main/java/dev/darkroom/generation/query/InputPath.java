package dev.darkroom.generation.query;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A path to one value of an input, such as {@code image_size} or {@code loras[0].scale}.
 *
 * @param text as a person writes it
 * @param keys the names of members and the places in arrays, from the top
 */
public record InputPath(String text, List<String> keys) {
    private static final int MAX_LENGTH = 200;
    private static final String NAME = "[^.\\[\\]]+";
    private static final String PLACES = "(?:\\[\\d{1,6}])*";
    private static final Pattern KEY = Pattern.compile(NAME);
    private static final Pattern WHOLE = Pattern.compile(NAME + PLACES + "(?:\\." + NAME + PLACES + ")*");

    public InputPath {
        keys = List.copyOf(keys);
    }

    /** The name of the member that holds the value, also for an element of an array. */
    public String name() {
        return keys.reversed().stream()
                .filter(key -> !key.chars().allMatch(Character::isDigit))
                .findFirst()
                .orElse("");
    }

    /** Empty for a text that is no path. */
    public static Optional<InputPath> of(String text) {
        String path = text.strip();
        return path.length() <= MAX_LENGTH && WHOLE.matcher(path).matches()
                ? Optional.of(new InputPath(
                        path,
                        KEY.matcher(path).results().map(MatchResult::group).toList()))
                : Optional.empty();
    }
}
