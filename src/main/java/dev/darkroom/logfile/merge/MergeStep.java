package dev.darkroom.logfile.merge;

import dev.darkroom.logfile.LogFile;
import dev.darkroom.logfile.MergedOrder;
import dev.darkroom.logfile.RotatedLog;
import dev.darkroom.logfile.parse.LogTimestampParser;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The records of one chain of files that are not in the merged order yet: file after file, each in its own order. */
final class MergeStep {
    private final MergedOrder order;
    private final List<LogFile> places;
    private final RotatedLog chain;
    private final List<LogFile> members;
    private @Nullable LogFile file;
    private int place;
    private int at;
    private long time = Long.MIN_VALUE;

    /** @param places all files, indexed by their number in the order */
    MergeStep(MergedOrder order, List<LogFile> places, RotatedLog chain) {
        this.order = order;
        this.places = places;
        this.chain = chain;
        members = chain.members();
    }

    RotatedLog chain() {
        return chain;
    }

    /**
     * Places records by time; where times are equal, the earlier chain comes first. Stops when a chain in its first pass has no
     * records left and returns its step, or null when all are read and placed.
     */
    static @Nullable MergeStep merge(List<MergeStep> steps) throws IOException {
        while (true) {
            MergeStep first = null;
            for (MergeStep step : steps) {
                if (!step.hasNext()) {
                    if (step.chain.memberBeingRead() != null) {
                        return step;
                    }
                } else if (first == null || step.time < first.time) {
                    first = step;
                }
            }
            if (first == null) {
                return null;
            }
            first.take(steps.size() == 1);
        }
    }

    private boolean hasNext() {
        if (file == null) {
            findFile();
        }
        return file != null;
    }

    private void findFile() {
        while (at < members.size() && file == null) {
            LogFile one = members.get(at);
            place = places.indexOf(one);
            if (order.taken(place) < known(one)) {
                file = one;
                readTime(one);
            } else if (one == chain.memberBeingRead()) {
                return;
            } else {
                at++;
            }
        }
    }

    /**
     * Returns the number of final records: the last record of a file being read may be incomplete, or turn out not to be one.
     */
    private int known(LogFile one) {
        return one == chain.memberBeingRead() ? one.records() - 1 : one.records();
    }

    /** Reads the time of the next record; a record without a time keeps that of the one before it. */
    private void readTime(LogFile one) {
        long next = one.time(order.taken(place));
        time = next == LogTimestampParser.NONE ? time : next;
    }

    private void take(boolean all) throws IOException {
        LogFile one = Objects.requireNonNull(file);
        order.add(place, all ? known(one) - order.taken(place) : 1);
        if (order.taken(place) < known(one)) {
            readTime(one);
        } else {
            file = null;
        }
    }
}
