package dev.darkroom.console.files;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.mediafile.PictureFile;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.Image;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;

/** A picture, fitted or at actual size, with its dimensions below. The full size is drawn on demand only. */
final class PicturePreviewPane extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("files");

    private final PictureFile file;
    private final Image fitted;
    private final Consumer<Consumer<Image>> drawPixels;
    private final Label size = new Label();

    /** @param drawPixels draws the picture at the largest size shown and passes it on, on the FX thread */
    PicturePreviewPane(PictureFile file, Image fitted, Consumer<Consumer<Image>> drawPixels) {
        super(8);
        this.file = file;
        this.fitted = fitted;
        this.drawPixels = drawPixels;
        ToggleButton fit = toggle("fit", () -> show(fitted, true));
        ToggleButton pixels = toggle("pixels", this::showPixels);
        fit.setSelected(true);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        size.getStyleClass().add("muted");
        HBox line = new HBox(new SegmentedButton(fit, pixels), space, size);
        line.setAlignment(Pos.CENTER_LEFT);
        getChildren().setAll(new Region(), line);
        show(fitted, true);
    }

    private static ToggleButton toggle(String key, Runnable show) {
        ToggleButton button = new ToggleButton(TEXTS.get(key));
        button.setOnAction(_ -> {
            button.setSelected(true); // a second click does not deselect the button
            show.run();
        });
        return button;
    }

    private void showPixels() {
        if (fitted.getWidth() >= file.width()) {
            show(fitted, false);
        } else {
            drawPixels.accept(image -> show(image, false));
        }
    }

    private void show(Image image, boolean whole) {
        CheckerboardPane board = new CheckerboardPane(image);
        board.fit(whole);
        VBox.setVgrow(board, Priority.SOMETIMES);
        getChildren().set(0, board);
        String real = size(file.width(), file.height());
        boolean reduced = !whole && image.getWidth() < file.width();
        String said = reduced
                ? TEXTS.get("pixels.reduced", real, size((int) image.getWidth(), (int) image.getHeight()))
                : real;
        size.setText(file.animated() ? TEXTS.get("animated", said) : said);
    }

    private static String size(int width, int height) {
        return ValueFormats.number(width) + " \u00d7 " + ValueFormats.number(height);
    }
}
