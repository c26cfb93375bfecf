package dev.darkroom.app;

import dev.darkroom.console.ConsoleContext;
import dev.darkroom.console.ConsoleParts;
import dev.darkroom.console.ConsoleWindow;
import dev.darkroom.console.alerts.AlertNotifier;
import dev.darkroom.console.kit.list.SavedViewStore;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.sandbox.demo.DemoTraffic;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.system.DesktopNotification;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The console on one connection: opens the connection while the window is already showing, and closes everything. */
public final class ConsoleApplication {
    private final ConnectionResolver.Chosen chosen;
    private final AppDirectories folders;
    private final LoggingService logging;
    private final WindowStateStore memory;
    private final Executor background = Executors.newVirtualThreadPerTaskExecutor();
    private final LogServices logs;
    private final AlertNotifier.DesktopChannel desktop =
            new AlertNotifier.DesktopChannel(AlertNotifier.DesktopChannel::isAnyInFront, DesktopNotification::show);
    private @Nullable ConnectionSession session;
    private @Nullable DemoTraffic traffic;

    public ConsoleApplication(
            ConnectionResolver.Chosen chosen,
            AppDirectories folders,
            LoggingService logging,
            UserSettingsFile settings) {
        this.chosen = chosen;
        this.folders = folders;
        this.logging = logging;
        this.memory = new WindowStateStore(settings);
        this.logs = new LogServices(logging, folders, background);
    }

    /** Shows the window; returns once it has been closed and everything behind it has ended. */
    public void run() {
        MemoryTrimmer.trimWhenIdle(background);
        // On SIGTERM JavaFX does not close the window, so we do.
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "console-close"));
        ConsoleWindow.launch(new ConsoleContext(
                WindowStateStore.badge(chosen.connection()),
                memory.window(),
                new SavedViewStore(memory.settings().views(), memory::views),
                memory::remember,
                this::start,
                this::end));
    }

    private void end() {
        memory.save();
        close();
    }

    synchronized ConsoleParts start(ConsoleContext.Progress progress) {
        close(); // leftovers of a partly failed start
        ConnectionSession opened =
                ConnectionSession.open(chosen, folders, step -> progress.step(MessageTexts.sentence(step), -1));
        session = opened;
        opened.shareLogs(logging);
        opened.watchLogs(logging);
        if (chosen.connection().runsEngine()) {
            opened.services().ifPresent(darkroom -> darkroom.engine.start());
        }
        DemoTraffic demo =
                opened.sandbox().flatMap(_ -> opened.services()).map(this::demo).orElse(null);
        traffic = demo;
        opened.sandbox().ifPresent(this::faultsAsLeft);
        EngineController engine = new EngineController(opened, logging, background);
        return new ConsoleParts(
                shell -> new ConsoleScreenFactory(shell, opened, demo, logs, folders, memory, background, desktop)
                        .screens(),
                engine::vitals,
                engine.modeSwitch(),
                new GlobalSearch(opened.reads().queries));
    }

    /** Restores rates but no outages, which have ended by themselves meanwhile; the frame indicates the faults. */
    private void faultsAsLeft(SandboxServices sandbox) {
        try {
            FaultRates left = FaultRates.parse(memory.settings().demoFaults());
            sandbox.faults(new FaultRates(left.rates()));
        } catch (IllegalArgumentException unknown) {
            memory.demoFaults(FaultRates.NONE.text()); // written by another version
        }
    }

    /** The window's connection, once it has started. */
    synchronized ConnectionSession session() {
        return Objects.requireNonNull(session, "not started");
    }

    private DemoTraffic demo(EngineServices darkroom) {
        DemoTraffic demo = new DemoTraffic(darkroom.service, darkroom.ledger, System.nanoTime(), true);
        demo.topUpAccounts();
        demo.start(memory.settings().demoRate());
        return demo;
    }

    synchronized void close() {
        if (traffic != null) {
            traffic.close();
            traffic = null;
        }
        logs.close();
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
