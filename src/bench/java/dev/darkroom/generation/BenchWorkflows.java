package dev.darkroom.generation;

import com.zaxxer.hikari.HikariDataSource;
import dev.darkroom.database.BenchServer;
import dev.darkroom.database.DatabaseSettings;
import dev.dbos.transact.DBOS;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The five steps of {@link BenchSteps} as one workflow of DBOS Transact, which saves the result of each step and nothing else:
 * no credits, no timeline, no row that a list could show. Tuned for throughput: called without a queue, so that nothing is
 * polled; one connection per thread; no listener, no admin server.
 */
public final class BenchWorkflows implements AutoCloseable {
    private static final int THREADS = 16;

    private final HikariDataSource pool;
    private final DBOS dbos;
    private final Picture picture;

    /** DBOS calls workflows through an interface. */
    public interface Picture {
        String make(String id, String user);
    }

    private record Steps(DBOS dbos) implements Picture {
        @Override
        @Workflow(name = "picture")
        public String make(String id, String user) {
            String input = dbos.runStep(() -> "{\"prompt\":\"a heron in the morning mist, long lens\"}", "submitting");
            String request = dbos.runStep(
                    () -> BenchSteps.request(UUID.fromString(id)).statusUrl().toString(), "submitted");
            String result = dbos.runStep(() -> BenchSteps.RESULT, "rendered");
            String path = dbos.runStep(() -> user + "/" + id + "/0-b.png", "stored");
            String url = dbos.runStep(() -> BenchSteps.url(path).toString(), "completed");
            if (input.isEmpty() || request.isEmpty() || result.isEmpty()) {
                throw new IllegalStateException("A step of " + id + " gave nothing.");
            }
            return url;
        }
    }

    public BenchWorkflows(DatabaseSettings settings) {
        pool = BenchServer.pool(settings, THREADS + 4);
        dbos = new DBOS(DBOSConfig.defaults("bench")
                .withDataSource(pool)
                .withAppVersion("bench")
                .withAdminServer(false)
                .withUseListenNotify(false));
        picture = dbos.registerProxy(Picture.class, new Steps(dbos));
        dbos.launch();
    }

    /** Comes back when all have ended. */
    public void run(int count, int users) throws Exception {
        AtomicInteger next = new AtomicInteger();
        Callable<Void> caller = () -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                picture.make(UUID.randomUUID().toString(), "user-" + i % users);
            }
            return null;
        };
        List<Future<Void>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < THREADS; i++) {
                callers.add(threads.submit(caller));
            }
        }
        for (Future<Void> done : callers) {
            done.get();
        }
    }

    /** How many workflows and steps DBOS has saved, so that nobody is measured who saved nothing. */
    public void check(DatabaseSettings settings, int count) throws Exception {
        try (var connection = BenchServer.connect(settings);
                var rows = connection.createStatement().executeQuery("""
                        select (select count(*) from dbos.workflow_status where status = 'SUCCESS'),
                               (select count(*) from dbos.operation_outputs)
                        """)) {
            rows.next();
            if (rows.getLong(1) != count || rows.getLong(2) != 5L * count) {
                throw new IllegalStateException("DBOS saved " + rows.getLong(1) + " workflows with " + rows.getLong(2)
                        + " steps instead of " + count + " with five each.");
            }
        }
    }

    @Override
    public void close() {
        dbos.close();
        pool.close();
    }
}
