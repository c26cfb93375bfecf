package dev.darkroom.console.files;

import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.system.ElapsedTime;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import javafx.animation.AnimationTimer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.media.Media;
import javafx.scene.media.MediaException;
import javafx.scene.media.MediaPlayer;
import javafx.scene.media.MediaView;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/**
 * Plays a video over its poster, or a sound with its waveform. If this computer cannot play it, a sentence says what is missing
 * and the system's player is offered. Nothing is opened before the first press of the play button.
 */
final class MediaPlayerPane extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("files");

    private final Path file;
    private final boolean video;
    private final StackPane stage;
    private DoubleConsumer onProgress = _ -> {};
    private final Button button;
    private final Slider position = new Slider(0, 1, 0);
    private final Label time = new Label();
    private final Label problem = new Label();
    private final HBox trouble;
    private final double seconds;
    private final AnimationTimer clock = new AnimationTimer() {
        @Override
        public void handle(long now) {
            follow();
        }
    };
    private @Nullable MediaPlayer player;

    /**
     * @param drawn the poster, which a video covers, or the waveform
     * @param seconds 0 if unknown
     * @param instead the action offered where it cannot be played
     */
    MediaPlayerPane(Path file, boolean video, Node drawn, double seconds, ConsoleAction instead) {
        this.file = file;
        this.video = video;
        this.seconds = seconds;
        stage = new StackPane(drawn);
        button = IconButtons.iconButton(MaterialDesignP.PLAY, TEXTS.get("play"), this::toggle);
        trouble = new HBox(8, problem, instead.button());
        build();
    }

    private void build() {
        getStyleClass().add("player");
        stage.getStyleClass().add("stage");
        position.setDisable(true);
        HBox.setHgrow(position, Priority.ALWAYS);
        time.getStyleClass().add("muted");
        time.setMinWidth(USE_PREF_SIZE);
        time.setText(clockText(0));
        HBox controls = new HBox(8, button, position, time);
        controls.setAlignment(Pos.CENTER_LEFT);
        problem.setWrapText(true);
        problem.setMinHeight(USE_PREF_SIZE);
        HBox.setHgrow(problem, Priority.ALWAYS);
        problem.setMaxWidth(Double.MAX_VALUE);
        trouble.getStyleClass().add("trouble");
        trouble.setAlignment(Pos.CENTER_LEFT);
        trouble.setVisible(false);
        trouble.managedProperty().bind(trouble.visibleProperty());
        position.setOnMouseReleased(_ -> seek());
        getChildren().addAll(stage, controls, trouble);
    }

    /** Calls {@code progress} with the share already played, 0 to 1. */
    MediaPlayerPane following(DoubleConsumer progress) {
        onProgress = progress;
        return this;
    }

    /** Releases the sound device and the file. */
    void close() {
        clock.stop();
        if (player != null) {
            player.dispose();
            player = null;
        }
    }

    void toggle() {
        try {
            if (player == null) {
                open();
            } else if (player.getStatus() == MediaPlayer.Status.PLAYING) {
                player.pause();
            } else {
                player.play();
            }
        } catch (MediaException | UnsupportedOperationException exception) {
            failed();
        }
    }

    private void open() {
        MediaPlayer fresh = new MediaPlayer(new Media(file.toUri().toString()));
        player = fresh;
        fresh.setOnError(this::failed);
        fresh.setOnHalted(this::failed);
        fresh.setOnPlaying(() -> playing(true));
        fresh.setOnPaused(() -> playing(false));
        fresh.setOnEndOfMedia(() -> {
            fresh.stop();
            fresh.seek(Duration.ZERO);
            playing(false);
            onProgress.accept(1);
        });
        if (video) {
            MediaView picture = new MediaView(fresh);
            picture.setPreserveRatio(true);
            picture.fitWidthProperty().bind(stage.widthProperty());
            picture.fitHeightProperty().bind(stage.heightProperty());
            fresh.setOnReady(() -> stage.getChildren().add(picture));
        }
        fresh.play();
    }

    private void playing(boolean now) {
        position.setDisable(false);
        button.setGraphic(IconButtons.icon(now ? MaterialDesignP.PAUSE : MaterialDesignP.PLAY));
        IconButtons.named(button, TEXTS.get(now ? "pause" : "play"));
        if (now) {
            clock.start();
        } else {
            clock.stop();
        }
    }

    private void follow() {
        if (player != null && !position.isPressed()) {
            double all = player.getTotalDuration().toSeconds();
            double now = player.getCurrentTime().toSeconds();
            position.setValue(all > 0 ? now / all : 0);
            time.setText(clockText(now));
            onProgress.accept(position.getValue());
        }
    }

    private void seek() {
        if (player != null) {
            player.seek(player.getTotalDuration().multiply(position.getValue()));
        }
    }

    private void failed() {
        close();
        playing(false);
        position.setDisable(true);
        button.setDisable(true);
        problem.setText(TEXTS.get(video ? "cannot.play.video" : "cannot.play.sound"));
        trouble.setVisible(true);
    }

    private String clockText(double at) {
        String all =
                seconds > 0 ? " / " + ElapsedTime.clock(java.time.Duration.ofMillis(Math.round(seconds * 1000))) : "";
        return ElapsedTime.clock(java.time.Duration.ofMillis(Math.round(at * 1000))) + all;
    }
}
