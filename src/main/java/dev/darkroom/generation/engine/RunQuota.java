package dev.darkroom.generation.engine;

import dev.darkroom.message.CodedMessage;

/**
 * How many generations may run at once, over all engines.
 *
 * @param name the model's id or the user; {@link #EVERY_OTHER} is each user without a limit of their own, counted separately
 */
public record RunQuota(Scope scope, String name, int atMost) {
    public static final String EVERY_OTHER = "*";

    public enum Scope {
        MODEL,
        USER
    }

    public boolean isForEveryOther() {
        return scope == Scope.USER && name.equals(EVERY_OTHER);
    }

    /** Returns the limit's name for use within a sentence. */
    public CodedMessage words() {
        return isForEveryOther()
                ? CodedMessage.of("limit.of.others")
                : scope == Scope.USER ? CodedMessage.of("limit.of.user", name) : CodedMessage.quoted(name);
    }
}
