package dev.darkroom.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.Test;

class WindowThemeTest extends ConsoleWindowTest {
    private static final String INLINE = "data:text/css;base64,";

    @Test
    void every_style_sheet_grows_with_the_text() throws IOException, URISyntaxException {
        Scene scene = show(Pane::new, 200, 100);
        onFx(() -> theme().scaleProperty().set(2));
        String grown = fx(() -> List.copyOf(scene.getStylesheets())).stream()
                .filter(sheet -> sheet.startsWith(INLINE))
                .map(sheet -> new String(
                        Base64.getDecoder().decode(sheet.substring(INLINE.length())), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
        for (Path sheet : sheets()) {
            assertThat(grown).contains(Files.readAllLines(sheet).getFirst());
        }
    }

    /** All but those of colours, which have no sizes. */
    private static List<Path> sheets() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(WindowThemeTest.class.getResource("/css"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().matches("(light|dark).*"))
                    .toList();
        }
    }
}
