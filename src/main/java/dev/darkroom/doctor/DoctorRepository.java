package dev.darkroom.doctor;

import dev.darkroom.database.Database;
import dev.darkroom.json.JsonMapping;
import java.time.ZoneOffset;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Stores the history of runs and repairs. Blocks. */
final class DoctorRepository {
    private final Database database;

    DoctorRepository(Database database) {
        this.database = database;
    }

    void save(DoctorReport report) {
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

    void save(DoctorRepairResult repair, String actor, String reason) {
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
