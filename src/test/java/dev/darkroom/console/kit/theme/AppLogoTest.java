package dev.darkroom.console.kit.theme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.IconTool;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;

class AppLogoTest extends ConsoleWindowTest {
    @Test
    void the_icon_of_every_size_shows_the_mark_as_it_is_drawn() {
        for (int size : IconTool.SIZES) {
            Image drawn = fx(() -> IconTool.draw(size));
            Image saved = new Image(AppLogoTest.class.getResourceAsStream("/icons/darkroom-" + size + ".png"));
            assertThat(saved.getWidth()).isEqualTo(size);
            double difference = 0;
            for (int x = 0; x < size; x++) {
                for (int y = 0; y < size; y++) {
                    difference += distance(
                            drawn.getPixelReader().getColor(x, y),
                            saved.getPixelReader().getColor(x, y));
                }
            }
            assertThat(difference / size / size)
                    .as("size " + size + ": run IconTool")
                    .isLessThan(0.01);
        }
    }

    @Test
    void the_mark_is_white_blades_on_its_own_orange() {
        Image mark = fx(() -> IconTool.draw(256));
        assertThat(mark.getPixelReader().getColor(128, 128)).as("opening").isEqualTo(Color.web("#C2410C"));
        assertThat(mark.getPixelReader().getColor(128, 10)).as("rim").isEqualTo(Color.web("#C2410C"));
        assertThat(mark.getPixelReader().getColor(2, 2).getOpacity())
                .as("corner")
                .isZero();
        long white = 0;
        for (int x = 0; x < 256; x++) {
            for (int y = 0; y < 256; y++) {
                white += mark.getPixelReader().getColor(x, y).equals(Color.WHITE) ? 1 : 0;
            }
        }
        assertThat(white / 65536.0).as("share of white").isBetween(0.15, 0.45);
    }

    private static double distance(Color a, Color b) {
        return Math.abs(a.getRed() - b.getRed())
                + Math.abs(a.getGreen() - b.getGreen())
                + Math.abs(a.getBlue() - b.getBlue())
                + Math.abs(a.getOpacity() - b.getOpacity());
    }
}
