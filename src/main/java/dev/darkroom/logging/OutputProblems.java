package dev.darkroom.logging;

import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import dev.darkroom.secret.SecretRedactor;
import java.util.concurrent.atomic.AtomicReference;

/** Says on the error output when an output of the log itself fails (a full disk, say), each trouble once in a row. */
final class OutputProblems implements StatusListener {
    private final AtomicReference<String> last = new AtomicReference<>("");

    @Override
    public void addStatusEvent(Status status) {
        if (status.getEffectiveLevel() < Status.ERROR) {
            return;
        }
        Throwable cause = status.getThrowable();
        String text = "The log has a problem: " + status.getMessage() + (cause == null ? "" : " (" + cause + ")");
        if (!text.equals(last.getAndSet(text))) {
            System.err.println(SecretRedactor.text(text));
        }
    }
}
