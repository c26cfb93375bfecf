package dev.darkroom.logfile.query;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * The results so far of a search through all records of a log. {@link #run} resumes where it stopped, so it is called again
 * when the log has grown; meanwhile other threads may read the results.
 */
public abstract class LogSearch {
    private final Pattern pattern;

    public LogSearch(Pattern pattern) {
        this.pattern = pattern;
    }

    public final Pattern pattern() {
        return pattern;
    }

    /**
     * Searches the records not yet searched, on all cores.
     *
     * @param cancelled polled frequently, on this thread and possibly on others; the search stops when it returns true
     * @param progress called periodically on this thread, when there are new results
     * @throws ExpressionException when the expression took too long on too many records
     */
    public abstract void run(BooleanSupplier cancelled, Runnable progress) throws IOException;

    /** Returns the number of records searched so far, counted from the first. */
    public abstract int searched();

    /** Returns the number of matching records so far. */
    public abstract int matches();

    /** Returns the number of records skipped because the search took too long or too much memory on them; a few at most. */
    public abstract int leftOut();

    /** Returns whether a match was found in this record. */
    public abstract boolean holds(int record);
}
