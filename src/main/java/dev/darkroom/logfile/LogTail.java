package dev.darkroom.logfile;

import dev.darkroom.logfile.index.CompiledQuery;
import dev.darkroom.logfile.index.LeftOutRecords;
import dev.darkroom.logfile.parse.ByteScanner;
import dev.darkroom.logfile.parse.CategoryDictionary;
import dev.darkroom.logfile.parse.LogLineHead;
import dev.darkroom.logfile.parse.LogTimestampParser;
import dev.darkroom.logfile.parse.NameCache;
import dev.darkroom.logfile.parse.RecordBoundaryRule;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecord;
import dev.darkroom.logfile.source.RotationTracker;
import dev.darkroom.logfile.source.TailedFile;
import dev.darkroom.logfile.source.UnpackFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Follows a growing log: reads the existing content, then what is appended, across truncation, rotation by rename, deletion and
 * re-creation, and delivers each record exactly once. The owner calls {@link #poll} a few times per second from a single
 * thread. A record is delivered when the next one begins, or when nothing arrived between two polls and it matches so far; a
 * line is held back until its newline arrives or its file is known to be complete.
 */
public final class LogTail implements AutoCloseable {
    /** Longer records are delivered in parts. */
    private static final int MAX_HELD = 4 << 20;

    private static final int READ = 256 << 10;
    private static final int REMEMBERED = 8;

    /** Receives a matching record, or the continuation of the previous one. */
    public interface Receiver {
        /** The bytes are only valid during the call; {@code begins} is false for the continuation of an earlier record. */
        void take(byte[] bytes, int from, int to, boolean begins) throws IOException;
    }

    private final CategoryDictionary categories = new CategoryDictionary();
    private final NameCache cache = new NameCache(categories::number);
    private final LeftOutRecords leftOut = new LeftOutRecords();
    private final CompiledQuery filter;
    private int reportedLeftOut;
    private Optional<String> reportedUnopened = Optional.empty();
    private final LogLineHead head = new LogLineHead();
    private RecordBoundaryRule grouping = new RecordBoundaryRule();
    private final RotationTracker tracker;
    private final boolean followed;
    private TailedFile file;

    /** The files read most recently, including the current one. */
    private final Deque<TailedFile> read = new ArrayDeque<>();

    private final List<String> gaps = new ArrayList<>();

    /** The complete lines of the current record, followed by the start of an incomplete line. */
    private byte[] held = new byte[READ];

    private int start;
    private int line;
    private int end;
    private boolean inLine;
    private boolean begins;
    private short state;
    private long time = LogTimestampParser.NONE;
    private byte decision = CompiledQuery.NO;
    private boolean decided;

    /** How many bytes of the current record were read without a match. */
    private int unmatched;

    private long found;

    private LogTail(Path path, LogQuery query, UnpackFolder copies, boolean followed) throws IOException {
        this.followed = followed;
        filter = new CompiledQuery(query, categories, leftOut);
        tracker = new RotationTracker(path, copies);
        file = TailedFile.open(path, copies);
        read.add(file);
        try {
            tracker.markPresent();
        } catch (IOException | RuntimeException exception) {
            file.close();
            throw exception;
        }
    }

    /**
     * Starts at the first record of the file.
     *
     * @throws IOException with a sentence that names the file
     */
    public static LogTail of(Path path, LogQuery query) throws IOException {
        return of(path, query, UnpackFolder.TEMPORARY);
    }

    /** As {@link #of(Path, LogQuery)}, but decompresses into {@code copies}. */
    public static LogTail of(Path path, LogQuery query, UnpackFolder copies) throws IOException {
        return new LogTail(path, query, copies, true);
    }

    /** As {@link #of(Path, LogQuery, UnpackFolder)}, for a file whose name rotation gives to another file. */
    public static LogTail ofUnfollowed(Path path, LogQuery query, UnpackFolder copies) throws IOException {
        return new LogTail(path, query, copies, false);
    }

    /** Delivers what arrived since the last call; returns the number of records that began. */
    public long poll(Receiver receiver) throws IOException {
        found = 0;
        RotationTracker.Rotation rotation = followed ? tracker.scan(file, read) : null;
        boolean quiet = rotation == null;
        for (int rotations = 0; rotation != null && rotations < RotatedLog.MAX_ROTATIONS; rotations++) {
            handleRotation(rotation, receiver);
            rotation = tracker.scan(file, read);
        }
        if (!drain(file, receiver) && quiet) {
            lines(true, receiver);
            emitMatch(receiver);
        }
        return found;
    }

    private void handleRotation(RotationTracker.Rotation rotation, Receiver receiver) throws IOException {
        if (rotation.unread() != null) {
            gaps.add(rotation.unread());
        }
        if (rotation.truncated()) {
            if (rotation.copy() == null) {
                gaps.add(RotatedLog.gapMessage(file));
            } else {
                drainCopy(rotation.copy(), receiver);
            }
            finishFile(receiver);
            file.restart();
        } else if (rotation.next() != null) {
            // The writer has switched to the new file, so whatever is left in the old one now is final.
            drain(file, receiver);
            finishFile(receiver);
            file.close();
        }
        for (TailedFile missed : rotation.missed()) {
            drain(missed, receiver);
            finishFile(receiver);
            missed.close();
            remember(missed);
        }
        if (rotation.next() != null) {
            file = rotation.next();
            remember(file);
        }
        drain(file, receiver);
    }

    private void remember(TailedFile one) {
        read.addLast(one);
        if (read.size() > REMEMBERED) {
            read.removeFirst();
        }
    }

    /** Drains a copy of the truncated file, unless it holds less than was already read before the truncation. */
    private void drainCopy(TailedFile copy, Receiver receiver) throws IOException {
        try (copy) {
            if (file.isPrefixOf(copy)) {
                copy.resumeFrom(file);
                drain(copy, receiver);
            }
        }
        remember(copy);
    }

    /**
     * Returns a sentence for each gap found since the last call, one for a new file that cannot be opened, and one for the
     * records on which the expression took too long.
     */
    public List<String> gaps() {
        int slow = leftOut.count() - reportedLeftOut;
        if (slow > 0) {
            gaps.add(LeftOutRecords.sentence(slow));
            reportedLeftOut += slow;
        }
        Optional<String> unopened = tracker.unopened();
        if (!unopened.equals(reportedUnopened)) {
            unopened.ifPresent(gaps::add);
            reportedUnopened = unopened;
        }
        List<String> told = List.copyOf(gaps);
        gaps.clear();
        return told;
    }

    /** Writes the matching records that arrived since the last call, byte for byte; returns their number. */
    public long poll(OutputStream out) throws IOException {
        return poll((bytes, from, to, _) -> out.write(bytes, from, to - from));
    }

    /**
     * Returns the matching records that arrived since the last call; a late continuation of an earlier record is returned as a
     * record without a head.
     */
    public List<LogRecord> poll() throws IOException {
        List<LogRecord> records = new ArrayList<>();
        poll((bytes, from, to, _) -> records.add(LogRecord.of(0, 0, to - from, bytes, from, to, false)));
        return records;
    }

    private boolean drain(TailedFile from, Receiver receiver) throws IOException {
        boolean any = false;
        while (true) {
            makeRoom(receiver);
            int count = from.read(held, end, held.length - end);
            if (count == 0) {
                return any;
            }
            any = true;
            end += count;
            lines(false, receiver);
        }
    }

    private void makeRoom(Receiver receiver) throws IOException {
        if (held.length - end >= READ / 2) {
            return;
        }
        if (start == 0 && held.length >= MAX_HELD) {
            emitLongRecord(receiver);
        }
        byte[] room = end - start > held.length / 2 ? new byte[held.length * 2] : held;
        System.arraycopy(held, start, room, 0, end - start);
        held = room;
        line -= start;
        end -= start;
        start = 0;
    }

    private void emitLongRecord(Receiver receiver) throws IOException {
        // After a hole of NUL bytes the line has not begun yet.
        if (!inLine && ByteScanner.skip(held, line, end, (byte) 0) < end) {
            int to = newline(line);
            head.parse(held, line, to, end);
            beginLine(line, to, receiver);
            inLine = true;
        }
        line = end;
        emitRecords(end, receiver);
    }

    /** Takes the complete lines; a head that goes on in lines not yet here waits for them unless {@code quiet}. */
    private void lines(boolean quiet, Receiver receiver) throws IOException {
        for (int to = newline(line); to < end; to = newline(line)) {
            int last = to;
            if (!inLine && grouping.mayBegin(held, line, to)) {
                head.parse(held, line, to, end);
                last = head.end > to ? newline(head.end) : to;
                if (last == end || (head.undecided && !quiet)) {
                    return;
                }
                beginLine(line, to, receiver);
            }
            inLine = false;
            line = last + 1;
        }
    }

    private int newline(int from) {
        return ByteScanner.indexOf(held, from, end, (byte) '\n');
    }

    /** Begins a record at a line whose head is parsed, if one begins there. */
    private void beginLine(int from, int to, Receiver receiver) throws IOException {
        boolean timed = head.time != LogTimestampParser.NONE;
        if (timed) {
            grouping.timed();
        }
        if (!timed && !grouping.begins(head, held, from, to)) {
            return;
        }
        int tag = head.categoryFrom < 0
                ? CategoryDictionary.NONE
                : cache.number(head.bytes, head.categoryFrom, head.categoryTo);
        short newState = (short) (tag << 3 | head.level.ordinal());
        long newTime = head.time;
        emitRecords(from, receiver);
        state = newState;
        time = newTime;
        begins = true;
        decided = false;
        unmatched = 0;
    }

    /** Delivers what there is of the record, unless it has yet to match: it may do so in lines that are not yet here. */
    private void emitMatch(Receiver receiver) throws IOException {
        if (!decided && filter.decide(state, time) == CompiledQuery.MUST_READ) {
            if (line - start == unmatched || !filter.matches(held, start, line)) {
                unmatched = line - start;
                return;
            }
            decision = CompiledQuery.YES;
            decided = true;
        }
        emitRecords(line, receiver);
    }

    /** Delivers the record, or the rest of it, that ends before {@code to}, and discards its bytes. */
    private void emitRecords(int to, Receiver receiver) throws IOException {
        if (to == start) {
            return;
        }
        if (!decided) {
            decision = filter.decide(state, time);
            if (decision == CompiledQuery.MUST_READ) {
                decision = filter.matches(held, start, to) ? CompiledQuery.YES : CompiledQuery.NO;
            }
            decided = true;
        }
        if (decision == CompiledQuery.YES) {
            found += begins ? 1 : 0;
            receiver.take(held, start, to, begins);
        }
        begins = false;
        start = to;
    }

    /** Delivers the last line and record: the file will not grow any more, so both are complete. */
    private void finishFile(Receiver receiver) throws IOException {
        lines(true, receiver);
        if (end > line && !inLine) {
            int to = newline(line);
            head.parse(held, line, to, end);
            beginLine(line, to, receiver);
        }
        inLine = false;
        line = end;
        emitRecords(end, receiver);
        grouping = grouping.isTimed() ? grouping : new RecordBoundaryRule();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
