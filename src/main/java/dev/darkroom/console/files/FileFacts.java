package dev.darkroom.console.files;

import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.storage.IntegrityCheck;
import dev.darkroom.storage.StoredFile;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;

/** The known facts about the selected file, and whether storage agrees with them. */
final class FileFacts extends GridPane {
    private static final MessageTexts TEXTS = MessageTexts.of("files");

    private final ValueFormats formats;
    private final Consumer<UUID> openGeneration;
    private final Label verdict = new Label();
    private final Label stored = new Label();

    /** @param tick changes every second */
    FileFacts(FilePreviewModel model, ValueFormats formats, ObservableValue<?> tick, Consumer<UUID> openGeneration) {
        this.formats = formats;
        this.openGeneration = openGeneration;
        getStyleClass().add("facts");
        ColumnConstraints names = new ColumnConstraints(96);
        ColumnConstraints values = new ColumnConstraints(0, 200, Double.MAX_VALUE);
        values.setHgrow(Priority.ALWAYS);
        getColumnConstraints().addAll(names, values);
        verdict.getStyleClass().add("verdict");
        verdict.setMinWidth(USE_PREF_SIZE);
        model.fileProperty().subscribe(this::show);
        model.checkProperty().subscribe(this::showCheck);
        tick.subscribe(_ -> showAge(model.fileProperty().get()));
    }

    private void show(@Nullable StoredFile file) {
        getChildren().clear();
        if (file == null) {
            return;
        }
        Hyperlink generation = new Hyperlink(ValueFormats.shortId(file.generation()));
        generation.getStyleClass().add("mono");
        generation.setOnAction(_ -> openGeneration.accept(file.generation()));
        fact("fact.generation", copyable(generation, file.generation().toString()));
        fact("fact.owner", new Label(file.userId()));
        Label path = TextLabels.styled(file.path(), "mono");
        path.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        path.setTooltip(new Tooltip(file.path()));
        fact("fact.path", copyable(path, file.path()));
        if (file.contentType() != null && file.bytes() != null) {
            fact("fact.type", new Label(file.contentType() + ", " + ValueFormats.bytes(file.bytes()) + more(file)));
        }
        if (file.sha256() != null) {
            fact("fact.hash", hash(file.sha256()));
        }
        if (file.flagged() != null) {
            fact("fact.safety", file.flagged() ? flagged() : new Label(TEXTS.get("safety.false")));
        }
        if (file.remark() != null) {
            Label remark = TextLabels.wrapped(MessageTexts.sentence(file.remark()));
            fact("fact.remark", remark);
        }
        stored.setTooltip(new Tooltip(formats.absolute(file.createdAt())));
        showAge(file);
        fact(file.state() == StoredFile.State.STORED ? "fact.stored" : "fact.missing", stored);
    }

    private void showAge(@Nullable StoredFile file) {
        if (file != null) {
            stored.setText(formats.time(file.createdAt()) + ", " + formats.ago(file.createdAt()));
        }
    }

    private static Label flagged() {
        Label label = new Label(TEXTS.get("safety.true"), IconButtons.icon(MaterialDesignE.EYE_OFF_OUTLINE));
        label.getStyleClass().addAll("tone-text", SemanticColor.AMBER.style());
        return label;
    }

    private static String more(StoredFile file) {
        return file.seconds() == null ? "" : ", " + TEXTS.get("seconds", file.seconds());
    }

    private Node hash(String sha256) {
        Label text = TextLabels.whole(sha256.substring(0, 4) + "\u2026" + sha256.substring(60), "mono");
        text.setTooltip(new Tooltip(sha256));
        HBox line = new HBox(8, copyable(text, sha256), verdict);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private void fact(String name, Node value) {
        Label caption = TextLabels.styled(TEXTS.get(name), "muted");
        // Aligned with the first line of a multi-line value.
        setValignment(caption, VPos.TOP);
        addRow(getRowCount(), caption, value);
    }

    private static HBox copyable(Node node, String text) {
        HBox line = new HBox(4, node, new CopyButton(TEXTS.get("copy"), () -> text));
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private void showCheck(@Nullable IntegrityCheck check) {
        verdict.getStyleClass().removeAll("good", "error-text");
        if (check == null) {
            verdict.setText("");
            verdict.setGraphic(null);
            verdict.setTooltip(null);
            return;
        }
        boolean good = check.result() == IntegrityCheck.Result.MATCHES;
        verdict.setText(TEXTS.get("check." + check.result()));
        verdict.setGraphic(IconButtons.icon(good ? MaterialDesignC.CHECK : MaterialDesignA.ALERT_CIRCLE_OUTLINE));
        verdict.getStyleClass().add(good ? "good" : "error-text");
        verdict.setTooltip(new Tooltip(
                check.result() == IntegrityCheck.Result.GONE
                        ? TEXTS.get("check.gone.how")
                        : TEXTS.get(
                                "check.how." + check.evidence() + (good ? "" : ".differs"),
                                ValueFormats.bytes(check.storedBytes()))));
    }
}
