package dev.darkroom.logfile.query;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * The values of all {@link LogFacet}s of a log. {@link #run} reads the heads of the records and goes on where it stopped, so
 * it is called again when the log has grown; queries meanwhile know the facets of the records that were scanned, and find
 * no other record under a condition of a facet.
 */
public abstract class LogFacets {
    public LogFacets() {}

    /**
     * Scans what is not yet scanned, with all cores.
     *
     * @param cancelled asked often, on this thread and perhaps on others; the pass stops when it says yes
     * @param progress called now and then on this thread, when there is more to see
     */
    public abstract void run(BooleanSupplier cancelled, Runnable progress) throws IOException;

    /** Records scanned so far. */
    public abstract int scanned();
}
