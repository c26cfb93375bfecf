package dev.darkroom.console.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.parse.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.Test;

/** The filter of a log across a restart. */
class RestoredLogFilterTest extends LogsScreenRig {
    private static final LogViewFilter ERRORS =
            LogViewFilter.ALL.onlyLevels(Set.of(LogLevel.ERROR)).search("critical", false);

    private final KeptLogMemory memory = new KeptLogMemory();

    private void start() {
        open(1440, 900, memory);
        awaitFound();
    }

    private void restart() {
        onFx(() -> scene().getWindow().hide());
        model.close();
        start();
    }

    private boolean told() {
        return fx(() -> scene().getRoot().lookupAll(".logs .banner .label").stream()
                .anyMatch(node -> node instanceof Labeled label
                        && label.getText().startsWith("Filter and search restored from last time")
                        && node.getParent().isVisible()));
    }

    private void show(int tab) {
        onFx(() -> model.show(model.sources().get(tab)));
        awaitFound();
    }

    @Test
    void after_a_restart_a_log_has_its_filter_again_which_is_told_and_can_be_cleared() {
        start();
        assertThat(told()).isFalse();
        setFilter(ERRORS);
        assertThat(told()).isFalse();

        restart();
        assertThat(fx(() -> model.filterProperty().get())).isEqualTo(ERRORS);
        assertThat(shown()).isEqualTo(20);
        assertThat(told()).isTrue();
        pictures("logs-restored-filter");

        robot.clickOn("Clear filter");
        awaitFound();
        assertThat(shown()).isEqualTo(200);
        assertThat(told()).isFalse();
        restart();
        assertThat(fx(() -> model.filterProperty().get())).isEqualTo(LogViewFilter.ALL);
        assertThat(told()).isFalse();
    }

    @Test
    void it_is_told_for_each_log_until_it_is_changed_or_dismissed() throws IOException {
        start();
        setFilter(ERRORS);
        restart();
        Path other = Files.copy(log, folder.resolve("other.log"));
        onFx(() -> model.open(List.of(other)));
        await("the other one", () -> model.sources().size() == 2);
        awaitFound();
        assertThat(told()).isFalse();
        show(0);
        assertThat(told()).isTrue();

        Node close = fx(() -> scene().getRoot().lookup(".logs .banner .icon-button"));
        robot.clickOn(close);
        assertThat(told()).isFalse();
        assertThat(fx(() -> model.filterProperty().get())).isEqualTo(ERRORS);
        show(1);
        show(0);
        assertThat(told()).isFalse();
    }

    @Test
    void a_pin_suspends_it() {
        start();
        setFilter(ERRORS);
        restart();

        pin(PinnedSubject.generation(UUID.fromString(ID)));
        assertThat(fx(() -> model.filterProperty().get())).isEqualTo(LogViewFilter.ALL.generation(ID));
        assertThat(told()).isFalse();

        pin(null);
        assertThat(fx(() -> model.filterProperty().get())).isEqualTo(ERRORS);
        assertThat(told()).isTrue();
    }

    @Test
    void the_generation_of_the_pin_does_not_come_back() {
        start();
        pin(PinnedSubject.generation(UUID.fromString(ID)));
        setFilter(model.filterProperty().get().search("critical", false));
        assertThat(fx(() -> model.filterProperty().get().generation())).isEqualTo(ID);

        restart();
        assertThat(fx(() -> model.filterProperty().get())).isEqualTo(LogViewFilter.ALL.search("critical", false));
    }
}
