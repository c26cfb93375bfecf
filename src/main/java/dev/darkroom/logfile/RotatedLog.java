package dev.darkroom.logfile;

import dev.darkroom.logfile.index.IndexStore;
import dev.darkroom.logfile.query.LogRecords;
import dev.darkroom.logfile.source.RotationTracker;
import dev.darkroom.logfile.source.TailedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A log file name and the files it has referred to, oldest first; the last one is followed. Rotated files stay open, so nothing
 * is read twice; the copy that {@code copytruncate} makes takes the place of the truncated content. Not thread-safe.
 */
public final class RotatedLog implements AutoCloseable {
    /** How many files rotated away since opening are kept open, even if deleted; beyond that the oldest are dropped. */
    private static final int MOST_MORE = 32;

    /** Rotations handled per refresh; any more are left to the next one. */
    static final int MOST_TURNS = 10;

    private final Path path;
    private final @Nullable IndexStore indexes;
    private final RotationTracker past;
    private final List<LogFile> members = new ArrayList<>();
    private final int most;

    /** Whether record numbers have changed their meaning since the last refresh that completed. */
    private boolean replaced;

    /** The member that the first pass is reading; null when the pass is complete. */
    private @Nullable LogFile reading;

    private volatile @Nullable String gap;

    private RotatedLog(Path path, boolean withPast, @Nullable LogCache cache) throws IOException {
        this.path = path;
        indexes = LogCache.indexes(cache);
        past = new RotationTracker(path, LogCache.copies(cache));
        TailedFile live = TailedFile.open(path, LogCache.copies(cache));
        try {
            if (withPast) {
                past.all(live).forEach(this::add);
            } else {
                past.skipPresent();
            }
        } catch (IOException | RuntimeException exception) {
            live.close();
            throw exception;
        }
        add(live);
        reading = members.getFirst();
        most = Math.min(members.size() + MOST_MORE, MergedOrder.MOST_FILES);
    }

    /** @param withPast includes the files already rotated away; otherwise only new content is read */
    public static RotatedLog open(Path path, boolean withPast, @Nullable LogCache cache) throws IOException {
        return new RotatedLog(path, withPast, cache);
    }

    static String gap(TailedFile file) {
        return file.path() + " was cut, and no copy of what stood in it was found:"
                + " lines that were written just before are missing here.";
    }

    private LogFile add(TailedFile file) {
        LogFile member = LogFile.of(new SearchableLogFile(file), indexes);
        members.add(member);
        return member;
    }

    public Path path() {
        return path;
    }

    /** Returns the members, oldest first; the last one is followed. */
    public List<LogFile> members() {
        return List.copyOf(members);
    }

    /** Returns a sentence about content that could not be found. */
    public Optional<String> gap() {
        return Optional.ofNullable(gap);
    }

    /** Returns the member that the first pass is reading; null when the pass is complete. */
    @Nullable
    public LogFile reading() {
        return reading;
    }

    /** Continues the first pass by about {@code most} bytes, in the order of the members. */
    public void readSome(long most, LongConsumer progress) throws IOException {
        for (LogFile member : members) {
            reading = member;
            if (member.readSome(most, progress)) {
                return;
            }
        }
        reading = null;
    }

    /**
     * Reads what is new. New members are appended to the existing ones, unless this returns {@link LogRecords.Change#REPLACED}:
     * then members were removed, and their holder must close them.
     */
    public LogRecords.Change refresh(LongConsumer progress) throws IOException {
        boolean grown = false;
        for (int turns = 0; turns < MOST_TURNS; turns++) {
            boolean turned = scanRotation();
            for (LogFile member : members) {
                grown |= member.grow(progress);
            }
            if (!turned) {
                break;
            }
            grown = true;
        }
        if (members.size() > most) {
            forgetOldest();
        }
        boolean other = replaced;
        replaced = false;
        return other ? LogRecords.Change.REPLACED : grown ? LogRecords.Change.GREW : LogRecords.Change.NONE;
    }

    /** Checks for rotation; true if the name now refers to another file or the file was truncated. */
    public boolean scanRotation() throws IOException {
        LogFile live = members.getLast();
        RotationTracker.Turn turn = past.scan(live.content().file(), read());
        if (turn != null) {
            turn(live, turn);
            forgetOverwritten();
        }
        return turn != null;
    }

    private Collection<TailedFile> read() {
        return members.stream().map(member -> member.content().file()).toList();
    }

    private void turn(LogFile live, RotationTracker.Turn turn) throws IOException {
        if (turn.unread() != null) {
            gap = turn.unread();
        }
        TailedFile next = turn.next();
        if (turn.cut()) {
            cut(live, turn);
        } else if (next == null) {
            // The file was empty until now, and other files came and went before it received its first bytes.
            SearchableLogFile empty =
                    live.exchange(new SearchableLogFile(turn.missed().getFirst()));
            live.finish();
            turn.missed().stream().skip(1).forEach(this::finished);
            members.add(LogFile.of(empty, indexes));
        } else if (!live.content().source().growing() && live.content().file().standsIn(next)) {
            live.content().leave(live.content().goOnIn(next)); // a packed file, replaced by its complete version
        } else {
            live.finish();
            turn.missed().forEach(this::finished);
            add(next);
        }
    }

    /** Drops members overwritten in place, since a copy may be written over the previous one. */
    private void forgetOverwritten() throws IOException {
        for (LogFile member : members()) {
            if (member != members.getLast() && member.content().file().truncated()) {
                members.remove(member);
                replaced = true;
            }
        }
    }

    private void finished(TailedFile missed) {
        add(missed).finish();
    }

    private void cut(LogFile live, RotationTracker.Turn turn) throws IOException {
        TailedFile copy = turn.copy();
        TailedFile file = live.content().file();
        boolean whole = copy != null && file.standsIn(copy);
        if (copy != null && whole) {
            live.content().goOnIn(copy);
        } else {
            gap = gap(file);
            replaced = true;
            live.content().handOver();
            members.removeLast();
            if (copy != null) {
                finished(copy);
            }
        }
        file.restart();
        live.finish();
        turn.missed().forEach(this::finished);
        add(file);
    }

    /** Drops the oldest members; their holder must close them. */
    public void forgetOldest() {
        members.subList(0, Math.max(1, Math.min(members.size() - 1, MOST_MORE / 2)))
                .clear();
        replaced = true;
    }

    @Override
    public void close() throws IOException {
        for (LogFile member : members) {
            member.close();
        }
    }
}
