package dev.darkroom.generation.engine;

import dev.darkroom.message.CodedMessage;

/** Asks a service whether it works at all, without anything that could be billed. Blocks for seconds at most. */
@FunctionalInterface
public interface ServiceProbe {
    Condition ask();

    /** How the service was found. */
    sealed interface Condition {
        record Working() implements Condition {}

        /** It answers and refuses; the sentence names the setting to look at. */
        record Refusing(CodedMessage sentence) implements Condition {}

        /** No answer, or only that it cannot work at present. */
        record Silent(CodedMessage sentence) implements Condition {}
    }
}
