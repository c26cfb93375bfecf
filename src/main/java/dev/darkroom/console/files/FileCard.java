package dev.darkroom.console.files;

import dev.darkroom.console.kit.layout.FlaggedCover;
import dev.darkroom.console.kit.layout.FlaggedCover.RevealedFiles;
import dev.darkroom.console.kit.layout.ThumbnailCache;
import dev.darkroom.console.kit.table.HoverTooltip;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.ToneChip;
import dev.darkroom.storage.FileKind;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.geometry.Rectangle2D;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** A card of the file grid; reused for each file it shows. */
final class FileCard extends VBox {
    /** Px below the picture at 100 % text size. */
    static final double FOOT = 66;

    private static final MessageTexts TEXTS = MessageTexts.of("files");
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

    private final ThumbnailCache pictures;
    private final ValueFormats formats;
    private final RevealedFiles revealed;
    private final LatestTask loading;
    private final ImageView image = new ImageView();
    private double faceHeight;
    private final AudioWaveCanvas wave = new AudioWaveCanvas(8);
    private final FontIcon kind = new FontIcon();
    private final StackPane play = new StackPane(IconButtons.icon(MaterialDesignP.PLAY));
    private final ToneChip missing = new ToneChip(MaterialDesignC.CLOSE, TEXTS.get("state.MISSING"), SemanticColor.RED);
    private final ToneChip flagged = FlaggedCover.chip();
    private final FlaggedCover cover = new FlaggedCover(this::uncover);
    private final StackPane face = new StackPane(kind, image, wave, play, missing, flagged, cover);
    /** The prompt identifies a file better than its name, which is the same for all first files. */
    private final Label prompt = new Label();

    private final Label name = new Label();
    private final Label owner = new Label();
    private final Label size = new Label();
    private final Label age = new Label();
    private @Nullable StoredFile file;
    private boolean covered;

    FileCard(
            ThumbnailCache pictures,
            ValueFormats formats,
            RevealedFiles revealed,
            BiConsumer<StoredFile, MouseEvent> onClick) {
        this.pictures = pictures;
        this.formats = formats;
        this.revealed = revealed;
        loading = pictures.latestTask();
        build();
        setOnMouseClicked(event -> {
            if (file != null && event.getButton() == MouseButton.PRIMARY) {
                onClick.accept(file, event);
            }
        });
    }

    private void build() {
        getStyleClass().add("file-card");
        face.getStyleClass().add("face");
        play.getStyleClass().add("play");
        play.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        Rectangle corners = new Rectangle();
        corners.setArcWidth(14);
        corners.setArcHeight(14);
        corners.widthProperty().bind(face.widthProperty());
        corners.heightProperty().bind(face.heightProperty().add(8));
        face.setClip(corners);
        face.setMinSize(0, 0);
        StackPane.setAlignment(flagged, Pos.TOP_LEFT);
        StackPane.setMargin(flagged, new Insets(6));
        size.getStyleClass().add("muted");
        age.getStyleClass().add("muted");
        HBox.setHgrow(name, Priority.ALWAYS);
        name.setMaxWidth(Double.MAX_VALUE);
        size.setMinWidth(USE_PREF_SIZE);
        age.setMinWidth(USE_PREF_SIZE);
        owner.getStyleClass().add("muted");
        name.getStyleClass().add("muted");
        VBox foot = new VBox(prompt, owner, new HBox(6, name, size, age));
        foot.getStyleClass().add("foot");
        getChildren().addAll(face, foot);
    }

    /** Sets the size in px; {@code foot} is {@link #FOOT} at the current text size. */
    void resizeTo(double width, double newFaceHeight, double foot) {
        faceHeight = newFaceHeight;
        setMinSize(width, faceHeight + foot);
        setPrefSize(width, faceHeight + foot);
        setMaxSize(width, faceHeight + foot);
        face.setMinHeight(faceHeight - 1);
        face.setMaxHeight(faceHeight - 1);
        fit(image.getImage(), width - 2, faceHeight - 1);
    }

    /** Fills the face with the centre of the picture. */
    private void fit(@Nullable Image picture, double width, double height) {
        image.setFitWidth(width);
        image.setFitHeight(height);
        if (picture != null && picture.getWidth() > 0) {
            double scale = Math.max(width / picture.getWidth(), height / picture.getHeight());
            double w = width / scale;
            double h = height / scale;
            image.setViewport(new Rectangle2D((picture.getWidth() - w) / 2, (picture.getHeight() - h) / 2, w, h));
        }
    }

    void show(StoredFile shown, boolean chosen) {
        pseudoClassStateChanged(CHOSEN, chosen);
        boolean hidden = revealed.covers(shown.path(), shown.flagged());
        boolean same = shown.equals(file) && hidden == covered;
        file = shown;
        tick();
        if (same) {
            return;
        }
        covered = hidden;
        name.setText(shown.position() + "-" + shown.name());
        String ordered = Objects.requireNonNullElse(shown.prompt(), "");
        prompt.setText(ordered.isBlank() ? name.getText() : ValueFormats.firstLine(ordered));
        HoverTooltip.set(prompt, ordered.isBlank() ? name.getText() : ordered);
        owner.setText(
                shown.model() == null
                        ? shown.userId()
                        : shown.userId() + " \u00b7 " + shown.model().replaceFirst("^fal-ai/", ""));
        size.setText(shown.bytes() == null ? "" : ValueFormats.bytes(shown.bytes()));
        setAccessibleText(name.getText() + ", " + owner.getText());
        drawn(ThumbnailCache.Face.NONE);
        if (shown.state() == StoredFile.State.STORED && !covered) {
            pictures.face(shown, loading, this::drawn);
        } else {
            loading.cancel();
        }
    }

    /** Updates the file's age. */
    void tick() {
        if (file != null) {
            age.setText(ElapsedTime.rough(
                    Duration.between(file.createdAt(), formats.clock().instant())));
        }
    }

    private void uncover() {
        if (file != null) {
            revealed.reveal(file.path());
        }
    }

    private void drawn(ThumbnailCache.Face drawn) {
        StoredFile shown = file;
        if (shown == null) {
            return;
        }
        FileKind type = FileKind.of(shown);
        boolean lost = shown.state() == StoredFile.State.MISSING;
        image.setImage(drawn.image());
        image.setVisible(drawn.image() != null);
        fit(drawn.image(), getPrefWidth() - 2, faceHeight - 1);
        wave.show(drawn.waveform());
        wave.setVisible(drawn.waveform() != null);
        kind.setIconCode(
                switch (type) {
                    case PICTURE -> MaterialDesignF.FILE_IMAGE_OUTLINE;
                    case VIDEO -> MaterialDesignF.FILE_VIDEO_OUTLINE;
                    case SOUND -> MaterialDesignF.FILE_MUSIC_OUTLINE;
                    case TEXT -> MaterialDesignF.FILE_DOCUMENT_OUTLINE;
                    case OTHER -> MaterialDesignF.FILE_OUTLINE;
                });
        cover.setVisible(covered);
        flagged.setVisible(!covered && Boolean.TRUE.equals(shown.flagged()));
        kind.setVisible(!image.isVisible() && !wave.isVisible() && !lost && !covered);
        play.setVisible(type == FileKind.VIDEO && drawn.image() != null);
        missing.setVisible(lost);
    }
}
