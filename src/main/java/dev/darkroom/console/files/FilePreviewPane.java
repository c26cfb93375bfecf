package dev.darkroom.console.files;

import dev.darkroom.console.files.PicturePreviewPane.CheckerboardPane;
import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.layout.FlaggedCover;
import dev.darkroom.console.kit.layout.FlaggedCover.RevealedFiles;
import dev.darkroom.console.kit.layout.MediaPictures;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.mediafile.AudioWaveform;
import dev.darkroom.mediafile.MediaRefusal;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.preview.FilePreview;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextArea;
import javafx.scene.image.Image;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignO;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/** The preview of the selected file, or the reason why there is none. */
final class FilePreviewPane extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("files");
    /** Longer side in px of a fitted picture: the widest inspector at double density. */
    private static final int FITTED_SIDE = 1_600;
    /** Longer side in px above which a picture is scaled down: 64 MB of pixels. */
    private static final int MAX_SIDE = 4_096;

    private final FilePreviewModel model;
    private final Consumer<Path> openOutside;
    private final Runnable download;
    private final RevealedFiles revealed;
    private final LatestTask pictures;
    private @Nullable MediaPlayerPane player;

    /** @param download asks where to save the file, and saves it */
    FilePreviewPane(
            FilePreviewModel model,
            FxEventBridge feed,
            RevealedFiles revealed,
            Consumer<Path> openOutside,
            Runnable download) {
        this.model = model;
        this.openOutside = openOutside;
        this.download = download;
        this.revealed = revealed;
        pictures = feed.latestTask();
        getStyleClass().add("preview-pane");
        model.fileProperty().subscribe(_ -> show());
        model.previewProperty().subscribe(_ -> show());
        model.previewFailureProperty().subscribe(_ -> show());
        model.linkFailureProperty().subscribe(_ -> show());
        revealed.countProperty().subscribe((_, _) -> {
            if (shownCover()) {
                show();
            }
        });
    }

    private void show() {
        pictures.cancel();
        if (player != null) {
            player.close();
            player = null;
        }
        StoredFile file = model.fileProperty().get();
        FilePreview preview = model.previewProperty().get();
        String failure = model.previewFailureProperty().get().isEmpty()
                ? model.linkFailureProperty().get()
                : model.previewFailureProperty().get();
        if (file == null) {
            getChildren().clear();
        } else if (file.state() == StoredFile.State.MISSING) {
            getChildren().setAll(missing(file));
        } else if (revealed.covers(file.path(), file.flagged())) {
            getChildren().setAll(covered(file));
        } else if (!failure.isEmpty()) {
            getChildren().setAll(failed(failure));
        } else if (preview == null) {
            getChildren().setAll(waiting());
        } else {
            ready(preview);
        }
    }

    /** Whether the cover is showing: otherwise revealing another file must not restart the player or the preview. */
    private boolean shownCover() {
        return !getChildren().isEmpty() && getChildren().getFirst() instanceof FlaggedCover;
    }

    private FlaggedCover covered(StoredFile file) {
        FlaggedCover cover = new FlaggedCover(() -> revealed.reveal(file.path()));
        cover.getStyleClass().add("no-picture");
        return cover;
    }

    private void ready(FilePreview preview) {
        switch (preview) {
            case FilePreview.Picture picture -> picture(picture);
            case FilePreview.Video video -> video(video);
            case FilePreview.Sound sound -> getChildren().setAll(sound(sound));
            case FilePreview.Text text -> getChildren().setAll(text(text));
            case FilePreview.Large large -> getChildren().setAll(large(large.bytes()));
            case FilePreview.Unknown _ -> getChildren().setAll(unknown());
            case FilePreview.Refused refused -> getChildren().setAll(refused(refused.refusal()));
        }
    }

    private void picture(FilePreview.Picture picture) {
        getChildren().setAll(waiting());
        draw(
                picture,
                FITTED_SIDE,
                image -> getChildren()
                        .setAll(new PicturePreviewPane(
                                picture.file(), image, shown -> draw(picture, MAX_SIDE, shown))));
    }

    private void draw(FilePreview.Picture picture, int side, Consumer<Image> show) {
        model.draw(picture, side, drawn -> show.accept(MediaPictures.image(drawn)));
    }

    private void video(FilePreview.Video video) {
        if (video.poster().isEmpty()) {
            getChildren().setAll(player(video.file(), true, noPoster(), video.seconds()));
            return;
        }
        getChildren().setAll(waiting());
        pictures.load(
                () -> MediaPictures.trustedPng(video.poster().get()),
                image -> {
                    CheckerboardPane poster = new CheckerboardPane(image);
                    MediaPlayerPane shown = player(video.file(), true, withPlay(poster), video.seconds());
                    getChildren().setAll(shown);
                },
                _ -> getChildren().setAll(player(video.file(), true, noPoster(), video.seconds())));
    }

    private Node withPlay(Node poster) {
        StackPane play = new StackPane(IconButtons.icon(MaterialDesignP.PLAY));
        play.getStyleClass().add("play");
        play.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        StackPane both = new StackPane(poster, play);
        both.setOnMouseClicked(_ -> {
            if (player != null) {
                player.toggle();
            }
        });
        return both;
    }

    private static Node noPoster() {
        StackPane ground = new StackPane(IconButtons.icon(MaterialDesignF.FILE_VIDEO_OUTLINE));
        ground.getStyleClass().add("no-picture");
        return ground;
    }

    private Node sound(FilePreview.Sound sound) {
        Optional<AudioWaveform> known = sound.waveform();
        if (known.isEmpty()) {
            StackPane ground = new StackPane(new Label(TEXTS.get("no.waveform")));
            ground.getStyleClass().add("no-picture");
            return player(sound.file(), false, ground, 0);
        }
        AudioWaveCanvas wave = new AudioWaveCanvas(5);
        wave.show(known.get());
        wave.setPrefHeight(160);
        StackPane ground = new StackPane(wave);
        ground.getStyleClass().add("no-picture");
        MediaPlayerPane shown = player(sound.file(), false, ground, known.get().seconds());
        return shown.following(wave::played);
    }

    private MediaPlayerPane player(Path file, boolean video, Node drawn, double seconds) {
        Path copy = model.forSystemProperty().get();
        Runnable outside = copy == null ? download : () -> openOutside.accept(copy);
        String title = TEXTS.get(copy == null ? "download.instead" : "open.outside");
        MediaPlayerPane fresh = new MediaPlayerPane(
                file, video, drawn, seconds, new ConsoleAction(title, MaterialDesignO.OPEN_IN_NEW, outside));
        player = fresh;
        return fresh;
    }

    private Node text(FilePreview.Text text) {
        TextArea area = new TextArea(text.text());
        area.setEditable(false);
        area.getStyleClass().addAll("mono", "text-preview");
        area.setPrefRowCount(16);
        VBox box = new VBox(8, area);
        if (!text.whole()) {
            box.getChildren().add(remark("text.cut"));
        }
        if (text.active()) {
            Button save = IconButtons.button(MaterialDesignD.DOWNLOAD_OUTLINE, TEXTS.get("download.instead"), download);
            box.getChildren().addAll(remark("text.active"), save);
        }
        return box;
    }

    private static Label remark(String key) {
        return TextLabels.wrapped(TEXTS.get(key), "muted");
    }

    private Node large(long bytes) {
        return EmptyState.nothingYet(TEXTS.get("large"), TEXTS.get("large.detail", ValueFormats.bytes(bytes)))
                .with(new ConsoleAction(TEXTS.get("large.fetch"), MaterialDesignD.DOWNLOAD_OUTLINE, model::fetchLarge));
    }

    private Node unknown() {
        Path copy = model.forSystemProperty().get();
        return copy == null
                ? EmptyState.nothingYet(TEXTS.get("preview.unknown"), TEXTS.get("preview.download"))
                        .with(downloading())
                : EmptyState.nothingYet(TEXTS.get("preview.unknown"), TEXTS.get("preview.outside"))
                        .with(new ConsoleAction(
                                TEXTS.get("open.outside"),
                                MaterialDesignO.OPEN_IN_NEW,
                                () -> openOutside.accept(copy)));
    }

    private Node refused(MediaRefusal refusal) {
        EmptyState state = EmptyState.refused(TEXTS.get("preview.refused"), MediaPictures.sentence(refusal))
                .with(downloading());
        return switch (refusal.reason()) {
            case BUSY, MEMORY, TIME -> state.with(retrying());
            case PIXELS, MEMORY_NEEDED, PASSES, DAMAGED, TABLE, SAMPLE_RATE, CHANNELS, SIZE, ERROR -> state;
        };
    }

    private Node failed(String sentence) {
        return MessageBanner.error(sentence).with(retrying());
    }

    private ConsoleAction retrying() {
        return new ConsoleAction(MessageTexts.SHELL.get("retry"), MaterialDesignR.REFRESH, model::retry);
    }

    private ConsoleAction downloading() {
        return new ConsoleAction(TEXTS.get("download.instead"), MaterialDesignD.DOWNLOAD_OUTLINE, download);
    }

    private static Node missing(StoredFile file) {
        Label title = TextLabels.styled(TEXTS.get("missing.title"), "title");
        Label why = TextLabels.wrapped(file.error() == null ? "" : MessageTexts.sentence(file.error()));
        Label what = TextLabels.wrapped(TEXTS.get("missing.detail"), "muted");
        VBox card = new VBox(title, why, what);
        card.getStyleClass().addAll("card", "toned", dev.darkroom.console.kit.theme.SemanticColor.RED.style());
        return card;
    }

    private static Node waiting() {
        ProgressIndicator turning = new ProgressIndicator();
        turning.setMaxSize(28, 28);
        StackPane ground = new StackPane(turning);
        ground.getStyleClass().add("no-picture");
        return ground;
    }
}
