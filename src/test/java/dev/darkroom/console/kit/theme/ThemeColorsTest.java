package dev.darkroom.console.kit.theme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ThemeColorsTest {
    private static final double LEGIBLE = 4.5;

    static Stream<ThemeColors> themes() {
        return Stream.of(ThemeColors.LIGHT, ThemeColors.DARK);
    }

    @ParameterizedTest
    @EnumSource(SemanticColor.class)
    void a_tone_is_legible_on_its_fill_and_on_the_background(SemanticColor tone) {
        themes().forEach(tokens -> {
            assertThat(contrast(tokens.text(tone), tokens.fill(tone))).isGreaterThanOrEqualTo(LEGIBLE);
            assertThat(contrast(tokens.text(tone), tokens.color("bg"))).isGreaterThanOrEqualTo(LEGIBLE);
        });
    }

    @ParameterizedTest
    @MethodSource("themes")
    void text_is_legible_on_every_ground(ThemeColors tokens) {
        for (String ground : List.of("bg", "quiet", "inset", "selection")) {
            for (String text : List.of("text", "muted")) {
                assertThat(contrast(tokens.color(text), tokens.color(ground)))
                        .as(text + " on " + ground)
                        .isGreaterThanOrEqualTo(LEGIBLE);
            }
        }
        assertThat(contrast(tokens.color("accent"), tokens.color("selection"))).isGreaterThanOrEqualTo(LEGIBLE);
        assertThat(contrast(tokens.color("on-accent"), tokens.color("accent-fill")))
                .isGreaterThanOrEqualTo(LEGIBLE);
        assertThat(contrast(tokens.color("on-accent"), tokens.color("danger-fill")))
                .isGreaterThanOrEqualTo(LEGIBLE);
    }

    @Test
    void both_themes_name_the_same_colours() {
        assertThat(ThemeColors.DARK.all().keySet())
                .isEqualTo(ThemeColors.LIGHT.all().keySet())
                .hasSizeGreaterThan(40);
    }

    /** As WCAG 2 defines it. */
    private static double contrast(Color a, Color b) {
        double light = Math.max(luminance(a), luminance(b));
        double dark = Math.min(luminance(a), luminance(b));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
