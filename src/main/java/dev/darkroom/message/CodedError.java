package dev.darkroom.message;

/** An exception whose message is also there as a code, so that a window can say it in its language. */
public interface CodedError {
    CodedMessage message();

    /** What a failure says: by its code where it has one, else its own words. */
    static CodedMessage of(Throwable failure) {
        return failure instanceof CodedError coded
                ? coded.message()
                : CodedMessage.quoted(
                        failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage());
    }
}
