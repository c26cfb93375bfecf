package dev.darkroom.message;

/** An exception whose message is also available as a code, so that a window can show it in its own language. */
public interface CodedError {
    CodedMessage message();

    /** Returns the message of a failure: by its code if it has one, otherwise its own words. */
    static CodedMessage of(Throwable failure) {
        return failure instanceof CodedError coded
                ? coded.message()
                : CodedMessage.quoted(
                        failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage());
    }
}
