package dev.darkroom.console.credits;

import dev.darkroom.console.Action;
import dev.darkroom.console.Banner;
import dev.darkroom.console.Formats;
import dev.darkroom.console.Texts;
import java.nio.file.Path;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** How an export goes, with a way to stop it; stays until it is closed, because it says where the file is. */
final class ExportBar extends VBox {
    private static final Texts TEXTS = Texts.of("credits");

    private final ExportModel model;
    private final CreditsModel credits;

    ExportBar(ExportModel model, CreditsModel credits) {
        this.model = model;
        this.credits = credits;
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
                        .setAll(Banner.working(TEXTS.get(
                                        "csv.done",
                                        Formats.number(model.writtenProperty().get()),
                                        String.valueOf(target)))
                                .closable(model::stop));
            case FAILED ->
                getChildren().setAll(Banner.error(model.failureProperty().get()).closable(model::stop));
        }
    }

    private Banner running(String file) {
        Banner banner = Banner.working("");
        model.writtenProperty().subscribe(written -> {
            long all = credits.matchingProperty().get();
            boolean known = all > 0 && all < CreditsModel.BOUND;
            banner.progress(
                    TEXTS.get("csv.running", Formats.number(written.longValue()), file),
                    known ? Math.min(1, written.doubleValue() / all) : -1);
        });
        return banner.with(new Action(TEXTS.get("csv.stop"), MaterialDesignS.STOP, model::stop));
    }
}
