package dev.darkroom.console.logs.lines;

import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.DisplayLine;
import dev.darkroom.console.logs.reader.LogSnapshot;
import dev.darkroom.logfile.query.LogRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records around the visible ones, with their layout in lines. More are requested before the edge is reached, one request
 * at a time. FX thread.
 */
final class VisibleRecordCache {
    private static final int AROUND = 120;
    private static final int NEAR = 40;

    private final LogsModel model;
    private final Runnable arrived;
    private final Map<Long, List<DisplayLine>> lines = new HashMap<>();
    private final Set<Long> unfolded = new HashSet<>();
    private boolean allUnfolded;
    private DisplayLine.@Nullable Wrap wrap;
    private @Nullable LogSnapshot snapshot;
    private List<LogRecord> records = List.of();
    private int first;
    private boolean stale;
    private boolean asking;
    private int wantedFrom;
    private int wantedTo;

    VisibleRecordCache(LogsModel model, Runnable arrived) {
        this.model = model;
        this.arrived = arrived;
    }

    /** {@code same} when places keep their meaning. */
    void show(@Nullable LogSnapshot found, boolean same) {
        LogSnapshot before = snapshot;
        snapshot = found;
        asking = false; // a pending result may have been lost with the file
        if (!same) {
            records = List.of();
            lines.clear();
            if (before == null
                    || found == null
                    || before.content() != found.content()
                    || !before.source().equals(found.source())) {
                unfolded.clear();
            }
        } else if (before != null && first + records.size() >= before.shown().size()) {
            stale = true; // the last record may have grown
        }
    }

    /** Returns the record at a place, null if not loaded yet. */
    @Nullable
    LogRecord at(int place) {
        int at = place - first;
        return at >= 0 && at < records.size() ? records.get(at) : null;
    }

    List<DisplayLine> lines(LogRecord record) {
        return lines.computeIfAbsent(record.number(), _ -> DisplayLine.of(record, isUnfolded(record.number()), wrap));
    }

    int height(int place) {
        LogRecord record = at(place);
        return record == null ? 1 : lines(record).size();
    }

    private boolean isUnfolded(long record) {
        return allUnfolded != unfolded.contains(record);
    }

    void fold(long record) {
        if (!unfolded.remove(record)) {
            unfolded.add(record);
        }
        lines.remove(record);
    }

    void foldAll() {
        allUnfolded = !allUnfolded;
        unfolded.clear();
        lines.clear();
    }

    void wrap(DisplayLine.@Nullable Wrap wanted) {
        if (!java.util.Objects.equals(wanted, wrap)) {
            wrap = wanted;
            lines.clear();
        }
    }

    /** Sets the visible places, and requests records that are missing or soon will be. */
    void need(int from, int to) {
        LogSnapshot now = snapshot;
        if (now == null || now.shown().size() == 0) {
            return;
        }
        int size = now.shown().size();
        int end = first + records.size();
        int last = Math.min(to, size);
        boolean covered = from >= first && last <= end && !stale;
        boolean roomy = (first == 0 || from - first >= NEAR) && (end >= size || end - last >= NEAR);
        if (covered && roomy) {
            return;
        }
        wantedFrom = from;
        wantedTo = last;
        if (!asking) {
            ask(now);
        }
    }

    private void ask(LogSnapshot now) {
        asking = true;
        stale = false;
        int begin = Math.max(0, wantedFrom - AROUND);
        int count = wantedTo - begin + AROUND;
        int from = wantedFrom;
        int to = wantedTo;
        model.records()
                .page(
                        now.shown(),
                        begin,
                        count,
                        answer -> {
                            LogSnapshot latest = snapshot;
                            if (latest == null || !latest.isConsistentWith(now)) {
                                return;
                            }
                            asking = false;
                            records = answer;
                            first = begin;
                            lines.clear();
                            if (wantedFrom != from || wantedTo != to) {
                                need(wantedFrom, wantedTo);
                            }
                            arrived.run();
                        },
                        () -> asking = false);
    }
}
