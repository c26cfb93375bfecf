package dev.darkroom.console.generations;

import dev.darkroom.console.Chip;
import dev.darkroom.console.FlaggedCover;
import dev.darkroom.console.Formats;
import dev.darkroom.console.Icons;
import dev.darkroom.console.RevealedFiles;
import dev.darkroom.console.Sentences;
import dev.darkroom.console.Tone;
import dev.darkroom.fal.MediaKind;
import dev.darkroom.storage.StoredFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** The results as pictures; what cannot be drawn stands there by its kind. A click opens the file. */
final class OutputTab implements DossierTab {
    private static final double SIZE = 190;
    /** Larger pictures are opened in Files, which asks first. */
    private static final long LARGEST = 10_000_000;

    private final DossierModel model;
    private final Consumer<UUID> openFile;
    private final RevealedFiles revealed;
    private final FlowPane cards = new FlowPane(12, 12);
    private final VBox body = new VBox(cards);
    private final Node node;
    private List<Object> shown = List.of();

    OutputTab(DossierModel model, Consumer<UUID> openFile, RevealedFiles revealed) {
        this.model = model;
        this.openFile = openFile;
        this.revealed = revealed;
        body.getStyleClass().add("tab-body");
        node = Sections.scroll(body);
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void show(Dossier dossier) {
        List<Object> now = List.of(
                dossier.generation().id(),
                dossier.files(),
                Objects.requireNonNullElse(dossier.generation().media().url(), ""));
        if (now.equals(shown)) {
            return;
        }
        shown = now;
        if (dossier.files().isEmpty()) {
            String why = dossier.generation().status().isFinal() ? "output.none" : "output.notyet";
            body.getChildren().setAll(Sections.nothing(Words.get(why)));
            return;
        }
        body.getChildren().setAll(cards);
        cards(dossier, Map.of());
        model.links(
                dossier,
                links -> cards(dossier, links),
                failure -> body.getChildren()
                        .setAll(Sections.nothing(Words.get("output.nolinks", Sentences.of(failure))), cards));
    }

    private void cards(Dossier dossier, Map<UUID, String> links) {
        List<Node> all = new ArrayList<>();
        for (StoredFile file : dossier.files()) {
            all.add(card(file, dossier.generation().kind(), links.get(file.id())));
        }
        cards.getChildren().setAll(all);
    }

    private Node card(StoredFile file, MediaKind kind, @Nullable String link) {
        StackPane picture = new StackPane(large(file, kind));
        picture.getStyleClass().add("preview");
        picture.setMinSize(SIZE, SIZE * 0.75);
        picture.setMaxSize(SIZE, SIZE * 0.75);
        boolean image = Objects.requireNonNullElse(file.contentType(), "").startsWith("image/")
                && Objects.requireNonNullElse(file.bytes(), 0L) <= LARGEST;
        Runnable draw = () -> {
            if (link != null && image) {
                picture.getChildren().add(drawn(file, link));
            }
            if (Boolean.TRUE.equals(file.flagged())) {
                picture.getChildren().add(chip());
            }
        };
        if (revealed.covers(file.path(), file.flagged())) {
            picture.getChildren().setAll(cover(file, picture, kind, draw));
        } else {
            draw.run();
        }
        Label name = new Label(Formats.middle(file.name(), 30));
        Label detail = Sections.muted(
                file.state() == StoredFile.State.MISSING ? Objects.requireNonNullElse(file.error(), "") : size(file));
        if (file.state() == StoredFile.State.MISSING) {
            detail.getStyleClass().setAll("label", "error-text");
        }
        VBox card = new VBox(4, picture, name, detail);
        if (file.remark() != null) {
            Label remark = Sections.muted(file.remark());
            remark.setWrapText(true);
            card.getChildren().add(remark);
        }
        card.setMaxWidth(SIZE);
        card.setPrefWidth(SIZE);
        card.setAlignment(Pos.TOP_LEFT);
        card.getStyleClass().add("output-card");
        card.setOnMouseClicked(_ -> openFile.accept(file.id()));
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

    private static ImageView drawn(StoredFile file, String link) {
        ImageView view = new ImageView(new Image(link, SIZE * 2, SIZE * 2, true, true, true));
        view.setPreserveRatio(true);
        view.setFitWidth(SIZE - 2);
        view.setFitHeight(SIZE * 0.75 - 2);
        view.setAccessibleText(file.name());
        return view;
    }

    private static Chip chip() {
        Chip chip = FlaggedCover.chip();
        StackPane.setAlignment(chip, Pos.TOP_LEFT);
        StackPane.setMargin(chip, new Insets(6));
        return chip;
    }

    private static Node large(StoredFile file, MediaKind kind) {
        boolean missing = file.state() == StoredFile.State.MISSING;
        var icon = Icons.icon(
                missing ? org.kordamp.ikonli.materialdesign2.MaterialDesignI.IMAGE_BROKEN_VARIANT : Words.icon(kind));
        icon.getStyleClass().addAll("large", missing ? Tone.RED.style() : Tone.NEUTRAL.style());
        return icon;
    }

    static String size(StoredFile file) {
        List<String> parts = new ArrayList<>();
        if (file.width() != null && file.height() != null) {
            parts.add(file.width() + " \u00d7 " + file.height());
        }
        if (file.seconds() != null) {
            parts.add("%.1f s".formatted(file.seconds()));
        }
        if (file.bytes() != null) {
            parts.add(Formats.bytes(file.bytes()));
        }
        return String.join(", ", parts);
    }
}
