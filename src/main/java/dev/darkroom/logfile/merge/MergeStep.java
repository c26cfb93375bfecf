package dev.darkroom.logfile.merge;

import dev.darkroom.logfile.LogFile;
import dev.darkroom.logfile.MergedOrder;
import dev.darkroom.logfile.RotatedLog;
import dev.darkroom.logfile.parse.LogTimestampParser;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The records of one chain of files that have no place in the order yet: file after file, each in its own order. */
final class MergeStep {
    private final MergedOrder order;
    private final List<LogFile> places;
    private final RotatedLog chain;
    private final List<LogFile> members;
    private @Nullable LogFile file;
    private int place;
    private int at;
    private long time = Long.MIN_VALUE;

    /** @param places all files, by their number in the order */
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
     * Gives records their places, by time; where times are equal the first of the chains comes first. Stops where a chain
     * that is still read for the first time has none left, and gives its step; null when all are read and have their places.
     */
    static @Nullable MergeStep merge(List<MergeStep> steps) throws IOException {
        while (true) {
            MergeStep first = null;
            for (MergeStep step : steps) {
                if (!step.hasNext()) {
                    if (step.chain.reading() != null) {
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
            } else if (one == chain.reading()) {
                return;
            } else {
                at++;
            }
        }
    }

    /** The last record of a file that is being read may only be half of it, or turn out to be none. */
    private int known(LogFile one) {
        return one == chain.reading() ? one.records() - 1 : one.records();
    }

    /** A record without a time has that of the one before it. */
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
