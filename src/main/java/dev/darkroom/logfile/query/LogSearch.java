package dev.darkroom.logfile.query;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * What a search through all records of a log has found so far. {@link #run} goes on where it stopped, so it is called again
 * when the log has grown; other threads may look at what is found meanwhile.
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
     * Searches what is not yet searched, with all cores.
     *
     * @param cancelled asked often, on this thread and perhaps on others; the search stops when it says yes
     * @param progress called now and then on this thread, when there is more to see
     * @throws ExpressionException when it took too long on too many records
     */
    public abstract void run(BooleanSupplier cancelled, Runnable progress) throws IOException;

    /** Records searched so far, from the first on. */
    public abstract int searched();

    /** Records that hold it, so far. */
    public abstract int matches();

    /** Records in which it was not found because it took too long or too much memory; a few at most. */
    public abstract int leftOut();

    /** Whether this record was found to hold it. */
    public abstract boolean holds(int record);
}
