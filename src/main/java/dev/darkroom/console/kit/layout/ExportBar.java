package dev.darkroom.console.kit.layout;

import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** The progress of an export, with a stop button; stays until closed, because it shows where the file is. */
public final class ExportBar extends VBox {
    private final ExportModel model;
    private final LongSupplier all;

    /** {@code all} is the expected number of lines, 0 if unknown. */
    public ExportBar(ExportModel model, LongSupplier all) {
        this.model = model;
        this.all = all;
        managedProperty().bind(visibleProperty());
        model.stateProperty().subscribe(_ -> show());
    }

    private void show() {
        Path target = model.targetProperty().get();
        String file = target == null ? "" : String.valueOf(target.getFileName());
        setVisible(model.stateProperty().get() != ExportModel.State.NONE);
        switch (model.stateProperty().get()) {
            case NONE -> getChildren().clear();
            case RUNNING -> getChildren().setAll(running(file));
            case DONE ->
                getChildren()
                        .setAll(MessageBanner.done(MessageTexts.SHELL.get(
                                        "export.done",
                                        ValueFormats.number(
                                                model.writtenProperty().get()),
                                        String.valueOf(target)))
                                .closable(model::stop));
            case FAILED ->
                getChildren()
                        .setAll(MessageBanner.error(model.failureProperty().get())
                                .closable(model::stop));
        }
    }

    private MessageBanner running(String file) {
        MessageBanner banner = MessageBanner.working("");
        model.writtenProperty().subscribe(written -> {
            long expected = all.getAsLong();
            banner.progress(
                    MessageTexts.SHELL.get("export.running", ValueFormats.number(written.longValue()), file),
                    expected > 0 ? Math.min(1, written.doubleValue() / expected) : -1);
        });
        return banner.with(new ConsoleAction(MessageTexts.SHELL.get("export.stop"), MaterialDesignS.STOP, model::stop));
    }
}
