package dev.darkroom.logfile.facet;

import dev.darkroom.logfile.facet.FacetSegment.FacetSums;
import dev.darkroom.logfile.index.IndexExtent;
import dev.darkroom.logfile.index.IndexSegment;
import dev.darkroom.logfile.index.IndexedLogFile;
import dev.darkroom.logfile.index.SearchPass;
import dev.darkroom.logfile.query.LogFacet;
import dev.darkroom.logfile.query.LogFacet.FacetChoice;
import dev.darkroom.logfile.query.LogFacet.FacetPass;
import dev.darkroom.logfile.query.LogFacet.ValueCounts;
import dev.darkroom.logfile.search.LogQueryMatcher;
import dev.darkroom.logfile.search.SegmentMatches;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The facets of the records of one file: two bytes per record off the heap, once the pass was requested. Heads are read on all
 * cores, segment by segment; values that depend on earlier records (the model of a run) are then assigned in record order.
 */
public final class LogFileFacets implements FacetPass, AutoCloseable {
    private static final int MAX_CACHED = 4;

    private final IndexedLogFile file;
    private final Arena arena = Arena.ofShared();
    private final FacetNames threads = new FacetNames();
    private final FacetNames models = new FacetNames();
    private final Object running = new Object();
    private final RunModels runModels = new RunModels();
    private final FacetSums.Sum pairs = new FacetSums.Sum();
    private final Map<Integer, FacetScanner.Scanned> waiting = new HashMap<>();
    private final Map<Map<LogFacet, FacetChoice>, FacetHits> kept = new LinkedHashMap<>(MAX_CACHED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<LogFacet, FacetChoice>, FacetHits> eldest) {
            return size() > MAX_CACHED;
        }
    };
    private volatile @Nullable FacetSegment[] pieces = new FacetSegment[0];
    private volatile int scanned;
    private int next;

    /** The facts of the last record and of the one before it, because the last record is read again. */
    private RecordFacts last = RecordFacts.NOTHING;

    private RecordFacts beforeLast = RecordFacts.NOTHING;

    private record RecordFacts(int run, int thread) {
        static final RecordFacts NOTHING = new RecordFacts(0, FacetNames.NONE);
    }

    public LogFileFacets(IndexedLogFile file) {
        this.file = file;
    }

    FacetNames names(LogFacet facet) {
        return facet == LogFacet.THREAD ? threads : models;
    }

    /** Returns the segment, or null if it was not scanned yet. */
    @Nullable
    FacetSegment piece(int number) {
        @Nullable FacetSegment[] now = pieces;
        return number < now.length ? now[number] : null;
    }

    @Override
    public int scanned() {
        return scanned;
    }

    /** Finds the records for which every facet has a chosen value. */
    public synchronized SegmentMatches.Finder hits(Map<LogFacet, FacetChoice> choices) {
        FacetHits known = kept.get(choices);
        if (known == null || !known.finds(file.index())) {
            known = new FacetHits(this, file.index(), choices);
            kept.put(choices, known);
        }
        return known;
    }

    @Override
    public void run(BooleanSupplier cancelled, Runnable progress) throws IOException {
        synchronized (running) {
            IndexExtent extent = IndexExtent.of(file);
            int first = firstOpen(extent);
            if (first == extent.segmentCount()) {
                return;
            }
            MemorySegment[] room = room(first, extent.segmentCount());
            next = first;
            try {
                new SearchPass(extent.segmentCount() - first, progress).run(cancelled, _ -> {
                    FacetScanner scan = new FacetScanner(file, threads, models);
                    return number -> scan(scan, first + number, room[number], extent);
                });
            } finally {
                waiting.clear();
            }
        }
    }

    private int firstOpen(IndexExtent extent) {
        int open = 0;
        while (open < extent.segmentCount() && isDone(open, extent)) {
            open++;
        }
        return open;
    }

    private boolean isDone(int number, IndexExtent extent) {
        FacetSegment piece = piece(number);
        return piece != null && piece.end() == extent.end(number) && piece.records() == extent.records(number);
    }

    private MemorySegment[] room(int first, int count) {
        MemorySegment[] room = new MemorySegment[count - first];
        for (int i = 0; i < room.length; i++) {
            FacetSegment known = piece(first + i);
            room[i] = known == null ? arena.allocate(FacetSegment.BYTES) : known.bytes();
        }
        return room;
    }

    private void scan(FacetScanner scan, int number, MemorySegment bytes, IndexExtent extent) throws IOException {
        int count = extent.records(number);
        FacetSegment known = piece(number);
        // The first line of the last record may have been incomplete.
        int from = known == null ? 0 : Math.max(0, Math.min(known.records(), count) - 1);
        take(number, scan.scan(extent.index().segment(number), bytes, from, count, extent.end(number)));
    }

    /** Takes results in segment order, whichever thread finishes first. */
    private void take(int number, FacetScanner.Scanned found) {
        synchronized (waiting) {
            waiting.put(number, found);
            for (FacetScanner.Scanned now = waiting.remove(next); now != null; now = waiting.remove(next)) {
                assignModels(now);
                FacetSegment[] more = Arrays.copyOf(pieces, Math.max(pieces.length, next + 1));
                more[next] = FacetSegment.of(now.bytes(), file.index().segment(next), now.count(), now.end(), pairs);
                pieces = more;
                scanned = (next << IndexSegment.BITS) + now.count();
                next++;
            }
        }
    }

    /** Assigns each record its model. */
    private void assignModels(FacetScanner.Scanned found) {
        if (found.from() > 0 || piece(next) != null) {
            last = beforeLast;
        }
        for (int at = found.from(); at < found.count(); at++) {
            int run = found.runs()[at - found.from()];
            int model = found.named()[at - found.from()] & 0xFF;
            int thread = FacetSegment.get(found.bytes(), LogFacet.THREAD, at);
            if (model != FacetNames.NONE) {
                // If the thread does not identify a run, the line before this one does.
                run = run == 0 && last.thread == thread ? last.run : run;
                if (run != 0) {
                    runModels.put(run, model);
                }
            } else if (run != 0) {
                model = runModels.get(run);
            }
            FacetSegment.set(found.bytes(), LogFacet.MODEL, at, model);
            beforeLast = last;
            if (last.run != run || last.thread != thread) {
                last = new RecordFacts(run, thread);
            }
        }
    }

    /** Counts the matching records for each value of a facet. */
    public ValueCounts counts(LogFacet facet, LogQueryMatcher matching) throws IOException {
        return new FacetCount(this, facet, matching).counts();
    }

    @Override
    public void close() {
        arena.close();
    }

    /**
     * The models of the most recently seen runs: when there are too many, the half not seen for the longest time is dropped.
     * Used by one thread at a time.
     */
    private static final class RunModels {
        /** At least this many are kept, and at most twice as many. */
        static final int MIN_KEPT = 8192;

        private Half young = new Half();
        private Half old = new Half();

        /** Open-addressing hash table; 0 means no run. */
        private static final class Half {
            private static final int SLOTS = MIN_KEPT * 2;

            private final int[] runs = new int[SLOTS];
            private final byte[] models = new byte[SLOTS];
            private int size;

            int slot(int run) {
                int slot = (run ^ run >>> 15) & SLOTS - 1;
                while (runs[slot] != 0 && runs[slot] != run) {
                    slot = slot + 1 & SLOTS - 1;
                }
                return slot;
            }
        }

        /** Returns the model of a run, {@link FacetNames#NONE} if it is unknown. */
        int get(int run) {
            int slot = young.slot(run);
            if (young.runs[slot] == run) {
                return young.models[slot] & 0xFF;
            }
            slot = old.slot(run);
            if (old.runs[slot] != run) {
                return FacetNames.NONE;
            }
            int model = old.models[slot] & 0xFF;
            put(run, model);
            return model;
        }

        void put(int run, int model) {
            int slot = young.slot(run);
            if (young.runs[slot] == 0 && young.size == MIN_KEPT) {
                old = young;
                young = new Half();
                slot = young.slot(run);
            }
            young.size += young.runs[slot] == 0 ? 1 : 0;
            young.runs[slot] = run;
            young.models[slot] = (byte) model;
        }
    }
}
