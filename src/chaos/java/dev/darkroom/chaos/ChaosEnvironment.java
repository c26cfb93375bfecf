package dev.darkroom.chaos;

import dev.darkroom.app.EngineServices;
import dev.darkroom.app.ServiceEndpoints;
import dev.darkroom.database.AdvisoryLock;
import dev.darkroom.database.ChaosServer;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.TcpProxy;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.generation.engine.EngineSettings;
import dev.darkroom.storage.supabase.StorageBucket;
import dev.darkroom.storage.supabase.SupabaseSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The processes, the connections between them, and every way to disrupt them. */
final class ChaosEnvironment implements AutoCloseable {
    static final String BUCKET = "generations";
    static final int ENGINES = 3;
    private static final int DATABASE = 0;
    private static final int STORAGE = 2;
    /** The keys of poison begin here. */
    private static final int POISON = 1_000_000;

    private final AtomicInteger poisonWritten = new AtomicInteger();

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final ChaosServer database;
    /** Past the wires. */
    final DatabaseSettings direct;

    /** By the wire that is cut now and then. */
    final DatabaseSettings wired;

    final SandboxProcess sandbox;
    final EngineServices darkroom;
    private final List<TcpProxy> wires;
    private final Map<String, String> environment;
    private final Path folder;
    EngineProcesses engines;
    private String faults = "none";
    /** In force beside the usual ones, for the length of a fault. */
    private final List<String> more = new ArrayList<>();
    /** How many faults keep the database from its clients, and since when there is none. */
    private int databaseBlows;

    private Instant databaseSince = Instant.now();
    private final Map<String, String> shiftedClock;
    final Queue<OpenTransaction.Held> held = new ConcurrentLinkedQueue<>();
    /** By key. */
    final Map<String, UUID> poison = new ConcurrentHashMap<>();

    final Map<FaultPlan.Kind, Integer> done = new EnumMap<>(FaultPlan.Kind.class);

    ChaosEnvironment(Path folder, long seed) throws Exception {
        this.folder = folder;
        shiftedClock = ShiftedClock.in(folder, seed % 2 == 0);
        database = opened(new ChaosServer(folder.resolve("postgres")));
        sandbox = opened(new SandboxProcess(folder.resolve("sandbox"), seed));
        sandbox.start(faults);
        direct = database.settings();
        TcpProxy sql = opened(TcpProxy.before(direct));
        TcpProxy fal = opened(new TcpProxy(sandbox.falPort));
        TcpProxy storage = opened(new TcpProxy(sandbox.storagePort));
        wires = List.of(sql, fal, storage);
        String address = "postgresql://" + direct.user() + ":" + direct.password() + "@" + sql.address(direct);
        wired = DatabaseSettings.of(address);
        environment = Map.of(
                "DARKROOM_DATABASE_URL",
                address,
                "DARKROOM_SUPABASE_URL",
                "http://127.0.0.1:" + storage.port(),
                "DARKROOM_SUPABASE_KEY",
                sandbox.serviceKey(),
                "DARKROOM_BUCKET",
                BUCKET,
                "FAL_KEY",
                sandbox.falKey(),
                "DARKROOM_FAL_URL",
                "http://127.0.0.1:" + fal.port(),
                "DARKROOM_FAL_API_URL",
                "http://127.0.0.1:" + fal.port() + "/v1");
        darkroom = opened(new EngineServices(
                new ServiceEndpoints(
                        wired,
                        new FalSettings(
                                URI.create("http://127.0.0.1:" + sandbox.falPort),
                                URI.create("http://127.0.0.1:" + sandbox.falPort + "/v1"),
                                sandbox.falKey()),
                        SupabaseSettings.of("http://127.0.0.1:" + sandbox.storagePort, sandbox.serviceKey(), BUCKET)),
                EngineSettings.DEFAULT,
                1,
                folder.resolve("temporary")));
        darkroom.storage.buckets().ensure(BUCKET, StorageBucket.Rules.PRIVATE);
        // Nobody comes near it; but with it claims count, one engine after the other.
        darkroom.database.useTransaction(
                handle -> handle.execute("insert into run_limit (scope, name, at_most) values ('USER', '*', 10000)"));
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** All stand-ins fail at these rates from now on, however often they are restarted. */
    void faults(String spec) throws Exception {
        synchronized (sandbox) {
            faults = spec;
            sandbox.kill();
            sandbox.start(allFaults());
        }
    }

    private String allFaults() {
        return more.isEmpty() ? faults : faults + "," + String.join(",", more);
    }

    private void faultsFor(Duration time, String spec) throws IOException, InterruptedException {
        synchronized (sandbox) {
            more.add(spec);
            sandbox.faults(allFaults());
        }
        Thread.sleep(time);
        synchronized (sandbox) {
            more.remove(spec);
            sandbox.faults(allFaults());
        }
    }

    void startEngines() {
        engines = opened(new EngineProcesses(ENGINES, folder, environment, shiftedClock));
    }

    void inject(FaultPlan.PlannedFault fault) {
        try {
            switch (fault.kind()) {
                case KILL_ENGINE -> engines.kill(fault.victim(), fault.lasting());
                case STOP_ENGINE -> engines.stop(fault.victim(), fault.lasting());
                case FREEZE_ENGINE -> engines.freeze(fault.victim(), fault.lasting(), direct);
                case RESTART_DATABASE -> {
                    synchronized (database) {
                        withoutDatabase(() -> {
                            database.stopAtOnce();
                            Thread.sleep(fault.lasting());
                            database.start();
                        });
                    }
                }
                case CUT_WIRES -> onWire(fault.victim(), TcpProxy::cut, fault.lasting());
                case SILENT_WIRES -> onWire(fault.victim(), wire -> wire.silence(fault.lasting()), fault.lasting());
                case KILL_SANDBOX -> {
                    synchronized (sandbox) {
                        sandbox.kill();
                        Thread.sleep(fault.lasting());
                        sandbox.start(allFaults());
                    }
                }
                case OPEN_TRANSACTION ->
                    OpenTransaction.hold(direct, OpenTransaction.Target.values()[fault.victim()], fault.lasting())
                            .ifPresent(held::add);
                case POISON_ROW -> {
                    String key = "#" + (POISON + poisonWritten.incrementAndGet()) + "#";
                    poison.put(key, PoisonRow.values()[fault.victim()].write(direct, key));
                }
                case MIGRATION_LOCK -> lockMigrations(fault.lasting());
                case HISTORY_REFUSED -> faultsFor(fault.lasting(), "history-403");
                case STORAGE_DOWN ->
                    faultsFor(
                            fault.lasting(),
                            "storage-down=" + fault.lasting().plusSeconds(1).toSeconds() + "s");
                case UPLOADS_STUCK -> faultsFor(fault.lasting(), "upload-refused-stuck=0.7");
                case SLOW_UPLOADS -> onWire(STORAGE, wire -> wire.slow(fault.lasting()), fault.lasting());
            }
            synchronized (done) {
                done.merge(fault.kind(), 1, Integer::sum);
            }
        } catch (Exception exception) {
            throw new IllegalStateException(fault + " could not be done", exception);
        }
    }

    private interface Trouble {
        void happen() throws Exception;
    }

    private void onWire(int number, Consumer<TcpProxy> trouble, Duration lasting) throws Exception {
        Trouble whole = () -> {
            trouble.accept(wires.get(number));
            Thread.sleep(lasting);
        };
        if (number == DATABASE) {
            withoutDatabase(whole);
        } else {
            whole.happen();
        }
    }

    private void withoutDatabase(Trouble trouble) throws Exception {
        synchronized (held) {
            databaseBlows++;
        }
        try {
            trouble.happen();
        } finally {
            synchronized (held) {
                databaseBlows--;
                databaseSince = Instant.now();
            }
        }
    }

    /** A process that starts, and takes long over its migrations. */
    private void lockMigrations(Duration time) throws InterruptedException {
        try (Connection connection = DriverManager.getConnection(direct.url(), direct.user(), direct.password());
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + AdvisoryLock.MIGRATION.number() + ")");
            Thread.sleep(time);
        } catch (SQLException _) {
            // The database may be away: it is one of the faults.
        }
    }

    /** Who could work now, each since when; see {@link EngineWatch}. */
    Map<Long, Instant> undisturbed() {
        synchronized (held) {
            Map<Long, Instant> all = new HashMap<>();
            if (databaseBlows == 0) {
                all.put(EngineWatch.ASKING, databaseSince);
                engines.undisturbed()
                        .forEach((process, since) ->
                                all.put(process, since.isAfter(databaseSince) ? since : databaseSince));
            }
            return all;
        }
    }

    boolean hasShiftedClock() {
        return !shiftedClock.isEmpty();
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
