package dev.darkroom.sandbox.fal.model;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words that make a prompt be refused, for demonstrations. {@code REFUSED} words are refused by every model with a 422;
 * {@code UNSAFE} words result in a black image if the model has a safety filter, otherwise in a 422.
 */
public final class ContentPolicy {
    static final Set<String> REFUSED = Set.of("gore", "porn", "torture", "beheading", "swastika");
    static final Set<String> UNSAFE = Set.of("nude", "naked", "nsfw", "topless");

    private static final Pattern NOT_A_LETTER = Pattern.compile("[^a-z]+");

    private ContentPolicy() {}

    public static boolean refuses(String prompt) {
        return has(prompt, REFUSED);
    }

    public static boolean isUnsafe(String prompt) {
        return has(prompt, UNSAFE);
    }

    private static boolean has(String prompt, Set<String> words) {
        return NOT_A_LETTER.splitAsStream(prompt.toLowerCase(Locale.ROOT)).anyMatch(words::contains);
    }
}
