package dev.darkroom.doctor;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseReader;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Scans generations, ledger and accounts in ranges, with a read-only transaction each, so that neither a lock nor an old
 * snapshot delays anybody. A range that takes too long is halved. Blocks.
 */
final class DoctorDatabaseChecks {
    /** The time limit of one statement. */
    private static final int MAX_QUERY_MILLIS = 4_000;

    private static final int MIN_PAGE = 25;
    private static final String TIMED_OUT = "57014";

    private final DatabaseReader database;

    DoctorDatabaseChecks(DatabaseReader database) {
        this.database = database;
    }

    private record Bounds(String last1, String last2, long n) {}

    /** The findings of one range. */
    private record Stretch(Bounds bounds, List<DoctorFinding> findings) {}

    /** Runs all requested kinds of the area in one scan. */
    List<DoctorCheckResult> run(DoctorCheckSql.Walk walk, Set<DoctorCheck> wanted, DoctorProgress progress) {
        Map<DoctorCheck, DoctorCheckResult.Collector> found = new EnumMap<>(DoctorCheck.class);
        wanted.stream()
                .filter(check -> check.area() == walk.area())
                .forEach(check -> found.put(check, new DoctorCheckResult.Collector(check)));
        if (found.isEmpty()) {
            return List.of();
        }
        long checked = 0;
        CodedMessage failure = null;
        boolean complete = false;
        try {
            long expected = expected(walk);
            CodedMessage what = CodedMessage.of("doctor.walk." + walk);
            List<String> after = walk.start();
            int page = walk.page();
            while (!complete && !progress.isStopped()) {
                progress.step(what, checked, expected);
                Optional<Stretch> stretch;
                try {
                    stretch = read(walk, found.keySet(), after, page);
                } catch (DatabaseException tooLong) {
                    if (!tooLong.state().equals(TIMED_OUT) || page <= MIN_PAGE) {
                        throw tooLong;
                    }
                    page /= 2;
                    continue;
                }
                complete = stretch.isEmpty();
                if (stretch.isPresent()) {
                    stretch.get()
                            .findings()
                            .forEach(finding -> collector(found, finding).add(finding));
                    checked += stretch.get().bounds().n();
                    after = List.of(
                            stretch.get().bounds().last1(),
                            stretch.get().bounds().last2());
                }
            }
        } catch (DatabaseException unread) {
            failure = CodedError.of(unread);
        }
        List<DoctorCheckResult> results = new ArrayList<>();
        for (DoctorCheckResult.Collector collector : found.values()) {
            results.add(collector.result(checked, !complete, failure));
        }
        return results;
    }

    private static DoctorCheckResult.Collector collector(
            Map<DoctorCheck, DoctorCheckResult.Collector> found, DoctorFinding finding) {
        return Objects.requireNonNull(found.get(finding.check()));
    }

    private Optional<Stretch> read(DoctorCheckSql.Walk walk, Set<DoctorCheck> checks, List<String> after, int page) {
        return database.read(handle -> {
            limit(handle);
            Optional<Bounds> bounds = handle.createQuery(walk.bounds())
                    .bind("after1", after.getFirst())
                    .bind("after2", after.getLast())
                    .bind("page", page)
                    .mapTo(Bounds.class)
                    .findOne();
            return bounds.map(last -> {
                List<DoctorFinding> findings = new ArrayList<>();
                for (DoctorCheck check : checks) {
                    findings.addAll(handle.createQuery(walk.find(check))
                            .bind("after1", after.getFirst())
                            .bind("after2", after.getLast())
                            .bind("last1", last.last1())
                            .bind("last2", last.last2())
                            .map((row, _) -> finding(check, row))
                            .list());
                }
                return new Stretch(last, findings);
            });
        });
    }

    /** Returns the present state of a finding; empty when it is gone. */
    Optional<DoctorFinding> recheck(DoctorFinding finding) {
        for (DoctorCheckSql.Walk walk : DoctorCheckSql.Walk.values()) {
            if (walk.area() == finding.check().area()) {
                return database.read(handle -> {
                    limit(handle);
                    return handle.createQuery(walk.findOne(finding.check()))
                            .bind("key", finding.key())
                            .map((row, _) -> finding(finding.check(), row))
                            .findFirst();
                });
            }
        }
        throw new IllegalArgumentException(finding.check() + " is not found in the database");
    }

    private long expected(DoctorCheckSql.Walk walk) {
        return database.read(handle -> handle.createQuery(
                        "select greatest(0, reltuples)::bigint from pg_class where oid = cast(:table as regclass)")
                .bind("table", walk.table())
                .mapTo(Long.class)
                .one());
    }

    /** A range is small compared to the table on its other side: that is looked up by its index, and never read as a whole. */
    private static void limit(Handle handle) {
        handle.execute("set local statement_timeout = " + MAX_QUERY_MILLIS
                + "; set local enable_hashjoin = off; set local enable_mergejoin = off");
    }

    private static DoctorFinding finding(DoctorCheck check, ResultSet row) throws SQLException {
        String user = row.getString("user_id");
        @Nullable OffsetDateTime at = row.getObject("at", OffsetDateTime.class);
        return new DoctorFinding(
                check,
                row.getString("key"),
                row.getObject("generation", UUID.class),
                null,
                user == null ? "" : user,
                "",
                at == null ? null : at.toInstant(),
                row.getLong("value"),
                CodedMessage.read(JsonMapping.parse(row.getString("one"))),
                CodedMessage.read(JsonMapping.parse(row.getString("other"))));
    }
}
