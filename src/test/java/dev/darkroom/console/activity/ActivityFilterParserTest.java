package dev.darkroom.console.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class ActivityFilterParserTest {
    @Test
    void every_action_with_a_name_is_suggested() {
        ResourceBundle texts = ResourceBundle.getBundle("i18n.activity", Locale.ROOT);

        assertThat(texts.keySet().stream()
                        .filter(key -> key.matches("action\\.[A-Z_]+"))
                        .map(key -> key.substring("action.".length())))
                .containsExactlyInAnyOrderElementsOf(ActivityFilterParser.ACTIONS);
    }
}
