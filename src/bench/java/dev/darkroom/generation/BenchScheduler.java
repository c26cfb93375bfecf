package dev.darkroom.generation;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import dev.darkroom.database.BenchServer;
import dev.darkroom.database.Database;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.TimeOrderedId;
import dev.darkroom.database.writer.GroupCommitWriter;
import dev.darkroom.event.EventBus;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.engine.EngineRegistry;
import dev.darkroom.generation.engine.GenerationRunRepository;
import dev.darkroom.json.JsonMapping;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.Handle;

/**
 * The same statements under db-scheduler, tuned for throughput as its documentation recommends: lock-and-fetch polling, many
 * threads. Each statement is a separate transaction; creating and scheduling share one.
 */
public final class BenchScheduler implements AutoCloseable {
    private static final int THREADS = 24;
    private static final int ASKING = 16;
    private static final String TABLE = """
            create table if not exists scheduled_tasks (
              task_name text not null, task_instance text not null, task_data bytea,
              execution_time timestamptz not null, picked boolean not null, picked_by text,
              last_success timestamptz, last_failure timestamptz, consecutive_failures int,
              last_heartbeat timestamptz, version bigint not null, priority smallint,
              primary key (task_name, task_instance));
            create index if not exists execution_time_idx on scheduled_tasks (execution_time);
            create index if not exists last_heartbeat_idx on scheduled_tasks (last_heartbeat);
            """;

    private final Database database;
    private final GroupCommitWriter writer;
    private final HikariDataSource pool;
    private final Scheduler scheduler;
    private final UUID owner = UUID.randomUUID();

    public BenchScheduler(DatabaseSettings settings) {
        database = Database.open(settings);
        writer = BenchServer.oneByOne(database, 48);
        database.useTransaction(handle -> handle.execute(TABLE));
        new EngineRegistry(database).begin(owner, THREADS);
        BenchSteps steps = new BenchSteps(new GenerationRunRepository(writer, new EventBus(), "scheduler"), false);
        OneTimeTask<Void> task = Tasks.oneTime("generate")
                .execute((instance, _) -> steps.run(processing(UUID.fromString(instance.getId()))));
        pool = BenchServer.pool(settings, THREADS + 4);
        scheduler = Scheduler.create(pool, task)
                .threads(THREADS)
                .pollUsingLockAndFetch(1.0, 4.0)
                .pollingInterval(Duration.ofMillis(50))
                .build();
        scheduler.start();
    }

    /** What the claim of an engine is here: db-scheduler has picked the task, the row says so. */
    private Generation processing(UUID id) {
        return database.inTransaction(handle -> handle.createQuery("""
                        with claimed as (
                          update generation set status = 'PROCESSING', stage = 'SUBMITTING', owner = :owner,
                                 lease_until = clock_timestamp() + interval '5 minutes', epoch = epoch + 1,
                                 attempt = attempt + 1, started_at = clock_timestamp(), updated_at = clock_timestamp()
                          where id = :id and status = 'PENDING' returning *),
                        noted as (
                          insert into timeline_event (generation_id, kind, attempt, stage, actor)
                          select id, 'CLAIMED', attempt, stage, 'scheduler' from claimed)
                        select g.*, j.status_url, j.response_url, j.cancel_url
                        from claimed g left join fal_job j on j.request_id = g.request_id
                        """)
                .bind("owner", owner)
                .bind("id", id)
                .map(new GenerationMapper())
                .one());
    }

    public void ask(int count, int users) throws InterruptedException {
        Semaphore asking = new Semaphore(ASKING);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                GenerationRequest request = BenchSteps.request("user-" + i % users);
                asking.acquire();
                threads.submit(() -> {
                    try {
                        database.useTransaction(handle -> create(handle, request));
                    } finally {
                        asking.release();
                    }
                });
            }
        }
    }

    private static void create(Handle handle, GenerationRequest request) {
        UUID id = TimeOrderedId.next();
        handle.createQuery("""
                        select outcome from create_generation(
                          :id, :user, :model, 'IMAGE', cast(:input as jsonb), :prompt, :credits, null, 'bench', 5)
                        """)
                .bind("id", id)
                .bind("user", request.userId())
                .bind("model", request.model())
                .bind("input", JsonMapping.write(request.input()))
                .bind("prompt", "a heron in the morning mist, long lens")
                .bind("credits", ModelCatalog.builtIn().require(request.model()).price(request.input()))
                .mapTo(String.class)
                .one();
        handle.createUpdate("""
                        insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                        values ('generate', :id, now(), false, 1)
                        """).bind("id", id.toString()).execute();
    }

    public double number(String sql) {
        return database.read(
                handle -> handle.createQuery(sql).mapTo(Double.class).one());
    }

    @Override
    public void close() {
        scheduler.stop();
        pool.close();
        writer.close();
        database.close();
    }
}
