package dev.darkroom.doctor;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseReader;
import dev.darkroom.http.RemoteException;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.FileQueries;
import dev.darkroom.storage.IntegrityCheck;
import dev.darkroom.storage.StorageComparison;
import dev.darkroom.storage.StorageDifference;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.access.StorageAccessCheck;
import dev.darkroom.storage.supabase.StoredObject;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Compares the rows of files with the objects in storage. Listings contain sizes; the hash is only in an object's own metadata,
 * which takes a call for each and is read on request. Blocks.
 */
final class DoctorStorageChecks {
    private static final int PAGE = 500;

    private final DatabaseReader database;
    private final SupabaseStorage storage;
    private final FileQueries files;

    DoctorStorageChecks(DatabaseReader database, SupabaseStorage storage) {
        this.database = database;
        this.storage = storage.withTimeout(StorageAccessCheck.TIMEOUT);
        files = new FileQueries(database);
    }

    /** @param hashes whether to check the hash of every object as well */
    List<DoctorCheckResult> run(Set<DoctorCheck> wanted, boolean hashes, DoctorProgress progress) {
        Map<DoctorCheck, DoctorCheckResult.Collector> found = new EnumMap<>(DoctorCheck.class);
        wanted.stream()
                .filter(check -> check.area() == DoctorCheck.Area.STORAGE)
                .forEach(check -> found.put(check, new DoctorCheckResult.Collector(check)));
        if (found.isEmpty()) {
            return List.of();
        }
        CodedMessage failure = null;
        boolean complete = false;
        long[] checked = {0};
        try {
            StorageComparison.Result compared = new StorageComparison(database, storage)
                    .run(progress::isStopped, (reached, differences) -> {
                        checked[0] = reached.rows() + reached.objects();
                        progress.step(
                                CodedMessage.of("doctor.walk.STORAGE", storage.bucket()),
                                reached.objects(),
                                reached.ofRows());
                        differences.forEach(difference -> Optional.ofNullable(found.get(check(difference)))
                                .ifPresent(collector -> collector.add(finding(difference))));
                    });
            complete = compared.complete();
            DoctorCheckResult.Collector content = found.get(DoctorCheck.CONTENT_DIFFERS);
            if (complete && hashes && content != null) {
                complete = hashes(content, progress, compared.progress().rows());
            }
        } catch (RemoteException | DatabaseException unread) {
            failure = CodedError.of(unread);
        }
        List<DoctorCheckResult> results = new ArrayList<>();
        for (DoctorCheckResult.Collector collector : found.values()) {
            results.add(collector.result(checked[0], !complete, failure));
        }
        return results;
    }

    /** Returns false when it was stopped. Sizes have been compared before. */
    private boolean hashes(DoctorCheckResult.Collector content, DoctorProgress progress, long rows) {
        List<StoredFile> page;
        UUID after = new UUID(0, 0);
        long asked = 0;
        do {
            page = page(after);
            for (StoredFile file : page) {
                if (progress.isStopped()) {
                    return false;
                }
                IntegrityCheck check = IntegrityCheck.compare(storage, file, Optional.empty());
                if (check.result() == IntegrityCheck.Result.DIFFERS
                        && check.evidence() != IntegrityCheck.Evidence.SIZE) {
                    content.add(otherHash(file));
                }
                asked++;
                if (asked % 100 == 0) {
                    progress.step(CodedMessage.of("doctor.walk.HASHES"), asked, rows);
                }
            }
            after = page.isEmpty() ? after : page.getLast().id();
        } while (page.size() == PAGE);
        return true;
    }

    private List<StoredFile> page(UUID after) {
        return database.read(handle -> handle.createQuery("select " + StoredFile.COLUMNS + """
                         from stored_file f join generation g on g.id = f.generation_id
                        where f.id > :after and f.state = 'STORED' order by f.id limit :page
                        """)
                .bind("after", after)
                .bind("page", PAGE)
                .mapTo(StoredFile.class)
                .list());
    }

    private static DoctorCheck check(StorageDifference difference) {
        return switch (difference.kind()) {
            case OBJECT_WITHOUT_ROW -> DoctorCheck.OBJECT_WITHOUT_ROW;
            case ROW_WITHOUT_OBJECT -> DoctorCheck.ROW_WITHOUT_OBJECT;
            case SIZE_DIFFERS, OBJECT_OF_MISSING_FILE -> DoctorCheck.CONTENT_DIFFERS;
        };
    }

    private static DoctorFinding finding(StorageDifference difference) {
        StoredFile file = difference.file();
        StoredObject object = difference.object();
        CodedMessage row = file == null
                ? CodedMessage.of("doctor.files.none", difference.path())
                : file.state() == StoredFile.State.STORED
                        ? CodedMessage.of("doctor.files.stored", bytes(file), file.sha256())
                        : CodedMessage.of("doctor.files.missing");
        CodedMessage there = object == null
                ? CodedMessage.of("doctor.storage.none", difference.path())
                : CodedMessage.of("doctor.storage.object", difference.storedBytes());
        DoctorCheck check = check(difference);
        return new DoctorFinding(
                check,
                difference.path(),
                difference.generation().orElse(null),
                file == null ? null : file.id(),
                file == null ? difference.path().replaceFirst("/.*", "") : file.userId(),
                difference.bucket(),
                file == null ? Objects.requireNonNull(object).createdAt().orElse(null) : file.updatedAt(),
                object == null ? bytes(Objects.requireNonNull(file)) : difference.storedBytes(),
                check.first() == DoctorCheck.Side.FILES ? row : there,
                check.first() == DoctorCheck.Side.FILES ? there : row);
    }

    private static DoctorFinding otherHash(StoredFile file) {
        return new DoctorFinding(
                DoctorCheck.CONTENT_DIFFERS,
                file.path(),
                file.generation(),
                file.id(),
                file.userId(),
                file.bucket(),
                file.updatedAt(),
                bytes(file),
                CodedMessage.of("doctor.files.stored", bytes(file), file.sha256()),
                CodedMessage.of("doctor.storage.other.hash", bytes(file)));
    }

    private static long bytes(StoredFile file) {
        Long bytes = file.bytes();
        return bytes == null ? 0 : bytes;
    }

    /**
     * Returns the present state of a finding; empty when it is gone.
     *
     * @throws RemoteException when that cannot be determined
     */
    Optional<DoctorFinding> recheck(DoctorFinding finding) {
        return finding.check() == DoctorCheck.OBJECT_WITHOUT_ROW ? objectAgain(finding) : fileAgain(finding);
    }

    private Optional<DoctorFinding> objectAgain(DoctorFinding finding) {
        Set<String> open = database.read(handle -> new HashSet<>(handle.createQuery("""
                        select 'row' from stored_file where bucket = :bucket and path = :path
                        union all
                        select 'open' from generation
                        where id = :generation and status not in ('COMPLETED', 'FAILED', 'CANCELLED')
                        """)
                .bind("bucket", finding.scope())
                .bind("path", finding.key())
                .bind("generation", finding.generation())
                .mapTo(String.class)
                .list()));
        return open.isEmpty()
                ? storage.withBucket(finding.scope()).find(finding.key()).map(_ -> finding)
                : Optional.empty();
    }

    private Optional<DoctorFinding> fileAgain(DoctorFinding finding) {
        return file(finding).filter(file -> differs(finding.check(), file)).map(_ -> finding);
    }

    /** Returns the current row, if it still has the same path. */
    Optional<StoredFile> file(DoctorFinding finding) {
        return Optional.ofNullable(finding.file())
                .flatMap(files::find)
                .filter(file -> file.path().equals(finding.key()));
    }

    private boolean differs(DoctorCheck check, StoredFile file) {
        IntegrityCheck.Result result =
                IntegrityCheck.compare(storage, file, Optional.empty()).result();
        return file.state() == StoredFile.State.MISSING
                ? (result == IntegrityCheck.Result.GONE) == (check == DoctorCheck.ROW_WITHOUT_OBJECT)
                : result != IntegrityCheck.Result.MATCHES;
    }

    /** Deletes an object without a row; returns true when it existed and is gone now. */
    boolean delete(DoctorFinding finding) {
        return storage.withBucket(finding.scope())
                .delete(List.of(finding.key()))
                .contains(finding.key());
    }
}
