package dev.darkroom.chaos;

import dev.darkroom.app.Addresses;
import dev.darkroom.app.Darkroom;
import dev.darkroom.database.ChaosServer;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.generation.EngineSettings;
import dev.darkroom.storage.Bucket;
import dev.darkroom.storage.SupabaseSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The processes, the wires between them, and every way to hurt them. */
final class Stage implements AutoCloseable {
    static final String BUCKET = "generations";
    static final int ENGINES = 3;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final ChaosServer database;
    private final DatabaseSettings direct;
    /** By the wire that is cut now and then. */
    final DatabaseSettings wired;

    final SandboxProcess sandbox;
    final Darkroom darkroom;
    private final List<TcpProxy> wires;
    private final Map<String, String> environment;
    private final Path folder;
    Engines engines;
    private volatile String faults = "none";
    final Map<Plan.Kind, Integer> done = new EnumMap<>(Plan.Kind.class);

    Stage(Path folder, long seed) throws Exception {
        this.folder = folder;
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
        darkroom = opened(new Darkroom(
                new Addresses(
                        wired,
                        new FalSettings(
                                URI.create("http://127.0.0.1:" + sandbox.falPort),
                                URI.create("http://127.0.0.1:" + sandbox.falPort + "/v1"),
                                sandbox.falKey()),
                        SupabaseSettings.of("http://127.0.0.1:" + sandbox.storagePort, sandbox.serviceKey(), BUCKET)),
                EngineSettings.DEFAULT,
                1,
                folder.resolve("temporary")));
        darkroom.storage.buckets().ensure(BUCKET, Bucket.Rules.PRIVATE);
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
            sandbox.start(spec);
        }
    }

    void startEngines() {
        engines = opened(new Engines(ENGINES, folder, environment));
    }

    void strike(Plan.Blow blow) {
        try {
            switch (blow.kind()) {
                case KILL_ENGINE -> engines.kill(blow.victim(), blow.lasting());
                case STOP_ENGINE -> engines.stop(blow.victim(), blow.lasting());
                case FREEZE_ENGINE -> engines.freeze(blow.victim(), blow.lasting(), direct);
                case RESTART_DATABASE -> {
                    synchronized (database) {
                        database.stopAtOnce();
                        Thread.sleep(blow.lasting());
                        database.start();
                    }
                }
                case CUT_WIRES -> wires.get(blow.victim()).cut();
                case SILENT_WIRES -> wires.get(blow.victim()).silence(blow.lasting());
                case KILL_SANDBOX -> {
                    synchronized (sandbox) {
                        sandbox.kill();
                        Thread.sleep(blow.lasting());
                        sandbox.start(faults);
                    }
                }
            }
            synchronized (done) {
                done.merge(blow.kind(), 1, Integer::sum);
            }
        } catch (Exception exception) {
            throw new IllegalStateException(blow + " could not be done", exception);
        }
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
