package dev.darkroom.console.files;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.mediafile.PictureFile;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelWriter;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Background;
import javafx.scene.layout.BackgroundImage;
import javafx.scene.layout.BackgroundPosition;
import javafx.scene.layout.BackgroundRepeat;
import javafx.scene.layout.BackgroundSize;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
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

    /** A picture on a checkerboard, which makes transparency visible; fitted, or at actual size with scrolling. */
    static final class CheckerboardPane extends StackPane {
        private static final PseudoClass WHOLE = PseudoClass.getPseudoClass("fit");
        private static final int SQUARE = 10;
        private static final Background SQUARES = new Background(new BackgroundImage(
                squares(),
                BackgroundRepeat.REPEAT,
                BackgroundRepeat.REPEAT,
                BackgroundPosition.DEFAULT,
                BackgroundSize.DEFAULT));
        private static final double MARGIN = 10;
        private static final double MIN_HEIGHT = 120;

        private final ImageView view = new ImageView();
        private final StackPane ground = new StackPane(view);
        private final ScrollPane scroll = new ScrollPane();
        private final Image image;

        CheckerboardPane(Image image) {
            this.image = image;
            getStyleClass().add("checkerboard");
            setBackground(SQUARES);
            view.setImage(image);
            view.setPreserveRatio(true);
            setMinHeight(MIN_HEIGHT);
            scroll.setPannable(true);
            scroll.setContent(ground);
            fit(true);
        }

        void fit(boolean whole) {
            pseudoClassStateChanged(WHOLE, whole);
            if (whole) {
                scroll.setContent(null);
                view.fitWidthProperty()
                        .bind(widthProperty()
                                .subtract(2 * MARGIN)
                                .map(w -> Math.min(w.doubleValue(), image.getWidth())));
                view.fitHeightProperty()
                        .bind(heightProperty()
                                .subtract(2 * MARGIN)
                                .map(h -> Math.min(h.doubleValue(), image.getHeight())));
                getChildren().setAll(view);
            } else {
                view.fitWidthProperty().unbind();
                view.fitHeightProperty().unbind();
                view.setFitWidth(image.getWidth());
                view.setFitHeight(image.getHeight());
                ground.getChildren().setAll(view);
                ground.minWidthProperty().bind(widthProperty().subtract(4));
                ground.minHeightProperty().bind(heightProperty().subtract(4));
                scroll.setContent(ground);
                getChildren().setAll((Node) scroll);
            }
        }

        /** Takes the width available: preferring the picture's width would lay out everything around it twice. */
        @Override
        protected double computePrefWidth(double height) {
            return MIN_HEIGHT;
        }

        /** The height of the fitted picture, within limits. */
        @Override
        protected double computePrefHeight(double width) {
            double inner = Math.max(1, (width > 0 ? width : getWidth()) - 2 * MARGIN);
            double scale = Math.min(1, inner / Math.max(1, image.getWidth()));
            return Math.clamp(image.getHeight() * scale + 2 * MARGIN, MIN_HEIGHT, 360);
        }

        private static WritableImage squares() {
            WritableImage tile = new WritableImage(2 * SQUARE, 2 * SQUARE);
            PixelWriter pixels = tile.getPixelWriter();
            for (int x = 0; x < 2 * SQUARE; x++) {
                for (int y = 0; y < 2 * SQUARE; y++) {
                    // Half transparent, so that it is subtle on light and dark windows.
                    pixels.setColor(x, y, Color.gray(0.5, (x / SQUARE + y / SQUARE) % 2 == 0 ? 0.16 : 0.06));
                }
            }
            return tile;
        }
    }
}
