package dev.darkroom.generation;

import dev.darkroom.credit.CreditLedger;
import dev.darkroom.database.Database;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.writer.GroupCommitWriter;
import dev.darkroom.event.EventBus;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.engine.EngineRegistry;
import dev.darkroom.generation.engine.EngineSettings;
import dev.darkroom.generation.engine.EngineWakeups;
import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.generation.engine.GenerationRunRepository;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.ToDoubleFunction;

/** The engine with its real loop, claims, writer and statements; its runs wait for nothing outside of the database. */
public final class BenchEngine implements AutoCloseable {
    /** So many ask at once, as the threads of a busy service do. */
    private static final int ASKING = 2_000;

    final Database database;
    final GenerationService service;
    public final GenerationEngine engine;
    final GroupCommitWriter writer;
    final EventBus events = new EventBus();
    private final EngineWakeups wakeups;

    public BenchEngine(DatabaseSettings settings, int capacity) {
        this(settings, capacity, false);
    }

    /** @param looked whether its runs ask fal.ai while the job runs */
    public BenchEngine(DatabaseSettings settings, int capacity, boolean looked) {
        database = Database.open(settings);
        writer = GroupCommitWriter.open(database.settings(), 2);
        GenerationRepository generations = new GenerationRepository(database, writer);
        service = new GenerationService(ModelCatalog.builtIn(), generations, events);
        wakeups = new EngineWakeups(database.notifications(), events);
        engine = new GenerationEngine(
                EngineSettings.sandbox(capacity),
                new EngineRegistry(database),
                generations,
                new ServiceCircuitBreaker(database, events, Map.of(), EngineSettings.DEFAULT.probeAfter()),
                wakeups,
                events,
                id -> {
                    BenchSteps steps =
                            new BenchSteps(new GenerationRunRepository(writer, events, EngineName.of(id)), looked);
                    return (generation, _) -> () -> steps.run(generation);
                });
    }

    public void fundAccounts(int users) {
        CreditLedger ledger = new CreditLedger(database, events);
        for (int user = 0; user < users; user++) {
            ledger.grant("user-" + user, 1_000_000_000, "bench", "bench");
        }
    }

    /** Asks for so many, of so many users in turn; comes back when all are created. */
    public void ask(int count, int users) throws InterruptedException {
        Semaphore asking = new Semaphore(ASKING);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                String user = "user-" + i % users;
                asking.acquire();
                threads.submit(() -> {
                    try {
                        service.create(BenchSteps.request(user));
                    } finally {
                        asking.release();
                    }
                });
            }
        }
    }

    public void awaitCompleted(int count) throws InterruptedException {
        awaitCompleted(this::number, count);
    }

    /** Looks for one that is open: counting those that are not would cost more than the work at the end of a long round. */
    public static void awaitCompleted(ToDoubleFunction<String> number, int count) throws InterruptedException {
        while (number.applyAsDouble("select count(*) from (select from generation"
                        + " where status in ('PENDING', 'PROCESSING') limit 1) as open")
                > 0) {
            Thread.sleep(20);
        }
        double completed = number.applyAsDouble("select count(*) from generation where status = 'COMPLETED'");
        if (completed < count) {
            throw new IllegalStateException("Only " + completed + " of " + count + " were completed.");
        }
    }

    double number(String sql) {
        return database.read(
                handle -> handle.createQuery(sql).mapTo(Double.class).one());
    }

    @Override
    public void close() {
        engine.close();
        wakeups.close();
        writer.close();
        database.close();
    }
}
