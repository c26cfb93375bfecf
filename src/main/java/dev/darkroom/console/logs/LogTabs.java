package dev.darkroom.console.logs;

import dev.darkroom.console.kit.navigation.ActionMenuItem;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogMessages;
import dev.darkroom.console.logs.reader.LogSource;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** The open logs as tabs, the menu that opens more (files, recent files, other places), and the saved views at the end. */
final class LogTabs extends HBox {
    private final LogsModel model;
    private final LogViewMenu views;
    private final Region space = new Region();
    private final MenuButton open =
            new MenuButton(LogMessages.TEXTS.get("open"), IconButtons.icon(MaterialDesignP.PLUS));

    LogTabs(LogsModel model, LogViewMenu views) {
        this.model = model;
        this.views = views;
        HBox.setHgrow(space, Priority.ALWAYS);
        getStyleClass().addAll("view-tabs", "log-tabs");
        setAlignment(Pos.CENTER_LEFT);
        open.setAccessibleText(open.getText());
        open.getStyleClass().add("bare");
        open.setOnShowing(_ -> open.getItems().setAll(offers()));
        open.getItems().setAll(offers());
        model.sources().addListener((ListChangeListener<LogSource>) _ -> show());
        model.currentProperty().subscribe(_ -> show());
    }

    private void show() {
        ToggleGroup group = new ToggleGroup();
        getChildren()
                .setAll(model.sources().stream()
                        .map(source -> tab(source, group))
                        .toList());
        getChildren().addAll(open, space, views);
    }

    private HBox tab(LogSource source, ToggleGroup group) {
        boolean place = source.files().isEmpty();
        ToggleButton tab = new ToggleButton(
                source.isLive() && !place ? LogMessages.TEXTS.get("tab.live", source.name()) : source.name(),
                IconButtons.icon(
                        place
                                ? MaterialDesignS.SERVER_NETWORK
                                : source.isLive()
                                        ? MaterialDesignF.FILE_DOCUMENT_OUTLINE
                                        : MaterialDesignF.FILE_OUTLINE));
        tab.getStyleClass().setAll("tab-button", "log-tab");
        tab.setToggleGroup(group);
        tab.setSelected(source.equals(model.currentProperty().get()));
        tab.setTooltip(new Tooltip(source.key()));
        tab.setOnAction(_ -> {
            tab.setSelected(true);
            model.show(source);
        });
        HBox box = new HBox(tab);
        box.setAlignment(Pos.CENTER_LEFT);
        if ((!source.isLive() || place) && model.sources().size() > 1) {
            Button close = IconButtons.iconButton(
                    MaterialDesignC.CLOSE,
                    LogMessages.TEXTS.get("tab.close", source.name()),
                    () -> model.close(source));
            close.getStyleClass().addAll("bare", "tab-close");
            box.getChildren().add(close);
        }
        return box;
    }

    /** Returns everything that can be opened. */
    private List<MenuItem> offers() {
        List<MenuItem> offers = new java.util.ArrayList<>();
        offers.add(item(LogMessages.TEXTS.get("open.files"), MaterialDesignF.FOLDER_OPEN_OUTLINE, this::choose));
        LogSource source = model.currentProperty().get();
        if (source != null && source.isOneFile()) {
            offers.add(item(
                    LogMessages.TEXTS.get("open.past", source.name()),
                    MaterialDesignF.FILE_CLOCK_OUTLINE,
                    () -> model.open(source.files())));
        }
        for (LogSource place : model.menuSources()) {
            offers.add(item(place.name(), MaterialDesignS.SERVER_NETWORK, () -> model.open(place)));
        }
        List<Path> recent = model.recent();
        if (!recent.isEmpty()) {
            offers.add(new SeparatorMenuItem());
            recent.forEach(file -> offers.add(recent(file)));
        }
        return offers;
    }

    private static MenuItem item(String text, org.kordamp.ikonli.Ikon icon, Runnable run) {
        MenuItem item = new MenuItem(text, IconButtons.icon(icon));
        item.setMnemonicParsing(false);
        ActionMenuItem.onAction(item, run);
        return item;
    }

    private MenuItem recent(Path file) {
        return item(
                LogMessages.TEXTS.get(
                        "open.recent", String.valueOf(file.getFileName()), String.valueOf(file.getParent())),
                MaterialDesignF.FILE_OUTLINE,
                () -> model.open(List.of(file)));
    }

    /** Lets the user choose files. */
    void choose() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(LogMessages.TEXTS.get("open.title"));
        LogSource source = model.currentProperty().get();
        if (source != null && !source.files().isEmpty()) {
            File folder = source.files().getFirst().toFile().getParentFile();
            if (folder != null && folder.isDirectory()) {
                chooser.setInitialDirectory(folder);
            }
        }
        List<File> chosen = chooser.showOpenMultipleDialog(getScene().getWindow());
        if (chosen != null) {
            model.open(chosen.stream().map(File::toPath).toList());
        }
    }
}
