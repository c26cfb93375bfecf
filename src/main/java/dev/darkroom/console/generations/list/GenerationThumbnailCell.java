package dev.darkroom.console.generations.list;

import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.GenerationPictures;
import dev.darkroom.console.kit.layout.FlaggedCover.RevealedFiles;
import dev.darkroom.console.kit.layout.ThumbnailCache;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.generation.GenerationRow;
import java.util.UUID;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;

/** The thumbnail of a row, or the icon of its media kind. */
final class GenerationThumbnailCell extends StackPane {
    private static final double SIZE = 26;

    private static final Tooltip FLAGGED = new Tooltip(MessageTexts.SHELL.get("flagged.click"));

    private final GenerationPictures pictures;
    private final ThumbnailCache thumbnails;
    private final LatestTask loading;
    private final RevealedFiles revealed;
    private final ImageView picture = new ImageView();
    private @Nullable ShownPicture shown;

    private record ShownPicture(UUID id, boolean covered, boolean exists) {}

    GenerationThumbnailCell(GenerationPictures pictures, ThumbnailCache thumbnails, RevealedFiles revealed) {
        this.pictures = pictures;
        this.thumbnails = thumbnails;
        loading = thumbnails.latestTask();
        this.revealed = revealed;
        getStyleClass().add("thumbnail");
        setMinSize(SIZE, SIZE);
        setMaxSize(SIZE, SIZE);
        Rectangle clip = new Rectangle(SIZE, SIZE);
        clip.setArcWidth(6);
        clip.setArcHeight(6);
        setClip(clip);
    }

    void show(GenerationRow row) {
        boolean covered = revealed.covers(row.media().path(), row.mediaFlagged());
        ShownPicture wanted = new ShownPicture(row.id(), covered, GenerationPictures.has(row));
        if (wanted.equals(shown)) {
            return; // already shown or loading
        }
        shown = wanted;
        loading.cancel();
        cover(covered, row);
        getChildren()
                .setAll(IconButtons.icon(
                        covered ? MaterialDesignE.EYE_OFF_OUTLINE : GenerationMessages.icon(row.kind())));
        if (!covered && wanted.exists()) {
            thumbnails.face(row.id(), () -> pictures.first(row), loading, face -> {
                if (face.image() != null) {
                    show(face.image());
                }
            });
        }
    }

    /** Covers a flagged picture; a click reveals it, here and in the rest of the window. */
    private void cover(boolean covered, GenerationRow row) {
        getStyleClass().remove("covered");
        Tooltip.uninstall(this, FLAGGED);
        setOnMouseClicked(null);
        setAccessibleText(covered ? FLAGGED.getText() : null);
        if (covered) {
            getStyleClass().add("covered");
            Tooltip.install(this, FLAGGED);
            setOnMouseClicked(_ -> {
                revealed.reveal(String.valueOf(row.media().path()));
                show(row);
            });
        }
    }

    /** Fills the square, cropping the longer sides. */
    private void show(Image image) {
        double scale = SIZE / Math.min(image.getWidth(), image.getHeight());
        picture.setImage(image);
        picture.setFitWidth(image.getWidth() * scale);
        picture.setFitHeight(image.getHeight() * scale);
        getChildren().setAll(picture);
    }
}
