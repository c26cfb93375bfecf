package dev.darkroom.logfile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of one chain of files that have no place in the order yet: file after file, each in its own order. */
final class MergeStep {
    private final MergedOrder order;
    private final List<LogFile> places;
    private final List<LogFile> chain;
    private @Nullable LogFile file;
    private int place;
    private int at;
    private long time = Long.MIN_VALUE;

    /** @param places all files, by their number in the order */
    MergeStep(MergedOrder order, List<LogFile> places, List<LogFile> chain) {
        this.order = order;
        this.places = places;
        this.chain = chain;
        findFile();
    }

    /** Gives all records their places, by time; where times are equal the first of the chains comes first. */
    static void merge(List<MergeStep> steps) {
        if (steps.size() == 1) {
            steps.getFirst().takeAll();
            return;
        }
        while (true) {
            MergeStep first = null;
            for (MergeStep step : steps) {
                if (step.file != null && (first == null || step.time < first.time)) {
                    first = step;
                }
            }
            if (first == null) {
                return;
            }
            first.take();
        }
    }

    private void findFile() {
        LogFile next = null;
        while (at < chain.size() && next == null) {
            LogFile one = chain.get(at);
            place = places.indexOf(one);
            if (order.taken(place) < one.records()) {
                next = one;
            } else {
                at++;
            }
        }
        file = next;
        readTime();
    }

    /** A record without a time has that of the one before it. */
    private void readTime() {
        long next = file == null ? Timestamp.NONE : file.time(order.taken(place));
        time = next == Timestamp.NONE ? time : next;
    }

    private void take() {
        order.add(place, 1);
        if (file != null && order.taken(place) < file.records()) {
            readTime();
        } else {
            findFile();
        }
    }

    private void takeAll() {
        while (file != null) {
            order.add(place, file.records() - order.taken(place));
            findFile();
        }
    }
}
