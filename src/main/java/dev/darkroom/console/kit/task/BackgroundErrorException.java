package dev.darkroom.console.kit.task;

/** An error of the virtual machine that ended work of the background, as the failure that its receiver shows. */
public final class BackgroundErrorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BackgroundErrorException(Error error) {
        super(error.getMessage(), error);
    }
}
