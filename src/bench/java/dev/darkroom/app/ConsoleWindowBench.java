package dev.darkroom.app;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.database.Database;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import javafx.application.Platform;
import javafx.scene.control.TableView;
import javafx.stage.Window;

/** Opens the window, walks through its screens, and monitors the FX thread while rows change. */
final class ConsoleWindowBench {
    private static final int SECONDS = Integer.getInteger("bench.console.seconds", 60);
    private static final int BEATS_A_SECOND = 10;
    private static final int CHANGES_A_BEAT = 100;
    private static final int TURNS = 5;
    private static final double FIRST = 1_500;
    private static final double TURN = 300;
    private static final double STALL = 50;
    private static final long HALF_WAY = 30;
    private static final int STACK = 40;
    private static final double HEAP = 600;
    private static final double MEBIBYTE = 1024 * 1024;
    private static final long PATIENCE = 60_000_000_000L;

    private final ConsoleApplication console;
    private final Callable<Connection> connect;
    private final ConsoleFigures figures;

    ConsoleWindowBench(ConsoleApplication console, Callable<Connection> connect, ConsoleFigures figures) {
        this.console = console;
        this.connect = connect;
        this.figures = figures;
    }

    void run() throws Exception {
        long start = System.nanoTime();
        Thread program = Thread.ofPlatform().name("console").start(console::run);
        while (!toolkitRuns()) {
            LockSupport.parkNanos(1_000_000);
        }
        await(shell -> !status(shell).isEmpty());
        figures.add("first screen, from the start of the program", millis(start), FIRST, "ms");
        for (String screen : List.of("generations", "credits", "files", "overview")) {
            turns(screen);
        }
        go("generations", "view:all");
        LockSupport.parkNanos(2_000_000_000L);
        changes();
        System.gc();
        figures.add("heap after it", used() / MEBIBYTE, HEAP, "MB");
        Platform.runLater(() -> Window.getWindows().getFirst().hide());
        program.join();
    }

    private static boolean toolkitRuns() {
        try {
            Platform.runLater(() -> {});
            return true;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    /** From the key to the figures or rows on the screen, after another one. */
    private void turns(String screen) throws Exception {
        List<Double> times = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            go("settings", "");
            LockSupport.parkNanos(300_000_000);
            long start = System.nanoTime();
            go(screen, "");
            await(shell -> shell.current().orElseThrow().id().equals(screen)
                    && (screen.equals("overview") || rows(shell) > 0)
                    && !status(shell).isEmpty());
            times.add(millis(start));
        }
        figures.add("to the screen " + screen, times, TURN);
    }

    private static void go(String screen, String what) throws Exception {
        fx(() -> {
            shell().open(new NavigationTarget(screen, what));
            return true;
        });
    }

    private static List<String> status(ConsoleShell shell) {
        return shell.current().map(screen -> List.copyOf(screen.status())).orElse(List.of());
    }

    private static int rows(ConsoleShell shell) {
        return shell.current().orElseThrow().node().lookupAll(".table-view").stream()
                .mapToInt(table -> ((TableView<?>) table).getItems().size())
                .max()
                .orElse(shell.current().orElseThrow().node().lookup(".grid-view") == null ? 0 : 1);
    }

    private static void await(Predicate<ConsoleShell> there) throws Exception {
        long until = System.nanoTime() + PATIENCE;
        while (!fx(() -> !Window.getWindows().isEmpty() && there.test(shell()))) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("It did not come: " + fx(() -> status(shell()) + " " + rows(shell())));
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static ConsoleShell shell() {
        return (ConsoleShell) Window.getWindows().getFirst().getScene().lookup(".shell");
    }

    private static <T> T fx(Callable<T> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                answer.complete(question.call());
            } catch (Exception | Error failure) {
                answer.completeExceptionally(failure);
            }
        });
        return answer.get();
    }

    private static double millis(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    /** A thousand a second, in the table and told to the window, most of them of rows that it shows. */
    private void changes() throws Exception {
        List<Double> stalls = new ArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        Thread watch = Thread.ofPlatform().daemon().name("stalls").start(() -> watch(stalls, over));
        long most = 0;
        try (Connection connection = connect.call()) {
            connection.setSchema(Database.SCHEMA);
            List<UUID> ids = newest(connection);
            EventBus events = console.session().reads().events;
            long start = System.nanoTime();
            for (int beat = 0; beat < SECONDS * BEATS_A_SECOND; beat++) {
                change(connection, events, ids, beat);
                most = Math.max(most, used());
                LockSupport.parkNanos(
                        Math.max(0, start + (beat + 1) * 1_000_000_000L / BEATS_A_SECOND - System.nanoTime()));
            }
            System.out.printf(
                    "%,.0f changes a second for %d s%n",
                    (double) SECONDS * BEATS_A_SECOND * CHANGES_A_BEAT / ((System.nanoTime() - start) / 1e9), SECONDS);
        }
        over.set(true);
        watch.join();
        List<Double> sorted = stalls.stream().sorted().toList();
        figures.add("longest stall of the window meanwhile", sorted.getLast(), STALL, "ms");
        System.out.printf(
                "%,d probes: p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, slowest %s%n",
                sorted.size(),
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 99 / 100),
                sorted.get(sorted.size() * 999 / 1000),
                sorted.subList(sorted.size() - 10, sorted.size()));
        figures.add("most of the heap in use meanwhile", most / MEBIBYTE, HEAP, "MB");
    }

    private static List<UUID> newest(Connection connection) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select id from generation where status = 'COMPLETED' order by created_at desc, id desc limit 200")) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }

    private static void change(Connection connection, EventBus events, List<UUID> ids, int beat) throws SQLException {
        List<UUID> some = new ArrayList<>();
        for (int i = 0; i < CHANGES_A_BEAT; i++) {
            some.add(ids.get((beat * CHANGES_A_BEAT + i) % ids.size()));
        }
        try (PreparedStatement update = connection.prepareStatement(
                "update generation set updated_at = clock_timestamp(), attempt = 1 + ? % 3 where id = any(?)")) {
            update.setInt(1, beat);
            update.setArray(2, connection.createArrayOf("uuid", some.toArray()));
            update.executeUpdate();
        }
        some.forEach(
                id -> events.publish(new EngineEvent.GenerationChanged(id, "user-0", EngineEvent.Change.PROGRESS)));
    }

    /** How long the FX thread lets wait what is to run on it; where it stood half way through a long wait is printed. */
    private static void watch(List<Double> stalls, AtomicBoolean over) {
        Thread fxThread = fxThread();
        while (!over.get()) {
            long asked = System.nanoTime();
            CompletableFuture<Double> answer = new CompletableFuture<>();
            Platform.runLater(() -> answer.complete(millis(asked)));
            try {
                answer.get(HALF_WAY, TimeUnit.MILLISECONDS);
            } catch (TimeoutException stalled) {
                printStack(fxThread.getStackTrace());
            } catch (InterruptedException | ExecutionException failure) {
                throw new IllegalStateException(failure);
            }
            stalls.add(answer.join());
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static Thread fxThread() {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        Platform.runLater(() -> thread.complete(Thread.currentThread()));
        return thread.join();
    }

    private static void printStack(StackTraceElement[] stack) {
        System.out.println("The window stands still in");
        Arrays.stream(stack).limit(STACK).forEach(frame -> System.out.println("    " + frame));
    }

    private static long used() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
