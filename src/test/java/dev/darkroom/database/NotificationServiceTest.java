package dev.darkroom.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.embedded.ServerFolders;
import dev.darkroom.logging.DefectReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NotificationServiceTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void equal_wake_ups_become_few_and_none_is_the_last_to_be_lost() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (NotificationService here = DATABASE.get().notifications();
                NotificationService there = DATABASE.get().notifications()) {
            there.listen("work", heard::add);
            assertThat(ServerFolders.becomes(() -> heard.contains(""))).isTrue();
            for (int i = 0; i < 5_000; i++) {
                here.wake("work", "more");
            }
            here.wake("work", "last");
            assertThat(ServerFolders.becomes(() -> heard.contains("last"))).isTrue();
            assertThat(heard.stream().filter("more"::equals).count()).isBetween(1L, 500L);
        }
    }

    @Test
    void a_listener_that_was_cut_off_connects_again_and_is_told_to_look() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (NotificationService notifications = DATABASE.get().notifications();
                NotificationService there = DATABASE.get().notifications()) {
            notifications.listen("cut_off", payload -> {
                heard.add(payload);
                throw new IllegalStateException("a listener that fails does not end the listening");
            });
            assertThat(ServerFolders.becomes(() -> heard.size() == 1)).isTrue();
            DATABASE.get()
                    .useTransaction(handle -> handle.createQuery(
                                    "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen cut_off'")
                            .mapTo(boolean.class)
                            .one());
            assertThat(ServerFolders.becomes(() -> heard.size() == 2)).isTrue();
            there.wake("cut_off", "after");
            assertThat(ServerFolders.becomes(() -> heard.contains("after"))).isTrue();
            assertThat(heard).containsExactly("", "", "after");
        }
    }

    @Test
    void a_listener_that_ends_in_an_error_is_told_and_the_listening_goes_on() {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        List<String> heard = new CopyOnWriteArrayList<>();
        try (NotificationService here = DATABASE.get().notifications();
                NotificationService there = DATABASE.get().notifications();
                DefectReport.Listening _ = DefectReport.listen(told::add)) {
            there.listen("work", payload -> {
                heard.add(payload);
                throw new OutOfMemoryError("Java heap space");
            });
            assertThat(ServerFolders.becomes(() -> heard.contains(""))).isTrue();
            here.wake("work", "after");
            assertThat(ServerFolders.becomes(() -> heard.contains("after") && told.size() == 2))
                    .isTrue();
        }
        assertThat(told).hasOnlyElementsOfType(OutOfMemoryError.class).hasSize(2);
    }

    @Test
    void what_is_sent_here_is_not_heard_here() {
        List<String> heardHere = new CopyOnWriteArrayList<>();
        List<String> heardThere = new CopyOnWriteArrayList<>();
        try (NotificationService here = DATABASE.get().notifications();
                NotificationService there = DATABASE.get().notifications()) {
            here.listen("own", heardHere::add);
            there.listen("own", heardThere::add);
            assertThat(ServerFolders.becomes(() -> heardHere.size() == 1 && heardThere.size() == 1))
                    .isTrue();
            here.wake("own", "mine");
            assertThat(ServerFolders.becomes(() -> heardThere.contains("mine"))).isTrue();
            there.wake("own", "yours");
            assertThat(ServerFolders.becomes(() -> heardHere.contains("yours"))).isTrue();
            // A program of its own, without a mark.
            DATABASE.get()
                    .useTransaction(handle -> handle.createQuery("select pg_notify('own', 'work')")
                            .mapTo(String.class)
                            .list());
            assertThat(ServerFolders.becomes(() -> heardHere.contains("work") && heardThere.contains("work")))
                    .isTrue();
            assertThat(heardHere).containsExactly("", "yours", "work");
            assertThat(heardThere).containsExactly("", "mine", "work");
        }
    }

    @Test
    void listening_that_ends_leaves_no_thread_and_no_connection() {
        try (NotificationService notifications = DATABASE.get().notifications()) {
            for (int i = 0; i < 3; i++) {
                List<String> heard = new CopyOnWriteArrayList<>();
                try (NotificationService.Listening _ = notifications.listen("ending", heard::add)) {
                    assertThat(ServerFolders.becomes(() -> heard.size() == 1)).isTrue();
                    assertThat(listeningThreads()).isOne();
                }
                assertThat(listeningThreads()).isZero();
            }
            assertThat(ServerFolders.becomes(() -> listeningConnections() == 0)).isTrue();
        }
    }

    @Test
    void a_listener_whose_network_fell_silent_connects_again() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (TcpProxy wire = TcpProxy.before(DATABASE.settings());
                NotificationService notifications = new NotificationService(wire.settings(DATABASE.settings()))) {
            notifications.listen("silent", heard::add);
            assertThat(ServerFolders.becomes(() -> heard.size() == 1)).isTrue();
            wire.silence(Duration.ofSeconds(16));
            assertThat(ServerFolders.becomes(() -> heard.size() == 2)).isTrue();
        }
    }

    @Test
    void closing_in_a_silent_network_does_not_wait_for_an_answer() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (TcpProxy wire = TcpProxy.before(DATABASE.settings())) {
            NotificationService notifications = new NotificationService(wire.settings(DATABASE.settings()));
            notifications.listen("silent", heard::add);
            assertThat(ServerFolders.becomes(() -> heard.size() == 1)).isTrue();
            wire.silence(Duration.ofMinutes(1));
            notifications.wake("silent", "nobody hears it");
            assertThat(CompletableFuture.runAsync(notifications::close)).succeedsWithin(Duration.ofSeconds(8));
        }
    }

    private static long listeningThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("listen-ending"))
                .count();
    }

    private static int listeningConnections() {
        return DATABASE.get()
                .read(handle -> handle.createQuery("""
                                select count(*) from pg_stat_activity
                                where datname = current_database() and application_name = 'darkroom listen'
                                """).mapTo(int.class).one());
    }
}
