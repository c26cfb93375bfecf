package dev.darkroom.logfile.query;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * The values of all {@link LogFacet}s of a log. {@link #run} reads the heads of the records and resumes where it stopped, so it
 * is called again when the log has grown; until then queries know the facets of the scanned records only, and a facet condition
 * matches no others.
 */
public abstract class LogFacets {
    public LogFacets() {}

    /**
     * Scans the records not yet scanned, on all cores.
     *
     * @param cancelled polled frequently, on this thread and possibly on others; the pass stops when it returns true
     * @param progress called periodically on this thread, when there is new progress
     */
    public abstract void run(BooleanSupplier cancelled, Runnable progress) throws IOException;

    /** Returns the number of records scanned so far. */
    public abstract int scanned();
}
