package dev.darkroom.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;

/**
 * A throwable with its causes in the usual form of Java. The lines of a message of several lines are indented, so that
 * none of them can pass for the first line of a record.
 */
final class StackTrace {
    private final StringBuilder text = new StringBuilder(1024);

    private StackTrace() {}

    static String of(IThrowableProxy thrown) {
        StackTrace trace = new StackTrace();
        trace.add(thrown, "", "");
        return trace.text.toString();
    }

    private void add(IThrowableProxy thrown, String indent, String caption) {
        text.append(indent).append(caption).append(name(thrown)).append('\n');
        if (thrown.isCyclic()) {
            return;
        }
        frames(thrown, indent);
        for (IThrowableProxy suppressed : thrown.getSuppressed()) {
            add(suppressed, indent + "\t", "Suppressed: ");
        }
        if (thrown.getCause() != null) {
            add(thrown.getCause(), indent, "Caused by: ");
        }
    }

    private static String name(IThrowableProxy thrown) {
        String known = thrown.getOverridingMessage();
        String name = known != null
                ? known
                : thrown.getClassName() + (thrown.getMessage() == null ? "" : ": " + thrown.getMessage());
        String shown = name.replace("\r\n", "\n").replace("\n", "\n\t");
        return thrown.isCyclic() ? "[CIRCULAR REFERENCE: " + shown + "]" : shown;
    }

    private void frames(IThrowableProxy thrown, String indent) {
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        int common = thrown.getCommonFrames();
        for (int i = 0; i < frames.length - common; i++) {
            text.append(indent).append('\t').append(frames[i].getSTEAsString()).append('\n');
        }
        if (common > 0) {
            text.append(indent).append("\t... ").append(common).append(" more\n");
        }
    }
}
