package dev.darkroom.app.demo;

import dev.darkroom.database.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The database's record of a demo run: the outcomes of the generations that one actor requested. */
final class DemoCount {
    private final Database database;
    private final String actor;

    DemoCount(Database database, String actor) {
        this.database = database;
        this.actor = actor;
    }

    /** A generation of the run; {@code request} is empty if nothing was submitted or the request is unknown. */
    record Line(UUID id, String status, long credits, boolean refunded, String request) {}

    /** Counts the generations that can still end without an operator. */
    long open() {
        return one(
                "select count(*) from generation where created_by = :actor and status in ('PENDING', 'PROCESSING') and hold is null");
    }

    /** Generations waiting for an operator's decision. */
    List<UUID> held() {
        return database.read(
                handle -> handle.createQuery("select id from generation where created_by = :actor and hold is not null")
                        .bind("actor", actor)
                        .mapTo(UUID.class)
                        .list());
    }

    Map<String, Long> byStatus() {
        return database.read(handle -> {
            Map<String, Long> counts = new LinkedHashMap<>();
            handle.createQuery("select status, count(*) as n from generation where created_by = :actor group by status")
                    .bind("actor", actor)
                    .map((row, _) -> Map.entry(row.getString("status"), row.getLong("n")))
                    .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
            return counts;
        });
    }

    long credits(String kind) {
        return database.read(handle -> handle.createQuery("""
                        select coalesce(sum(abs(t.amount)), 0) from credit_transaction t
                        join generation g on g.id = t.generation_id
                        where g.created_by = :actor and t.kind = :kind
                        """)
                .bind("actor", actor)
                .bind("kind", kind)
                .mapTo(Long.class)
                .one());
    }

    long filesStored() {
        return one("""
                select count(*) from stored_file f join generation g on g.id = f.generation_id
                where g.created_by = :actor and f.state = 'STORED'
                """);
    }

    long bytesStored() {
        return one("""
                select coalesce(sum(f.bytes), 0) from stored_file f join generation g on g.id = f.generation_id
                where g.created_by = :actor and f.state = 'STORED'
                """);
    }

    long warnings() {
        return one("select count(*) from generation where created_by = :actor and warning is not null");
    }

    long mismatches() {
        return one("select count(*) from credit_mismatch m left join generation g on g.id = m.generation_id"
                + " where m.generation_id is null or g.created_by = :actor");
    }

    List<Line> lines() {
        return database.read(handle ->
                handle.createQuery("""
                        select id, status, credits, refunded, coalesce(request_id, '') as request
                        from generation where created_by = :actor order by created_at
                        """).bind("actor", actor).mapTo(Line.class).list());
    }

    /** Returns the causes of failures, most frequent first. */
    List<String> causes() {
        return database.read(handle ->
                handle.createQuery("""
                        select count(*) || ' × ' || error_code from generation
                        where created_by = :actor and status = 'FAILED' group by error_code order by count(*) desc
                        """).bind("actor", actor).mapTo(String.class).list());
    }

    List<DemoReport.Stage> stages() {
        return database.read(this::stages);
    }

    private List<DemoReport.Stage> stages(Handle handle) {
        return handle.createQuery("""
                        with steps as (
                          select case e.kind when 'SUBMITTED' then 'submit' when 'RENDERED' then 'fal'
                                             when 'STORED' then 'store' else 'run' end as name, e.duration_ms as ms
                          from timeline_event e join generation g on g.id = e.generation_id
                          where g.created_by = :actor and e.kind in ('SUBMITTED', 'RENDERED', 'STORED', 'COMPLETED')
                            and e.duration_ms is not null
                          union all
                          select 'wait', extract(epoch from started_at - created_at) * 1000 from generation
                          where created_by = :actor and started_at is not null
                          union all
                          select 'total', extract(epoch from finished_at - created_at) * 1000 from generation
                          where created_by = :actor and status = 'COMPLETED')
                        select name, percentile_cont(0.5) within group (order by ms)::bigint as p50,
                               percentile_cont(0.99) within group (order by ms)::bigint as p99
                        from steps group by name
                        order by array_position(array['wait', 'submit', 'fal', 'store', 'run', 'total'], name)
                        """)
                .bind("actor", actor)
                .mapTo(DemoReport.Stage.class)
                .list();
    }

    private long one(String sql) {
        return database.read(handle ->
                handle.createQuery(sql).bind("actor", actor).mapTo(Long.class).one());
    }
}
