package dev.darkroom.console.logs;

import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.logs.lines.LogCanvas;
import dev.darkroom.console.logs.model.LogBookmarks;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogMessages;
import dev.darkroom.console.logs.reader.LogRecordText;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignW;

/** The toolbar above the lines: search, wrap, bookmarks, export, next error, and following the tail. */
final class LogTools extends HBox {
    private static final int MAX_BOOKMARKS = 30;
    private static final PseudoClass PAUSED = PseudoClass.getPseudoClass("paused");

    private final LogsModel model;
    private final LogSearchField search;
    private final LogActions actions;
    private final ToggleButton wrap =
            new ToggleButton(LogMessages.TEXTS.get("wrap"), IconButtons.icon(MaterialDesignW.WRAP));
    private final MenuButton bookmarks = new MenuButton("", IconButtons.icon(MaterialDesignB.BOOKMARK_OUTLINE));
    private final Button export;
    private final Button nextError;
    private final Button tail = new Button();

    LogTools(LogsModel model, LogSearchField search, LogCanvas lines, LogActions actions) {
        this.model = model;
        this.search = search;
        this.actions = actions;
        getStyleClass().add("tool-line");
        wrap.getStyleClass().add("bare");
        wrap.setTooltip(new Tooltip(LogMessages.TEXTS.get("wrap.tip")));
        wrap.selectedProperty().bindBidirectional(lines.wrapProperty());
        wrap.setMinWidth(USE_PREF_SIZE);
        bookmarks.getStyleClass().addAll("bare", "bookmarks");
        bookmarks.setAccessibleText(LogMessages.TEXTS.get("bookmarks"));
        bookmarks.setTooltip(new Tooltip(LogMessages.TEXTS.get("bookmarks")));
        export = IconButtons.iconButton(
                MaterialDesignE.EXPORT_VARIANT, LogMessages.TEXTS.get("export"), actions::export);
        export.getStyleClass().add("bare");
        nextError = IconButtons.button(
                MaterialDesignC.CHEVRON_DOWN, LogMessages.TEXTS.get("next.error"), () -> actions.goToError(true));
        nextError.getStyleClass().addAll("bare", "danger-text");
        nextError.setMinWidth(USE_PREF_SIZE);
        tail.getStyleClass().add("tail");
        tail.setMinWidth(USE_PREF_SIZE);
        tail.setOnAction(_ -> actions.toggleTail());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().setAll(search, wrap, space, bookmarks, export, nextError, tail);
        bind();
    }

    /** Can be as narrow as needed: buttons whose text does not fit show only their icons. */
    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected void layoutChildren() {
        double room = getWidth()
                - getInsets().getLeft()
                - getInsets().getRight()
                - (getChildren().size() - 1) * getSpacing()
                - (search.minWidth(-1) - search.only().minWidth(-1))
                - bookmarks.minWidth(-1)
                - export.minWidth(-1);
        IconButtons.fit(List.of(search.only(), wrap, nextError), List.of(tail), room);
        super.layoutChildren();
    }

    private void bind() {
        model.followingProperty().subscribe(_ -> showTail());
        model.snapshotProperty().subscribe(_ -> showTail());
        model.bookmarks().listProperty().subscribe(this::show);
    }

    private void show(List<LogBookmarks.Bookmark> list) {
        bookmarks.setText(list.isEmpty() ? "" : ValueFormats.number(list.size()));
        bookmarks.getItems().clear();
        if (list.isEmpty()) {
            MenuItem none = new MenuItem(LogMessages.TEXTS.get("bookmarks.none"));
            none.setDisable(true);
            bookmarks.getItems().add(none);
        }
        for (LogBookmarks.Bookmark mark : list.subList(0, Math.min(list.size(), MAX_BOOKMARKS))) {
            String text = LogRecordText.visible(mark.text(), 80);
            MenuItem item = new MenuItem(mark.time().isEmpty() ? text : mark.time() + "  " + text);
            item.setMnemonicParsing(false);
            item.setOnAction(_ -> actions.goTo(mark.record()));
            bookmarks.getItems().add(item);
        }
    }

    private void showTail() {
        boolean following = model.followingProperty().get();
        int unread = following ? 0 : model.unread();
        int errors = following ? 0 : model.unreadErrors();
        tail.setText(
                following
                        ? LogMessages.TEXTS.get("tail.live")
                        : unread == 0
                                ? LogMessages.TEXTS.get("tail.paused")
                                : errors == 0
                                        ? LogMessages.TEXTS.get("tail.new", ValueFormats.number(unread))
                                        : LogMessages.TEXTS.get(
                                                "tail.errors",
                                                ValueFormats.number(unread),
                                                ValueFormats.number(errors)));
        tail.setGraphic(IconButtons.icon(following ? MaterialDesignA.ARROW_COLLAPSE_DOWN : MaterialDesignP.PAUSE));
        tail.setTooltip(new Tooltip(LogMessages.TEXTS.get(following ? "tail.pause" : "tail.resume")));
        tail.pseudoClassStateChanged(PAUSED, !following);
    }
}
