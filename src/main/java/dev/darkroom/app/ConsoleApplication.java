package dev.darkroom.app;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.darkroom.console.ConsoleContext;
import dev.darkroom.console.ConsoleContext.ConsoleParts;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindow;
import dev.darkroom.console.alerts.AlertNotifier;
import dev.darkroom.console.kit.list.SavedViewStore;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.sandbox.demo.DemoTraffic;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.system.DesktopNotification;
import dev.darkroom.system.GtkStartup;
import dev.darkroom.system.ThreadPause;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console on one connection: opens the connection while the window is already showing, and closes everything. */
public final class ConsoleApplication {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleApplication.class);
    private static final Duration CLOSING = Duration.ofSeconds(15);

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
    /** Whether it was waited for: the shutdown hook comes after the window. */
    private volatile boolean ended;

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
        GtkStartup.skipOpenGl();
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

    /** A start that waits for a silent database keeps nobody from closing the window and ending the process. */
    private void end() {
        memory.save();
        Thread closing = Thread.ofVirtual().name("console-close").start(this::close);
        try {
            if (!ended && !closing.join(CLOSING)) {
                LOG.warn("The connection was still being opened when the window was closed");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        ended = true;
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
        EngineController engine = new EngineController(
                opened, chosen.connection().runsEngine(), ConsoleScreenFactory.actor(), logging, background);
        return new ConsoleParts(
                shell -> {
                    showProblems(shell);
                    return new ConsoleScreenFactory(shell, opened, demo, logs, folders, memory, background, desktop)
                            .screens();
                },
                engine::vitals,
                engine.modeSwitch(),
                new GlobalSearch(opened.reads().queries));
    }

    private void showProblems(ConsoleShell shell) {
        memory.problem().ifPresent(problem -> shell.error("settings", MessageTexts.sentence(problem)));
        logging.problem()
                .ifPresent(reason ->
                        shell.error("log-folder", MessageTexts.SHELL.get("log.unwritable", folders.logs(), reason)));
    }

    /** Restores rates but no outages, which have ended by themselves meanwhile; the frame indicates the faults. */
    private void faultsAsLeft(SandboxServices sandbox) {
        if (sandbox.fal().isEmpty()) {
            return; // the process that runs the stand-ins decides
        }
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
        demo.start(
                memory.settings().demoRate(), id -> darkroom.actions.cancel(id, "the user asked for it", demo.actor()));
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

    /** Gives unneeded memory of an idle window back to the system, however the program was started. */
    private static final class MemoryTrimmer {
        private static final Duration INTERVAL = Duration.ofMinutes(1);

        private MemoryTrimmer() {}

        /** Runs until the process ends. Has no effect on a JVM other than HotSpot or with another collector. */
        static void trimWhenIdle(Executor background) {
            Optional.ofNullable(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class))
                    .ifPresent(vm -> {
                        set(vm, "MinHeapFreeRatio", "5"); // first, since it must not exceed the maximum
                        set(vm, "MaxHeapFreeRatio", "15");
                        set(vm, "G1PeriodicGCInterval", "30000"); // G1 shrinks only after a cycle; idle has none
                    });
            background.execute(MemoryTrimmer::trimNative);
        }

        private static void set(HotSpotDiagnosticMXBean vm, String option, String value) {
            try {
                vm.setVMOption(option, value);
            } catch (IllegalArgumentException notHere) {
                // as documented: the option does not exist or cannot be changed
            }
        }

        /** glibc would keep the memory freed by the JIT compilers, about 30 MB, forever. */
        private static void trimNative() {
            try {
                ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
                while (ThreadPause.of(INTERVAL)) {
                    ManagementFactory.getPlatformMBeanServer().invoke(commands, "systemTrimNativeHeap", null, null);
                }
            } catch (JMException | RuntimeMBeanException notHere) {
                // another JVM, or a system without glibc
            }
        }
    }
}
