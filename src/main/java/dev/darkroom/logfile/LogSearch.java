package dev.darkroom.logfile;

import java.io.IOException;
import java.util.BitSet;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * What a search through all records of a log has found so far. {@link #run} goes on where it stopped, so it is called again
 * when the log has grown; other threads may look at what is found meanwhile.
 */
public final class LogSearch {
    private final Pattern pattern;
    private final Pass pass;
    private final BitSet found = new BitSet();
    private int searched;

    /** Tells whether a record holds what is looked for. */
    interface Pass {
        int records();

        boolean holds(int record) throws IOException;
    }

    LogSearch(Pattern pattern, Pass pass) {
        this.pattern = pattern;
        this.pass = pass;
    }

    public Pattern pattern() {
        return pattern;
    }

    /**
     * Searches what is not yet searched.
     *
     * @param cancelled asked often; the search stops when it says yes
     * @param progress called now and then on this thread, when there is more to see
     */
    public void run(BooleanSupplier cancelled, Runnable progress) throws IOException {
        int records = pass.records();
        for (int record = searched(); record < records && !cancelled.getAsBoolean(); record++) {
            boolean holds = pass.holds(record);
            synchronized (this) {
                found.set(record, holds);
                searched = record + 1;
            }
            if ((record & 0x3FFF) == 0) {
                progress.run();
            }
        }
    }

    /** Records searched so far, from the first on. */
    public synchronized int searched() {
        return searched;
    }

    /** Records that hold it, so far. */
    public synchronized int matches() {
        return found.cardinality();
    }

    /** Whether this record was found to hold it. */
    public synchronized boolean holds(int record) {
        return found.get(record);
    }
}
