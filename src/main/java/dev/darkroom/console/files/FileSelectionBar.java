package dev.darkroom.console.files;

import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.dialog.SaveFileDialog;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.storage.StoredFile;
import java.io.File;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.kordamp.ikonli.materialdesign2.MaterialDesignZ;

/** The actions on the selected files and the progress of saving them; hidden when there is nothing to show. */
final class FileSelectionBar extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("files");

    private final FileDownloadModel model;
    private final Label count = new Label();
    private final HBox bar = new HBox(8);
    private final VBox state = new VBox();
    private final Runnable showOutcomes;
    private List<StoredFile> selected = List.of();

    FileSelectionBar(FileDownloadModel model, Runnable selectNone, Runnable showOutcomes) {
        this.model = model;
        this.showOutcomes = showOutcomes;
        count.getStyleClass().add("selected");
        count.setMinWidth(Region.USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        List<Button> saves = saves().stream().map(ConsoleAction::button).toList();
        Button none = IconButtons.iconButton(MaterialDesignC.CLOSE, TEXTS.get("select.none"), selectNone);
        none.getStyleClass().add("bare");
        bar.getStyleClass().add("selection-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getChildren().setAll(count, space);
        saves.forEach(save -> bar.getChildren().add(IconButtons.refusable(save)));
        bar.getChildren().add(none);
        bar.managedProperty().bind(bar.visibleProperty());
        bar.setVisible(false);
        getChildren().setAll(state, bar);
        model.stateProperty().subscribe(_ -> {
            showState();
            saves.forEach(save -> IconButtons.allow(save, refusal()));
        });
        model.progressProperty().subscribe(_ -> showState());
    }

    /** Shows the selection; a single file has its own buttons in the inspector. */
    void select(List<StoredFile> files) {
        selected = List.copyOf(files);
        bar.setVisible(files.size() > 1);
        long bytes = files.stream()
                .map(StoredFile::bytes)
                .filter(java.util.Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
        count.setText(TEXTS.get("selected", ValueFormats.number(files.size()), ValueFormats.bytes(bytes)));
    }

    /** Returns the actions on the selected files, while they are several, and on the saving in progress. */
    List<ConsoleAction> actions() {
        List<ConsoleAction> actions = new ArrayList<>(bar.isVisible() ? saves() : List.of());
        if (model.stateProperty().get() == FileDownloadModel.State.RUNNING) {
            actions.add(stopping());
        }
        return actions;
    }

    private List<ConsoleAction> saves() {
        return List.of(
                new ConsoleAction(TEXTS.get("save.folder"), MaterialDesignF.FOLDER_DOWNLOAD_OUTLINE, this::toFolder)
                        .on(count.getText(), refusal()),
                new ConsoleAction(TEXTS.get("save.zip"), MaterialDesignZ.ZIP_BOX_OUTLINE, this::toZip)
                        .on(count.getText(), refusal()));
    }

    private ConsoleAction stopping() {
        return new ConsoleAction(TEXTS.get("save.stop"), MaterialDesignS.STOP, model::stop);
    }

    private Optional<String> refusal() {
        return model.stateProperty().get() == FileDownloadModel.State.RUNNING
                ? Optional.of(TEXTS.get("save.busy"))
                : Optional.empty();
    }

    private void toFolder() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(TEXTS.get("save.folder"));
        File folder = chooser.showDialog(getScene().getWindow());
        if (folder != null) {
            toFolder(folder.toPath());
        }
    }

    void toFolder(Path folder) {
        model.toFolder(selected, folder);
    }

    private void toZip() {
        SaveFileDialog.choose(this, TEXTS.get("save.zip"), "files-" + LocalDate.now() + ".zip")
                .ifPresent(this::toZip);
    }

    void toZip(Path zip) {
        model.toZip(selected, zip);
    }

    private void showState() {
        FileDownloadModel.Progress progress = model.progressProperty().get();
        switch (model.stateProperty().get()) {
            case NONE -> state.getChildren().clear();
            case RUNNING -> {
                if (state.getChildren().isEmpty() || !"running".equals(state.getUserData())) {
                    state.getChildren().setAll(MessageBanner.working("").with(stopping()));
                }
                ((MessageBanner) state.getChildren().getFirst())
                        .progress(
                                TEXTS.get(
                                        "save.running",
                                        ValueFormats.number(progress.files()),
                                        ValueFormats.number(progress.of()),
                                        ValueFormats.bytes(progress.bytes())),
                                progress.share());
            }
            case DONE -> state.getChildren().setAll(done());
            case FAILED ->
                state.getChildren()
                        .setAll(MessageBanner.error(model.failureProperty().get())
                                .closable(model::clear));
        }
        state.setUserData(model.stateProperty().get() == FileDownloadModel.State.RUNNING ? "running" : "");
    }

    private MessageBanner done() {
        long saved =
                model.outcomes().stream().filter(outcome -> outcome.saved()).count();
        int all = model.outcomes().size();
        String sentence = TEXTS.get(
                saved == all ? "save.done" : "save.done.some",
                ValueFormats.number(saved),
                ValueFormats.number(all),
                String.valueOf(model.target()));
        MessageBanner banner = saved == all ? MessageBanner.done(sentence) : MessageBanner.warning(sentence);
        return banner.with(
                        new ConsoleAction(TEXTS.get("save.outcomes"), MaterialDesignT.TEXT_BOX_OUTLINE, showOutcomes))
                .closable(model::clear);
    }
}
