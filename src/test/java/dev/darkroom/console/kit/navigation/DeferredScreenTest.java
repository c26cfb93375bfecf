package dev.darkroom.console.kit.navigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.kit.navigation.ConsoleScreen.CountBadge;
import dev.darkroom.console.kit.navigation.ConsoleScreen.ScreenEntry;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

class DeferredScreenTest {
    private static final ScreenEntry ENTRY = ScreenEntry.upper("inner", "Inner", MaterialDesignC.COG);

    private final List<String> told = new ArrayList<>();
    private final DeferredScreen<Inner> screen = new DeferredScreen<>(ENTRY, Inner::new);

    private final class Inner extends ConsoleScreen {
        private final Node node = new Region();

        Inner() {
            super(ENTRY);
            told.add("built");
        }

        @Override
        public Node node() {
            return node;
        }

        @Override
        public void attached() {
            told.add("attached");
        }

        @Override
        public void detached() {
            told.add("detached");
        }

        @Override
        public void open(String what) {
            status(List.of(what));
            badge(CountBadge.attention(3));
        }
    }

    @Test
    void it_is_built_once_and_only_when_it_is_gone_to() {
        screen.attached();
        assertThat(screen.isBuilt()).isFalse();
        assertThat(told).isEmpty();

        assertThat(screen.node()).isSameAs(screen.node());
        screen.shown();
        assertThat(screen.isBuilt()).isTrue();
        assertThat(told).containsExactly("built", "attached");

        screen.detached();
        assertThat(told).containsExactly("built", "attached", "detached");
    }

    @Test
    void one_that_was_never_built_has_nothing_to_let_go() {
        screen.detached();
        assertThat(told).isEmpty();
    }

    @Test
    void status_and_badge_are_those_of_the_screen() {
        screen.open("7 rows");
        assertThat(screen.status()).containsExactly("7 rows");
        assertThat(screen.badgeProperty().get()).isEqualTo(CountBadge.attention(3));
        screen.open("8 rows");
        assertThat(screen.status()).containsExactly("8 rows");
    }
}
