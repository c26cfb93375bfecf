package dev.darkroom.logfile.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Thrown when a path given as a log cannot be read as one; the message is a sentence that names the path. */
public final class UnreadableLogException extends IOException {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final transient Object[] figures;

    /** The reason why it cannot be read. */
    public enum Reason {
        MISSING("%s does not exist: check the name."),
        FOLDER("%s is a folder: name the log files in it."),
        DENIED("%s cannot be read by this user: ask for permission to read it."),
        UNOPENED("%s cannot be opened (%s): check the path."),
        DEVICE("%s is a device or a socket, not a log: name a file or a pipe."),
        SILENT("%s is a pipe that nothing writes to: start the program that does, then open it again."),
        LARGE("%s unpacks to more than the %,d MiB that are free in %s: free up space there, or unpack it elsewhere."),
        DISK("%s cannot be unpacked in %s (%s): free up space there, or make it writable.");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** Returns the key of its translations. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private UnreadableLogException(Reason reason, @Nullable Throwable cause, Object... figures) {
        super(String.format(Locale.ROOT, reason.sentence, figures), cause);
        this.reason = reason;
        this.figures = figures;
    }

    static UnreadableLogException of(Reason reason, Path file, @Nullable Throwable cause) {
        return new UnreadableLogException(reason, cause, file);
    }

    /** Puts the system's error into a sentence. */
    static UnreadableLogException of(Path file, FileSystemException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> of(Reason.MISSING, file, cause);
            case AccessDeniedException _ -> of(Reason.DENIED, file, cause);
            default -> new UnreadableLogException(Reason.UNOPENED, cause, file, String.valueOf(cause.getReason()));
        };
    }

    /** @param maxBytes the limit */
    static UnreadableLogException large(Path file, long maxBytes, Path folder) {
        return new UnreadableLogException(Reason.LARGE, null, file, maxBytes >> 20, folder);
    }

    static UnreadableLogException disk(Path file, Path folder, IOException cause) {
        return new UnreadableLogException(Reason.DISK, cause, file, folder, String.valueOf(cause.getMessage()));
    }

    public Reason reason() {
        return reason;
    }

    /** Returns the arguments of the sentence: the file, and for some reasons others. */
    public Object[] figures() {
        return figures.clone();
    }
}
