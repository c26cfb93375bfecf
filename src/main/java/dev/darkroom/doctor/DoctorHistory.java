package dev.darkroom.doctor;

import dev.darkroom.database.Database;
import dev.darkroom.database.DatabaseReader;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The history of runs and repairs. Blocks. */
public final class DoctorHistory {
    private final DatabaseReader database;

    public DoctorHistory(DatabaseReader database) {
        this.database = database;
    }

    /** A run that has ended, without its individual findings. */
    public record PastRun(UUID id, String actor, Instant startedAt, Instant finishedAt, boolean stopped, long found) {
        public Duration took() {
            return Duration.between(startedAt, finishedAt);
        }
    }

    /** One repair of some or all findings of a kind. */
    public record PastRepair(
            DoctorCheck check,
            Instant at,
            String actor,
            String reason,
            long done,
            long skipped,
            long failed,
            long value) {}

    /** Returns the runs, newest first. */
    public List<PastRun> runs(int limit) {
        return database.read(handle -> handle.createQuery("""
                        select r.id, r.actor, r.started_at, r.finished_at, r.stopped,
                               (select coalesce(sum(found), 0)::bigint from doctor_result where run_id = r.id) as found
                        from doctor_run r order by r.started_at desc, r.id limit :limit
                        """)
                .bind("limit", limit)
                .mapTo(PastRun.class)
                .list());
    }

    /** A run and its results. */
    public record PastResults(PastRun run, List<DoctorCheckResult> results) {}

    /** Returns the last run with its results by kind, without findings. */
    public Optional<PastResults> lastResults() {
        return runs(1).stream().findFirst().map(run -> new PastResults(run, results(run.id())));
    }

    private record ResultRow(
            String kind,
            String state,
            long found,
            long value,
            long looked,
            @Nullable CodedMessage said) {}

    /** Returns a run's results by kind, without findings; kinds that this version does not know are left out. */
    public List<DoctorCheckResult> results(UUID run) {
        List<ResultRow> rows = database.read(handle -> handle.createQuery(
                        "select kind, state, found, value, looked, said from doctor_result where run_id = :run")
                .bind("run", run)
                .mapTo(ResultRow.class)
                .list());
        return Arrays.stream(DoctorCheck.values())
                .flatMap(check -> rows.stream()
                        .filter(row -> row.kind().equals(check.name()))
                        .map(row -> new DoctorCheckResult(
                                check,
                                DoctorCheckResult.State.valueOf(row.state()),
                                row.found(),
                                row.value(),
                                row.looked(),
                                row.said(),
                                List.of())))
                .toList();
    }

    /** Returns the repairs, newest first; of one kind, or of all. */
    public List<PastRepair> repairs(Optional<DoctorCheck> check, int limit) {
        return database.read(handle -> handle.createQuery("""
                        select kind as check, at, actor, reason, done, skipped, failed, value from doctor_repair
                        where kind = any(:kinds) order by id desc limit :limit
                        """)
                .bind(
                        "kinds",
                        check.map(List::of).orElse(List.of(DoctorCheck.values())).stream()
                                .map(Enum::name)
                                .toArray(String[]::new))
                .bind("limit", limit)
                .mapTo(PastRepair.class)
                .list());
    }

    static void save(Database database, DoctorReport report) {
        database.useTransaction(handle -> {
            handle.createUpdate("""
                            insert into doctor_run (id, actor, started_at, finished_at, stopped)
                            values (:id, :actor, :started, :finished, :stopped)
                            """)
                    .bind("id", report.id())
                    .bind("actor", report.actor())
                    .bind("started", report.startedAt().atOffset(ZoneOffset.UTC))
                    .bind("finished", report.finishedAt().atOffset(ZoneOffset.UTC))
                    .bind("stopped", report.stopped())
                    .execute();
            PreparedBatch results = handle.prepareBatch("""
                    insert into doctor_result (run_id, kind, state, found, value, looked, said)
                    values (:run, :kind, :state, :found, :value, :looked, cast(:said as jsonb))
                    """);
            for (DoctorCheckResult result : report.results()) {
                results.bind("run", report.id())
                        .bind("kind", result.check().name())
                        .bind("state", result.state().name())
                        .bind("found", result.found())
                        .bind("value", result.value())
                        .bind("looked", result.checked())
                        .bind(
                                "said",
                                result.said() == null
                                        ? null
                                        : JsonMapping.write(result.said().json()))
                        .add();
            }
            if (!report.results().isEmpty()) {
                results.execute();
            }
        });
    }

    static void save(Database database, DoctorRepairResult repair, String actor, String reason) {
        database.useTransaction(handle -> handle.createUpdate("""
                        insert into doctor_repair (kind, actor, reason, done, skipped, failed, value)
                        values (:kind, :actor, :reason, :done, :skipped, :failed, :value)
                        """)
                .bind("kind", repair.check().name())
                .bind("actor", actor)
                .bind("reason", reason)
                .bind("done", repair.count(DoctorRepairResult.State.DONE))
                .bind("skipped", repair.count(DoctorRepairResult.State.SKIPPED))
                .bind("failed", repair.count(DoctorRepairResult.State.FAILED))
                .bind("value", repair.value())
                .execute());
    }
}
