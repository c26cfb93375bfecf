package dev.darkroom.console.files;

import dev.darkroom.console.Action;
import dev.darkroom.console.Banner;
import dev.darkroom.console.EmptyState;
import dev.darkroom.console.Feed;
import dev.darkroom.console.FlaggedCover;
import dev.darkroom.console.Formats;
import dev.darkroom.console.Icons;
import dev.darkroom.console.RevealedFiles;
import dev.darkroom.console.Slot;
import dev.darkroom.console.Texts;
import dev.darkroom.storage.Preview;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.Waveform;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.image.Image;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignO;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/** What the chosen file looks like, or why that cannot be shown. */
final class PreviewPane extends VBox {
    private static final Texts TEXTS = Texts.of("files");
    /** Pixels of either side beyond which a picture is shown smaller than it is. */
    private static final int LARGEST = 4096;

    private final PreviewModel model;
    private final Consumer<Path> openOutside;
    private final RevealedFiles revealed;
    private final Slot pictures;
    private @Nullable Player player;

    PreviewPane(PreviewModel model, Feed feed, RevealedFiles revealed, Consumer<Path> openOutside) {
        this.model = model;
        this.openOutside = openOutside;
        this.revealed = revealed;
        pictures = feed.slot();
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
        Preview preview = model.previewProperty().get();
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
            getChildren()
                    .setAll(Banner.error(failure)
                            .with(new Action(Texts.SHELL.get("retry"), MaterialDesignR.REFRESH, model::retry)));
        } else if (preview == null) {
            getChildren().setAll(waiting());
        } else {
            ready(preview);
        }
    }

    /** What plays or is looked at now must not begin anew because another file was uncovered. */
    private boolean shownCover() {
        return !getChildren().isEmpty() && getChildren().getFirst() instanceof FlaggedCover;
    }

    private FlaggedCover covered(StoredFile file) {
        FlaggedCover cover = new FlaggedCover(() -> revealed.reveal(file.path()));
        cover.getStyleClass().add("no-picture");
        return cover;
    }

    private void ready(Preview preview) {
        switch (preview) {
            case Preview.Picture picture -> picture(picture.file());
            case Preview.Video video -> video(video);
            case Preview.Sound sound -> getChildren().setAll(sound(sound));
            case Preview.Text text -> getChildren().setAll(text(text));
            case Preview.Large large -> getChildren().setAll(large(large.bytes()));
            case Preview.Unknown unknown -> getChildren().setAll(unshowable("preview.unknown", unknown.file()));
        }
    }

    private void picture(Path file) {
        getChildren().setAll(waiting());
        pictures.load(
                () -> decoded(file),
                image ->
                        getChildren().setAll(image.isError() ? unshowable("preview.unreadable", file) : picture(image)),
                _ -> getChildren().setAll(unshowable("preview.unreadable", file)));
    }

    private static Image decoded(Path file) {
        Image image = new Image(file.toUri().toString());
        boolean huge = image.getWidth() > LARGEST || image.getHeight() > LARGEST;
        return huge ? new Image(file.toUri().toString(), LARGEST, LARGEST, true, true) : image;
    }

    private static Node picture(Image image) {
        Checkerboard board = new Checkerboard(image);
        VBox.setVgrow(board, Priority.SOMETIMES);
        ToggleButton fit = new ToggleButton(TEXTS.get("fit"));
        ToggleButton pixels = new ToggleButton(TEXTS.get("pixels"));
        ToggleGroup group = new ToggleGroup();
        fit.setToggleGroup(group);
        pixels.setToggleGroup(group);
        fit.setSelected(true);
        fit.setOnAction(_ -> {
            fit.setSelected(true);
            board.fit(true);
        });
        pixels.setOnAction(_ -> {
            pixels.setSelected(true);
            board.fit(false);
        });
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Label size = new Label((int) image.getWidth() + " \u00d7 " + (int) image.getHeight());
        size.getStyleClass().add("muted");
        HBox line = new HBox(4, fit, pixels, space, size);
        line.setAlignment(Pos.CENTER_LEFT);
        return new VBox(8, board, line);
    }

    private void video(Preview.Video video) {
        if (video.poster().isEmpty()) {
            getChildren().setAll(player(video.file(), true, noPoster(), video.seconds()));
            return;
        }
        getChildren().setAll(waiting());
        pictures.load(
                () -> new Image(video.poster().get().toUri().toString()),
                image -> {
                    Checkerboard poster = new Checkerboard(image);
                    Player shown = player(video.file(), true, withPlay(poster), video.seconds());
                    getChildren().setAll(shown);
                },
                _ -> getChildren().setAll(player(video.file(), true, noPoster(), video.seconds())));
    }

    private Node withPlay(Node poster) {
        StackPane play = new StackPane(Icons.icon(MaterialDesignP.PLAY));
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
        StackPane ground = new StackPane(Icons.icon(MaterialDesignF.FILE_VIDEO_OUTLINE));
        ground.getStyleClass().add("no-picture");
        return ground;
    }

    private Node sound(Preview.Sound sound) {
        Optional<Waveform> known = sound.waveform();
        if (known.isEmpty()) {
            StackPane ground = new StackPane(new Label(TEXTS.get("no.waveform")));
            ground.getStyleClass().add("no-picture");
            return player(sound.file(), false, ground, 0);
        }
        WaveCanvas wave = new WaveCanvas(5);
        wave.show(known.get());
        wave.setPrefHeight(160);
        StackPane ground = new StackPane(wave);
        ground.getStyleClass().add("no-picture");
        Player shown = player(sound.file(), false, ground, known.get().seconds());
        return shown.following(wave::played);
    }

    private Player player(Path file, boolean video, Node drawn, double seconds) {
        Player fresh = new Player(file, video, drawn, seconds, () -> openOutside.accept(file));
        player = fresh;
        return fresh;
    }

    private static Node text(Preview.Text text) {
        TextArea area = new TextArea(text.text());
        area.setEditable(false);
        area.getStyleClass().addAll("mono", "text-preview");
        area.setPrefRowCount(16);
        VBox box = new VBox(8, area);
        if (!text.whole()) {
            Label cut = new Label(TEXTS.get("text.cut"));
            cut.getStyleClass().add("muted");
            box.getChildren().add(cut);
        }
        return box;
    }

    private Node large(long bytes) {
        return EmptyState.nothingYet(TEXTS.get("large"), TEXTS.get("large.detail", Formats.bytes(bytes)))
                .with(new Action(TEXTS.get("large.fetch"), MaterialDesignD.DOWNLOAD_OUTLINE, model::fetchLarge));
    }

    private Node unshowable(String why, Path file) {
        return EmptyState.nothingYet(TEXTS.get(why), TEXTS.get("preview.outside"))
                .with(new Action(
                        TEXTS.get("open.outside"), MaterialDesignO.OPEN_IN_NEW, () -> openOutside.accept(file)));
    }

    private static Node missing(StoredFile file) {
        Label title = new Label(TEXTS.get("missing.title"));
        title.getStyleClass().add("title");
        Label why = new Label(file.error());
        why.setWrapText(true);
        why.setMinHeight(USE_PREF_SIZE);
        Label what = new Label(TEXTS.get("missing.detail"));
        what.setWrapText(true);
        what.setMinHeight(USE_PREF_SIZE);
        what.getStyleClass().add("muted");
        VBox card = new VBox(title, why, what);
        card.getStyleClass().addAll("card", "toned", dev.darkroom.console.Tone.RED.style());
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
