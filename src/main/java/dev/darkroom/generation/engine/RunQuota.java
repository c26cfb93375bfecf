package dev.darkroom.generation.engine;

import dev.darkroom.message.CodedMessage;

/**
 * How many generations may be in work at once, over all engines.
 *
 * @param name the model's id or the user; {@link #EVERY_OTHER} is every user that has no limit of its own, each for itself
 */
public record RunQuota(Scope scope, String name, int atMost) {
    public static final String EVERY_OTHER = "*";

    /** What is counted. */
    public enum Scope {
        MODEL,
        USER
    }

    public boolean isForEveryOther() {
        return scope == Scope.USER && name.equals(EVERY_OTHER);
    }

    /** Within a sentence. */
    public CodedMessage words() {
        return isForEveryOther()
                ? CodedMessage.of("limit.of.others")
                : scope == Scope.USER ? CodedMessage.of("limit.of.user", name) : CodedMessage.quoted(name);
    }
}
