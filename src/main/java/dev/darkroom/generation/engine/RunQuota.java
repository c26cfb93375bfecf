package dev.darkroom.generation.engine;

import dev.darkroom.message.CodedMessage;

/**
 * How many generations may run at once, over all engines.
 *
 * @param name the model's id or the user; {@link #USER_DEFAULT} is each user without a limit of their own, counted separately
 */
public record RunQuota(Scope scope, String name, int atMost) {
    public static final String USER_DEFAULT = "*";

    public enum Scope {
        MODEL,
        USER
    }

    public boolean isUserDefault() {
        return scope == Scope.USER && name.equals(USER_DEFAULT);
    }

    /** Returns the limit's name for use within a sentence. */
    public CodedMessage words() {
        return isUserDefault()
                ? CodedMessage.of("limit.of.others")
                : scope == Scope.USER ? CodedMessage.of("limit.of.user", name) : CodedMessage.quoted(name);
    }
}
