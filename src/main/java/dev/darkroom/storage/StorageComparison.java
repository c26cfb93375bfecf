package dev.darkroom.storage;

import dev.darkroom.database.DatabaseReader;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.http.RetryingHttpCall;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.access.StorageAccessCheck;
import dev.darkroom.storage.supabase.StoredObject;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares file rows with the objects in storage, in both directions. Both sides are paged in byte order of the path and
 * merged, so memory is limited to two pages, however large the storage. Blocks for the entire comparison and changes nothing.
 *
 * <p>Generations continue meanwhile. Only rows from before the start of the comparison are compared, because their objects
 * already existed then. An object counts as left over only when its generation has ended or is unknown, because its row is
 * written before that.
 */
public final class StorageComparison {
    private static final int PAGE = 1000;

    /** {@code user/generation/number-name}: anything else in the bucket is not ours. */
    private static final Pattern OURS =
            Pattern.compile("[^/]+/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/\\d+-[^/]+");

    private final DatabaseReader database;
    private final SupabaseStorage storage;
    private final int page;
    private final RetryingHttpCall retry = new RetryingHttpCall(4, Duration.ofMillis(300), Duration.ofSeconds(5));

    public StorageComparison(DatabaseReader database, SupabaseStorage storage) {
        this(database, storage, PAGE);
    }

    StorageComparison(DatabaseReader database, SupabaseStorage storage, int page) {
        this.database = database;
        this.storage = storage.withTimeout(StorageAccessCheck.TIMEOUT);
        this.page = page;
    }

    /**
     * The progress of a comparison.
     *
     * @param rows rows compared so far
     * @param ofRows total number of rows
     * @param objects objects compared so far
     * @param bytes total size of these objects
     * @param foreign objects among them whose path is not in our format; these are left alone
     */
    public record Progress(long rows, long ofRows, long objects, long bytes, long foreign) {}

    /** Receives each page on the comparing thread. */
    public interface Listener {
        void compared(Progress progress, List<StorageDifference> found);
    }

    /** @param complete false when stopped early */
    public record Result(Progress progress, boolean complete) {}

    /**
     * Runs the whole comparison.
     *
     * @param stopped polled before each page
     * @throws RemoteException when storage is unavailable, or when the key or bucket is wrong: with a wrong key every file
     *     looks missing
     */
    public Result run(BooleanSupplier stopped, Listener listener) {
        new StorageAccessCheck(storage).check().failure().ifPresent(failure -> {
            throw failure;
        });
        Beginning beginning =
                database.read(handle -> handle.createQuery("select now() as at, count(*) as rows from stored_file")
                        .mapTo(Beginning.class)
                        .one());
        Set<String> buckets = database.read(handle -> handle.createQuery("select distinct bucket from stored_file")
                .mapTo(String.class)
                .set());
        Pass pass = new Pass(beginning, stopped, listener);
        boolean complete = pass.compare(storage.bucket());
        for (Iterator<String> others = buckets.iterator(); complete && others.hasNext(); ) {
            String other = others.next();
            complete = other.equals(storage.bucket()) || pass.compare(other);
        }
        return new Result(pass.progress(), complete);
    }

    private record Beginning(Instant at, long rows) {}

    /** A single comparison. */
    private final class Pass {
        private final Beginning beginning;
        private final BooleanSupplier stopped;
        private final Listener listener;
        private final List<StorageDifference> found = new ArrayList<>();
        private final List<StoredObject> withoutRow = new ArrayList<>();
        private long rows;
        private long objects;
        private long bytes;
        private long foreign;
        private long steps;

        Pass(Beginning beginning, BooleanSupplier stopped, Listener listener) {
            this.beginning = beginning;
            this.stopped = stopped;
            this.listener = listener;
        }

        Progress progress() {
            return new Progress(rows, beginning.rows(), objects, bytes, foreign);
        }

        /** Returns false when stopped. */
        boolean compare(String bucket) {
            PageReader<StoredFile> files = new PageReader<>(StoredFile::path, new RowPages(bucket)::next);
            PageReader<StoredObject> there =
                    new PageReader<>(StoredObject::key, new ObjectPages(storage.withBucket(bucket))::next);
            while (true) {
                if (steps++ % page == 0 && stopped.getAsBoolean()) {
                    return false;
                }
                StoredFile file = files.peek();
                StoredObject object = there.peek();
                if (file == null && object == null) {
                    reportProgress(bucket);
                    return true;
                }
                int order = file == null ? 1 : object == null ? -1 : file.path().compareTo(object.key());
                if (order <= 0) {
                    files.take();
                    rows++;
                }
                if (order >= 0) {
                    there.take();
                    objects++;
                    bytes += Math.max(0, Objects.requireNonNull(object).size());
                }
                compare(order <= 0 ? file : null, order >= 0 ? object : null);
                if (steps % page == 0) {
                    reportProgress(bucket);
                }
            }
        }

        private void compare(@Nullable StoredFile file, @Nullable StoredObject object) {
            if (file == null) {
                if (object != null && OURS.matcher(object.key()).matches()) {
                    withoutRow.add(object);
                } else {
                    foreign++;
                }
            } else if (file.updatedAt().isBefore(beginning.at())) {
                kind(file, object)
                        .map(kind -> new StorageDifference(
                                kind, file.bucket(), file.path(), Optional.of(file.generation()), file, object))
                        .ifPresent(found::add);
            }
        }

        private Optional<StorageDifference.Kind> kind(StoredFile file, @Nullable StoredObject object) {
            if (object == null) {
                return Optional.of(StorageDifference.Kind.ROW_WITHOUT_OBJECT);
            }
            if (file.state() == StoredFile.State.MISSING) {
                return Optional.of(StorageDifference.Kind.OBJECT_OF_MISSING_FILE);
            }
            boolean same = object.size() < 0 || Objects.equals(file.bytes(), object.size());
            return same ? Optional.empty() : Optional.of(StorageDifference.Kind.SIZE_DIFFERS);
        }

        private void reportProgress(String bucket) {
            removeNotOwed(found);
            found.addAll(leftOver(bucket, withoutRow));
            withoutRow.clear();
            listener.compared(progress(), List.copyOf(found));
            found.clear();
        }
    }

    /** Removes the missing files of generations that were not completed: their users have their credits back. */
    private void removeNotOwed(List<StorageDifference> found) {
        Set<UUID> missing = found.stream()
                .filter(StorageDifference::isKnown)
                .flatMap(difference -> difference.generation().stream())
                .collect(Collectors.toSet());
        if (missing.isEmpty()) {
            return;
        }
        Set<UUID> completed = database.read(
                handle -> handle.createQuery("select id from generation where id = any(:ids) and status = 'COMPLETED'")
                        .bind("ids", missing.toArray(UUID[]::new))
                        .mapTo(UUID.class)
                        .set());
        found.removeIf(difference -> difference.isKnown()
                && difference.generation().filter(completed::contains).isEmpty());
    }

    /**
     * Returns the objects that are left over, excluding those whose row is still to be written; queried after the objects were
     * listed.
     */
    private List<StorageDifference> leftOver(String bucket, List<StoredObject> objects) {
        if (objects.isEmpty()) {
            return List.of();
        }
        Map<String, UUID> generations = objects.stream()
                .collect(Collectors.toMap(StoredObject::key, object -> generation(object.key()), (a, _) -> a));
        return database.read(handle -> {
            Set<String> known = new HashSet<>(
                    handle.createQuery("select path from stored_file where bucket = :bucket and path = any(:paths)")
                            .bind("bucket", bucket)
                            .bind("paths", generations.keySet().toArray(String[]::new))
                            .mapTo(String.class)
                            .list());
            Map<UUID, Boolean> ended = handle
                    .createQuery("""
                            select id, status in ('COMPLETED', 'FAILED', 'CANCELLED') as ended
                            from generation where id = any(:ids)
                            """)
                    .bind("ids", generations.values().stream().distinct().toArray(UUID[]::new))
                    .mapTo(EndedGeneration.class)
                    .stream()
                    .collect(Collectors.toMap(EndedGeneration::id, EndedGeneration::ended));
            return objects.stream()
                    .filter(object -> !known.contains(object.key()))
                    .filter(object -> ended.getOrDefault(generation(object.key()), true))
                    .map(object -> new StorageDifference(
                            StorageDifference.Kind.OBJECT_WITHOUT_ROW,
                            bucket,
                            object.key(),
                            Optional.of(generation(object.key())).filter(ended::containsKey),
                            null,
                            object))
                    .toList();
        });
    }

    private record EndedGeneration(UUID id, boolean ended) {}

    private static UUID generation(String key) {
        Matcher matcher = OURS.matcher(key);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(key);
        }
        return UUID.fromString(matcher.group(1));
    }

    private final class RowPages {
        private final String bucket;
        private String last = "";
        private boolean ended;

        RowPages(String bucket) {
            this.bucket = bucket;
        }

        List<StoredFile> next() {
            if (ended) {
                return List.of();
            }
            List<StoredFile> rows = database.read(handle -> handle.createQuery("select " + StoredFile.COLUMNS + """
                             from stored_file f join generation g on g.id = f.generation_id
                            where f.bucket = :bucket and f.path > :last order by f.path limit :page
                            """)
                    .bind("bucket", bucket)
                    .bind("last", last)
                    .bind("page", page)
                    .mapTo(StoredFile.class)
                    .list());
            ended = rows.size() < page;
            last = rows.isEmpty() ? last : rows.getLast().path();
            return rows;
        }
    }

    private final class ObjectPages {
        private final SupabaseStorage bucket;
        private @Nullable String cursor;
        private boolean ended;

        ObjectPages(SupabaseStorage bucket) {
            this.bucket = bucket;
        }

        List<StoredObject> next() {
            // A page may be empty without being the last.
            while (!ended) {
                SupabaseStorage.ObjectPage read = retry.call(this::page);
                cursor = read.cursor();
                ended = cursor == null;
                if (!read.objects().isEmpty()) {
                    return read.objects();
                }
            }
            return List.of();
        }

        private SupabaseStorage.ObjectPage page() {
            try {
                return bucket.list(cursor, page);
            } catch (RemoteException failure) {
                // A bucket named by rows but deleted since is empty.
                if (SupabaseStorage.isBucketMissing(failure) && !bucket.bucket().equals(storage.bucket())) {
                    return new SupabaseStorage.ObjectPage(List.of(), null);
                }
                throw failure;
            }
        }
    }

    /** Iterates over paged lines, whose keys must increase: any other order would make everything look missing. */
    private static final class PageReader<T> {
        private final Function<T, String> key;
        private final Supplier<List<T>> pages;
        private Iterator<T> lines = List.<T>of().iterator();
        private @Nullable T next;
        private String last = "";

        PageReader(Function<T, String> key, Supplier<List<T>> pages) {
            this.key = key;
            this.pages = pages;
        }

        @Nullable
        T peek() {
            if (next == null) {
                if (!lines.hasNext()) {
                    lines = pages.get().iterator();
                }
                next = lines.hasNext() ? checked(lines.next()) : null;
            }
            return next;
        }

        void take() {
            next = null;
        }

        private T checked(T line) {
            String now = key.apply(line);
            if (now.compareTo(last) <= 0) {
                throw new RemoteException(
                        SupabaseStorage.SERVICE,
                        0,
                        "BadAnswer",
                        CodedMessage.of("storage.unordered", now, last),
                        RemoteFailureKind.FINAL);
            }
            last = now;
            return line;
        }
    }
}
