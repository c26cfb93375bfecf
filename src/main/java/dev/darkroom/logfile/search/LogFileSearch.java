package dev.darkroom.logfile.search;

import dev.darkroom.logfile.index.IndexExtent;
import dev.darkroom.logfile.index.IndexSegment;
import dev.darkroom.logfile.index.IndexedLogFile;
import dev.darkroom.logfile.index.LeftOutRecords;
import dev.darkroom.logfile.index.SearchPass;
import dev.darkroom.logfile.match.TextSearch;
import dev.darkroom.logfile.query.LogSearch;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A search through one file, segment by segment. */
public final class LogFileSearch extends LogSearch implements SegmentMatches.Finder {
    private final IndexedLogFile file;
    private final Function<BooleanSupplier, TextSearch> texts;
    private final LeftOutRecords leftOut = new LeftOutRecords();
    private final Object running = new Object();
    private volatile AtomicReferenceArray<@Nullable SegmentMatches> segments = new AtomicReferenceArray<>(0);
    private volatile int matches;
    private volatile int searched;

    /** @param texts creates the text search of one thread from its stop signal */
    public LogFileSearch(IndexedLogFile file, Pattern pattern, Function<BooleanSupplier, TextSearch> texts) {
        super(pattern);
        this.file = file;
        this.texts = texts;
    }

    /** Returns a search without results. */
    public static LogFileSearch none(IndexedLogFile file) {
        return new LogFileSearch(file, Pattern.compile(""), stopped -> TextSearch.of(Pattern.compile(""), stopped));
    }

    public boolean searches(IndexedLogFile other) {
        return file == other;
    }

    @Override
    public @Nullable SegmentMatches hits(int segment) {
        AtomicReferenceArray<@Nullable SegmentMatches> now = segments;
        return segment < now.length() ? now.get(segment) : null;
    }

    @Override
    public void run(BooleanSupplier cancelled, Runnable progress) throws IOException {
        synchronized (running) {
            IndexExtent extent = IndexExtent.of(file);
            makeRoom(extent.segmentCount());
            int[] open = IntStream.range(0, extent.segmentCount())
                    .filter(segment -> !isDone(segment, extent.end(segment)))
                    .toArray();
            if (open.length > 0) {
                new SearchPass(open.length, progress).run(cancelled, stopped -> {
                    SegmentSearch search = new SegmentSearch(file, texts.apply(stopped), leftOut);
                    return number -> search(search, open[number], extent, stopped);
                });
            }
        }
    }

    private void makeRoom(int count) {
        AtomicReferenceArray<@Nullable SegmentMatches> old = segments;
        if (old.length() < count) {
            AtomicReferenceArray<@Nullable SegmentMatches> more = new AtomicReferenceArray<>(count);
            for (int i = 0; i < old.length(); i++) {
                more.set(i, old.get(i));
            }
            segments = more;
        }
    }

    private boolean isDone(int segment, long end) {
        SegmentMatches hits = segments.get(segment);
        return hits != null && hits.end() == end;
    }

    private void search(SegmentSearch search, int segment, IndexExtent extent, BooleanSupplier stopped)
            throws IOException {
        SegmentMatches hits =
                search.search(extent.index().segment(segment), extent.records(segment), extent.end(segment));
        // A search stopped midway may have missed matches.
        if (!stopped.getAsBoolean()) {
            take(segment, hits);
        }
    }

    private synchronized void take(int segment, SegmentMatches hits) {
        SegmentMatches old = segments.getAndSet(segment, hits);
        matches += hits.size() - (old == null ? 0 : old.size());
        int done = searched >> IndexSegment.BITS;
        while (done < segments.length() && segments.get(done) != null) {
            searched = (done << IndexSegment.BITS) + segments.get(done).records();
            done++;
        }
    }

    @Override
    public int searched() {
        return searched;
    }

    @Override
    public int matches() {
        return matches;
    }

    @Override
    public int leftOut() {
        return leftOut.count();
    }

    @Override
    public boolean holds(int record) {
        SegmentMatches hits = hits(record >> IndexSegment.BITS);
        int at = record & IndexSegment.SIZE - 1;
        return hits != null && (hits.word(at >> 6) >>> at & 1) != 0;
    }
}
