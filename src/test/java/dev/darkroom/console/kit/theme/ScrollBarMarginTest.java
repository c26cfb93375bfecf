package dev.darkroom.console.kit.theme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import javafx.geometry.Insets;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ui")
class ScrollBarMarginTest extends ConsoleWindowTest {
    @Test
    void a_card_ends_at_the_same_edge_with_a_scroll_bar_and_without() {
        Region card = fx(Region::new);
        ScrollPane scroll = fx(() -> {
            VBox content = new VBox(card);
            content.setPadding(new Insets(16));
            ScrollPane made = new ScrollPane(content);
            made.setFitToWidth(true);
            ScrollBarMargin.use(made);
            return made;
        });
        show(() -> scroll, 500, 300);
        double without = edge(card, 100);

        assertThat(edge(card, 900)).isEqualTo(without);
        assertThat(fx(() -> scroll.getViewportBounds().getWidth()))
                .as("beside the bar")
                .isLessThan(fx(scroll::getWidth) - 4);
        assertThat(edge(card, 100)).isEqualTo(without);
    }

    private double edge(Region card, double height) {
        onFx(() -> card.setMinHeight(height));
        settle();
        return fx(() -> card.localToScene(card.getLayoutBounds()).getMaxX());
    }
}
