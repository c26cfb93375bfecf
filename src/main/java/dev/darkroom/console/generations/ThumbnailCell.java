package dev.darkroom.console.generations;

import dev.darkroom.console.Icons;
import dev.darkroom.generation.GenerationRow;
import java.time.Instant;
import java.util.UUID;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/** The picture of a row, or the icon of its kind. */
final class ThumbnailCell extends StackPane {
    private static final double SIZE = 26;

    private final Thumbnails thumbnails;
    private final ImageView picture = new ImageView();
    private @Nullable UUID shown;

    ThumbnailCell(Thumbnails thumbnails) {
        this.thumbnails = thumbnails;
        getStyleClass().add("thumbnail");
        setMinSize(SIZE, SIZE);
        setMaxSize(SIZE, SIZE);
        Rectangle clip = new Rectangle(SIZE, SIZE);
        clip.setArcWidth(6);
        clip.setArcHeight(6);
        setClip(clip);
    }

    void show(GenerationRow row, Instant now) {
        if (row.id().equals(shown) && getChildren().contains(picture)) {
            return;
        }
        shown = row.id();
        getChildren().setAll(Icons.icon(Words.icon(row.kind())));
        if (Thumbnails.has(row, now)) {
            thumbnails.load(row, () -> row.id().equals(shown), this::show);
        }
    }

    /** Fills the square, cut at the longer sides. */
    private void show(Image image) {
        double scale = SIZE / Math.min(image.getWidth(), image.getHeight());
        picture.setImage(image);
        picture.setFitWidth(image.getWidth() * scale);
        picture.setFitHeight(image.getHeight() * scale);
        getChildren().setAll(picture);
    }
}
