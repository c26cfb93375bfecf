package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.GenerationDetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.layout.FlaggedCover;
import dev.darkroom.console.kit.layout.FlaggedCover.RevealedFiles;
import dev.darkroom.console.kit.layout.ThumbnailCache;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.ToneChip;
import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.preview.FileThumbnail;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The results as pictures; files that cannot be drawn appear by their media kind. A click opens the file. */
public final class GenerationOutputTab implements GenerationDetailsTab {
    private static final double SIZE = 190;

    private final ThumbnailCache thumbnails;
    private final @Nullable Consumer<UUID> openFile;
    private final RevealedFiles revealed;
    private final FlowPane cards = new FlowPane(12, 12);
    private final VBox body = new VBox(cards);
    private final Node node;
    private final List<LatestTask> waiting = new ArrayList<>();
    private List<Object> shown = List.of();

    /** @param openFile null where there is no screen to open */
    public GenerationOutputTab(
            FileThumbnail.Source pictures,
            FxEventBridge feed,
            @Nullable Consumer<UUID> openFile,
            RevealedFiles revealed) {
        thumbnails = ThumbnailCache.cards(pictures, feed);
        this.openFile = openFile;
        this.revealed = revealed;
        body.getStyleClass().add("tab-body");
        node = GenerationDetailsSections.scroll(body);
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void show(GenerationDetails details) {
        List<Object> now = List.of(details.generation().id(), details.files());
        if (now.equals(shown)) {
            return;
        }
        shown = now;
        waiting.forEach(LatestTask::cancel);
        waiting.clear();
        if (details.files().isEmpty()) {
            String why = details.generation().status().isFinal() ? "output.none" : "output.notyet";
            body.getChildren().setAll(GenerationDetailsSections.nothing(GenerationMessages.get(why)));
            return;
        }
        body.getChildren().setAll(cards);
        cards.getChildren()
                .setAll(details.files().stream()
                        .map(file -> card(file, details.generation().kind()))
                        .toList());
    }

    private Node card(StoredFile file, MediaKind kind) {
        StackPane picture = new StackPane(large(file, kind));
        picture.getStyleClass().add("preview");
        picture.setMinSize(SIZE, SIZE * 0.75);
        picture.setMaxSize(SIZE, SIZE * 0.75);
        Label name = new Label(ValueFormats.middle(file.name(), 30));
        Label detail = GenerationDetailsSections.muted(
                file.state() == StoredFile.State.MISSING
                        ? MessageTexts.sentence(Objects.requireNonNullElse(file.error(), CodedMessage.NONE))
                        : size(file));
        VBox card = new VBox(4, picture, name, detail);
        Runnable draw = () -> {
            draw(file, picture, card);
            if (Boolean.TRUE.equals(file.flagged())) {
                picture.getChildren().add(chip());
            }
        };
        if (revealed.covers(file.path(), file.flagged())) {
            picture.getChildren().setAll(cover(file, picture, kind, draw));
        } else {
            draw.run();
        }
        if (file.state() == StoredFile.State.MISSING) {
            detail.getStyleClass().setAll("label", "error-text");
        }
        if (file.remark() != null) {
            card.getChildren().add(remark(MessageTexts.sentence(file.remark())));
        }
        card.setMaxWidth(SIZE);
        card.setPrefWidth(SIZE);
        card.setAlignment(Pos.TOP_LEFT);
        Consumer<UUID> open = openFile;
        if (open != null) {
            card.getStyleClass().add("output-card");
            card.setOnMouseClicked(_ -> open.accept(file.id()));
        }
        return card;
    }

    private FlaggedCover cover(StoredFile file, StackPane picture, MediaKind kind, Runnable draw) {
        FlaggedCover cover = new FlaggedCover(() -> {
            revealed.reveal(file.path());
            picture.getChildren().setAll(large(file, kind));
            draw.run();
        });
        cover.setMaxSize(SIZE - 2, SIZE * 0.75 - 2);
        return cover;
    }

    /** Draws the file in place of its media kind's icon; if it is not drawn, the card shows why. */
    private void draw(StoredFile file, StackPane picture, VBox card) {
        Label problem = remark("");
        LatestTask loading = thumbnails.latestTask();
        waiting.add(loading);
        thumbnails.face(file, loading, face -> {
            card.getChildren().remove(problem);
            if (face.image() != null) {
                picture.getChildren().add(1, view(file, face.image()));
            } else if (!face.problem().isEmpty()) {
                problem.setText(face.problem());
                card.getChildren().add(problem);
            }
        });
    }

    private static Label remark(String text) {
        Label remark = GenerationDetailsSections.muted(text);
        remark.setWrapText(true);
        return remark;
    }

    private static ImageView view(StoredFile file, Image image) {
        ImageView view = new ImageView(image);
        view.setPreserveRatio(true);
        view.setFitWidth(SIZE - 2);
        view.setFitHeight(SIZE * 0.75 - 2);
        view.setAccessibleText(file.name());
        return view;
    }

    private static ToneChip chip() {
        ToneChip chip = FlaggedCover.chip();
        StackPane.setAlignment(chip, Pos.TOP_LEFT);
        StackPane.setMargin(chip, new Insets(6));
        return chip;
    }

    private static Node large(StoredFile file, MediaKind kind) {
        boolean missing = file.state() == StoredFile.State.MISSING;
        var icon = IconButtons.icon(
                missing
                        ? org.kordamp.ikonli.materialdesign2.MaterialDesignI.IMAGE_BROKEN_VARIANT
                        : GenerationMessages.icon(kind));
        icon.getStyleClass().addAll("large", missing ? SemanticColor.RED.style() : SemanticColor.NEUTRAL.style());
        return icon;
    }

    static String size(StoredFile file) {
        List<String> parts = new ArrayList<>();
        if (file.width() != null && file.height() != null) {
            parts.add(file.width() + " \u00d7 " + file.height());
        }
        if (file.seconds() != null) {
            parts.add(ElapsedTime.taken(Duration.ofMillis(Math.round(file.seconds() * 1000))));
        }
        if (file.bytes() != null) {
            parts.add(ValueFormats.bytes(file.bytes()));
        }
        return String.join(", ", parts);
    }
}
