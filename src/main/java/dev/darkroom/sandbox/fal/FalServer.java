package dev.darkroom.sandbox.fal;

import dev.darkroom.sandbox.fal.job.AccountLock;
import dev.darkroom.sandbox.fal.job.FalQueue;
import dev.darkroom.sandbox.fal.job.FaultDice;
import dev.darkroom.sandbox.fal.job.FileStore;
import dev.darkroom.sandbox.fal.job.JobProduction;
import dev.darkroom.sandbox.fal.job.QueueJournal;
import dev.darkroom.sandbox.fal.job.WorkPace;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.media.MediaFactory;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** Puts the parts together around one Jetty server on 127.0.0.1. */
public final class FalServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final Server server;
    private final ServerConnector connector;
    private final Path folder;
    private final boolean temporary;
    private final FaultDice dice;
    private final AccountLock account = new AccountLock();
    private final FalQueue queue;
    private final WebhookSender webhooks;
    private final String address;

    /**
     * Answers when this returns.
     *
     * @throws IllegalStateException with a sentence for a person when the port cannot be had
     */
    public FalServer(FalSandboxSettings settings) throws IOException {
        this.temporary = settings.directory() == null;
        this.folder =
                temporary ? Files.createTempDirectory("darkroom-fal") : Objects.requireNonNull(settings.directory());
        Path films = PrivateFiles.createFolder(folder.resolve("films"));
        WorkPace pace = new WorkPace(settings.seed(), settings.speed(), settings.lifetimes());
        FileStore shelf = new FileStore(folder.resolve("files"));
        WebhookKey webhookKey = new WebhookKey(settings.seed());
        this.dice = new FaultDice(settings.seed(), settings.faults());
        InstantSource clock = () -> settings.clock().instant().truncatedTo(ChronoUnit.MILLIS); // as fal.ai writes times
        this.webhooks = new WebhookSender(webhookKey, clock, pace);
        JobProduction production =
                new JobProduction(new MediaFactory(films), shelf, settings.seed(), settings.pictureScale());
        this.server = new Server(threads());
        this.connector = listen(settings.port());
        this.address = "http://" + HOST + ":" + connector.getLocalPort();
        this.queue = new FalQueue(
                clock, pace, settings.concurrency(), production, shelf, job -> webhooks.ended(job, address));
        queue.start(QueueJournal.open(folder.resolve("journal.jsonl"), queue::restore));
        CallerKeys keys = new CallerKeys(settings.key());
        JobView view = new JobView(address, queue);
        server.setHandler(new FalHandler(
                keys,
                new SubmitCall(keys, account, dice, queue, view),
                new QueueCalls(dice, queue, view, address),
                new FileCalls(shelf, queue, keys),
                new UploadCalls(keys, queue, shelf, address),
                new PlatformCalls(keys, dice, queue, address),
                new ControlCalls(this::books, dice, account),
                webhookKey));
        start();
    }

    public String url() {
        return address;
    }

    public RequestLedger books() {
        return new RequestLedger(queue.readAll(LedgerEntries::of));
    }

    public FaultRates faults() {
        return dice.faults();
    }

    public void faults(FaultRates faults) {
        dice.faults(faults);
    }

    /** Every submit is refused with a 403 from now on; null ends that. */
    public void lock(@Nullable String reason) {
        account.lock(reason);
    }

    @Override
    public void close() throws IOException {
        stop();
        webhooks.close();
        queue.close();
        if (temporary) {
            delete(folder);
        }
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool pool = new QueuedThreadPool(16, 2);
        pool.setName("fal-stand-in");
        pool.setDaemon(true);
        pool.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        return pool;
    }

    private ServerConnector listen(int port) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        ServerConnector found = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        found.setHost(HOST);
        found.setPort(port);
        server.addConnector(found);
        try {
            found.open();
            return found;
        } catch (IOException exception) {
            throw new IllegalStateException(
                    "Port " + port + " on " + HOST
                            + " cannot be used for the fal.ai stand-in: it is already taken. Choose another port.",
                    exception);
        }
    }

    private void start() {
        try {
            server.start();
        } catch (Exception exception) {
            throw new IllegalStateException(
                    "The fal.ai stand-in could not be started: " + exception.getMessage(), exception);
        }
    }

    private void stop() {
        try {
            server.setStopTimeout(0);
            server.stop();
        } catch (Exception exception) {
            throw new IllegalStateException(
                    "The fal.ai stand-in could not be stopped: " + exception.getMessage(), exception);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
