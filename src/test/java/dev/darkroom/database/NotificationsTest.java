package dev.darkroom.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NotificationsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void equal_wake_ups_become_few_and_none_is_the_last_to_be_lost() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (Notifications here = DATABASE.get().notifications();
                Notifications there = DATABASE.get().notifications()) {
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
        try (Notifications notifications = DATABASE.get().notifications()) {
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
            notifications.wake("cut_off", "after");
            assertThat(ServerFolders.becomes(() -> heard.contains("after"))).isTrue();
            assertThat(heard).containsExactly("", "", "after");
        }
    }
}
