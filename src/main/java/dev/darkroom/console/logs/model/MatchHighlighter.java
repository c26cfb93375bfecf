package dev.darkroom.console.logs.model;

import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.match.ExpressionException;
import dev.darkroom.logfile.match.ExpressionMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Finds the search matches in the lines being painted. It runs on the FX thread, so each line has a limit and each frame a
 * deadline; an expression that exceeds them in several consecutive frames is switched off, and its matches are not marked.
 */
public final class MatchHighlighter {
    /** Limit of character reads per line: about a millisecond. */
    private static final long MAX_READS = 200_000;

    private static final long FRAME_NANOS = Duration.ofMillis(15).toNanos();
    private static final int MAX_SLOW_FRAMES = 3;
    private static final int MAX_SPANS = 1_000;

    private final ReadOnlyBooleanWrapper tooSlow = new ReadOnlyBooleanWrapper();
    private String search = "";
    private boolean regex;
    private @Nullable ExpressionMatcher matcher;
    private long frameLeft;
    private int slowFrames;

    /** A match in a line, {@code to} exclusive. */
    public record Span(int from, int to) {}

    /** Whether matches are not marked because finding them takes too long. */
    public ReadOnlyBooleanProperty tooSlowProperty() {
        return tooSlow.getReadOnlyProperty();
    }

    /** Starts a frame; call before the lines of each frame. */
    public void beginFrame(@Nullable LogViewFilter filter) {
        slowFrames = frameLeft > 0 ? 0 : slowFrames + 1;
        frameLeft = FRAME_NANOS;
        if (filter == null || !search.equals(filter.search()) || regex != filter.regex()) {
            search = filter == null ? "" : filter.search();
            regex = filter != null && filter.regex();
            matcher = filter == null ? null : matcher(filter);
            slowFrames = 0;
            tooSlow.set(false);
        } else if (slowFrames >= MAX_SLOW_FRAMES && matcher != null) {
            matcher = null;
            tooSlow.set(true);
        }
    }

    private static @Nullable ExpressionMatcher matcher(LogViewFilter filter) {
        try {
            Pattern pattern = filter.pattern();
            return pattern == null ? null : new ExpressionMatcher(pattern, MAX_READS);
        } catch (IllegalArgumentException _) {
            return null; // reported beside the field
        }
    }

    /** Returns the non-empty matches in a line, within limit and deadline. */
    public List<Span> find(String line) {
        ExpressionMatcher wanted = matcher;
        if (wanted == null || frameLeft <= 0) {
            return List.of();
        }
        long start = System.nanoTime();
        List<Span> spans = new ArrayList<>();
        try {
            wanted.reset(line);
            while (spans.size() < MAX_SPANS && wanted.find()) {
                if (wanted.end() > wanted.start()) {
                    spans.add(new Span(wanted.start(), wanted.end()));
                }
            }
            frameLeft -= System.nanoTime() - start;
        } catch (ExpressionException _) {
            frameLeft = 0; // other lines would take just as long
        }
        return spans;
    }
}
