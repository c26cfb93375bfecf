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
    private static final int MAX_ROTATED = 32;

    /** Rotations handled per refresh; any more are left to the next one. */
    static final int MAX_ROTATIONS = 10;

    private final Path path;
    private final @Nullable IndexStore indexes;
    private final RotationTracker tracker;
    private final List<LogFile> members = new ArrayList<>();
    private final int maxMembers;
    private final boolean followed;

    /** Whether record numbers have changed their meaning since the last refresh that completed. */
    private boolean replaced;

    /** The member that the first pass is reading; null when the pass is complete. */
    private @Nullable LogFile memberBeingRead;

    private volatile @Nullable String gapMessage;

    private RotatedLog(Path path, boolean withPast, boolean followed, @Nullable LogCache cache) throws IOException {
        this.path = path;
        this.followed = followed;
        indexes = LogCache.indexes(cache);
        tracker = new RotationTracker(path, LogCache.copies(cache));
        TailedFile live = TailedFile.open(path, LogCache.copies(cache));
        try {
            if (withPast) {
                RotationTracker.Rotation past = tracker.all(live);
                past.missed().forEach(this::add);
                gapMessage = past.unread();
            } else {
                tracker.markPresent();
            }
        } catch (IOException | RuntimeException exception) {
            live.close();
            throw exception;
        }
        add(live);
        memberBeingRead = members.getFirst();
        maxMembers = Math.min(members.size() + MAX_ROTATED, MergedOrder.MAX_FILES);
    }

    /** @param withPast includes the files already rotated away; otherwise only new content is read */
    public static RotatedLog open(Path path, boolean withPast, @Nullable LogCache cache) throws IOException {
        return new RotatedLog(path, withPast, true, cache);
    }

    /** Opens a file whose name rotation gives to another file: the content stays that of the file that has the name now. */
    public static RotatedLog openUnfollowed(Path path, @Nullable LogCache cache) throws IOException {
        return new RotatedLog(path, false, false, cache);
    }

    static String gapMessage(TailedFile file) {
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

    public boolean isFollowed() {
        return followed;
    }

    /** Returns the members, oldest first; the last one is followed. */
    public List<LogFile> members() {
        return List.copyOf(members);
    }

    /** Returns a sentence about content that could not be found or opened. */
    public Optional<String> gapMessage() {
        return tracker.unopened().or(() -> Optional.ofNullable(gapMessage));
    }

    /** Returns the member that the first pass is reading; null when the pass is complete. */
    @Nullable
    public LogFile memberBeingRead() {
        return memberBeingRead;
    }

    /** Continues the first pass by about {@code maxBytes} bytes, in the order of the members. */
    public void readSome(long maxBytes, LongConsumer progress) throws IOException {
        for (LogFile member : members) {
            memberBeingRead = member;
            if (member.readSome(maxBytes, progress)) {
                return;
            }
        }
        memberBeingRead = null;
    }

    /**
     * Reads what is new. New members are appended to the existing ones, unless this returns {@link LogRecords.Change#REPLACED}:
     * then members were removed, and their holder must close them.
     */
    public LogRecords.Change refresh(LongConsumer progress) throws IOException {
        boolean grown = false;
        for (int rotations = 0; rotations < MAX_ROTATIONS; rotations++) {
            boolean rotated = scanRotation();
            for (LogFile member : members) {
                grown |= member.grow(progress);
            }
            if (!rotated) {
                break;
            }
            grown = true;
        }
        if (members.size() > maxMembers) {
            dropOldest();
        }
        boolean other = replaced;
        replaced = false;
        return other ? LogRecords.Change.REPLACED : grown ? LogRecords.Change.GREW : LogRecords.Change.NONE;
    }

    /** Checks for rotation; true if the name now refers to another file or the file was truncated. */
    public boolean scanRotation() throws IOException {
        LogFile live = members.getLast();
        RotationTracker.Rotation rotation =
                followed ? tracker.scan(live.content().file(), filesRead()) : null;
        if (rotation != null) {
            handleRotation(live, rotation);
            dropOverwritten();
        }
        return rotation != null;
    }

    private Collection<TailedFile> filesRead() {
        return members.stream().map(member -> member.content().file()).toList();
    }

    private void handleRotation(LogFile live, RotationTracker.Rotation rotation) throws IOException {
        if (rotation.unread() != null) {
            gapMessage = rotation.unread();
        }
        TailedFile next = rotation.next();
        if (rotation.truncated()) {
            handleTruncation(live, rotation);
        } else if (next == null) {
            // The file was empty until now, and other files came and went before it received its first bytes.
            SearchableLogFile empty =
                    live.exchange(new SearchableLogFile(rotation.missed().getFirst()));
            live.finish();
            rotation.missed().stream().skip(1).forEach(this::addFinished);
            members.add(LogFile.of(empty, indexes));
        } else if (!live.content().source().canGrow() && live.content().file().isPrefixOf(next)) {
            live.content().keepFormer(live.content().switchTo(next)); // a packed file, replaced by its complete version
        } else {
            live.finish();
            rotation.missed().forEach(this::addFinished);
            add(next);
        }
    }

    /** Drops members overwritten in place, since a copy may be written over the previous one. */
    private void dropOverwritten() throws IOException {
        for (LogFile member : members()) {
            if (member != members.getLast() && member.content().file().isTruncated()) {
                members.remove(member);
                replaced = true;
            }
        }
    }

    private void addFinished(TailedFile missed) {
        add(missed).finish();
    }

    private void handleTruncation(LogFile live, RotationTracker.Rotation rotation) throws IOException {
        TailedFile copy = rotation.copy();
        TailedFile file = live.content().file();
        boolean complete = copy != null && file.isPrefixOf(copy);
        if (copy != null && complete) {
            live.content().switchTo(copy);
        } else {
            gapMessage = gapMessage(file);
            replaced = true;
            live.content().handOver();
            members.removeLast();
            if (copy != null) {
                addFinished(copy);
            }
        }
        file.restart();
        live.finish();
        rotation.missed().forEach(this::addFinished);
        add(file);
    }

    /** Drops the oldest members; their holder must close them. */
    public void dropOldest() {
        members.subList(0, Math.max(1, Math.min(members.size() - 1, MAX_ROTATED / 2)))
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
