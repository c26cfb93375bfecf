package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.GenerationDetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.layout.FlaggedCover;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.StoredFile;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignO;

/** The generation's stored files, and those that are missing. */
final class GenerationFilesTab implements GenerationDetailsTab {
    private final @Nullable Consumer<UUID> openFile;
    private final VBox body = new VBox();
    private final Node node;
    private List<StoredFile> shown = List.of();

    /** @param openFile null where there is no screen to open */
    GenerationFilesTab(@Nullable Consumer<UUID> openFile) {
        this.openFile = openFile;
        body.getStyleClass().add("tab-body");
        node = GenerationDetailsSections.scroll(body);
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void show(GenerationDetails details) {
        if (details.files().isEmpty()) {
            shown = List.of();
            body.getChildren().setAll(GenerationDetailsSections.nothing(GenerationMessages.get("files.none")));
        } else if (!details.files().equals(shown)) {
            shown = details.files();
            body.getChildren().setAll(shown.stream().map(this::entry).toList());
        }
    }

    private VBox entry(StoredFile file) {
        Label name = TextLabels.styled(file.name(), "medium");
        name.setMinWidth(60);
        HBox head = GenerationDetailsSections.head(
                "", new CopyButton(GenerationMessages.get("files.copy.path"), file::path));
        Consumer<UUID> open = openFile;
        if (open != null) {
            head.getChildren()
                    .add(IconButtons.button(
                            MaterialDesignO.OPEN_IN_NEW,
                            GenerationMessages.get("files.open"),
                            () -> open.accept(file.id())));
        }
        head.getChildren().set(0, name);
        if (Boolean.TRUE.equals(file.flagged())) {
            head.getChildren().add(1, FlaggedCover.chip());
        }
        VBox entry = new VBox(2, head);
        if (file.state() == StoredFile.State.MISSING) {
            Label why = new Label(GenerationMessages.get(
                    "files.missing",
                    MessageTexts.sentence(Objects.requireNonNullElse(file.error(), CodedMessage.NONE))));
            why.getStyleClass().add("error-text");
            why.setWrapText(true);
            entry.getChildren().add(why);
        } else {
            entry.getChildren()
                    .add(GenerationDetailsSections.muted(file.contentType() + ", " + GenerationOutputTab.size(file)));
        }
        entry.getChildren()
                .addAll(
                        fact("files.path", file.path()),
                        fact("files.hash", Objects.requireNonNullElse(file.sha256(), "")));
        if (file.remark() != null) {
            Label remark = GenerationDetailsSections.muted(
                    GenerationMessages.get("files.remark") + ": " + MessageTexts.sentence(file.remark()));
            remark.setWrapText(true);
            entry.getChildren().add(remark);
        }
        entry.getStyleClass().add("file-entry");
        return entry;
    }

    private static HBox fact(String key, String value) {
        Label name = GenerationDetailsSections.muted(GenerationMessages.get(key));
        name.setMinWidth(52);
        Label text = GenerationDetailsSections.mono(ValueFormats.middle(value, 200));
        text.setTextOverrun(javafx.scene.control.OverrunStyle.CENTER_ELLIPSIS);
        text.setTooltip(new Tooltip(value));
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox line = new HBox(8, name, text);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setVisible(!value.isEmpty());
        line.setManaged(!value.isEmpty());
        return line;
    }
}
