package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.KeyboardShortcuts;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javafx.event.ActionEvent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

/** The bell: the notifications since the window opened, newest first. Its icon shows a badge while some are unread. */
public final class NotificationBell extends Button {
    private static final int MAX_ENTRIES = 30;

    /** Pixels. */
    private static final double MAX_HEIGHT = 460;

    private final ValueFormats formats;
    private final VBox list = new VBox(12);
    /** Limited in height: a pop-over higher than the screen would move and lay itself out endlessly. */
    private final ScrollPane scroll = new ScrollPane(list);

    private final PopOver window = new PopOver(scroll);
    private final Map<String, RunningItem> running = new HashMap<>();
    private @Nullable NotificationEntry undoable;
    private int unread;

    /** Work in progress. */
    private record RunningItem(VBox node, Label text, ProgressBar bar) {}

    public NotificationBell(ValueFormats formats) {
        this.formats = formats;
        getStyleClass().addAll("icon-button", "bare");
        window.getStyleClass().add("notices");
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(true); // the first stop, because a focused button would be scrolled to
        list.heightProperty().subscribe(height -> scroll.setPrefHeight(Math.min(MAX_HEIGHT, height.doubleValue() + 2)));
        list.setMinWidth(Region.USE_PREF_SIZE);
        list.getStyleClass().add("notice-list");
        window.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
        window.setDetachable(false);
        setOnAction(_ -> open());
        count(0);
    }

    public void add(NotificationEntry notice) {
        if (notice.undo() != null) {
            undoable = notice;
        }
        list.getChildren().add(running.size(), item(notice));
        if (list.getChildren().size() > MAX_ENTRIES + running.size()) {
            list.getChildren().removeLast();
        }
        count(unread + 1);
    }

    /** Undoes the last action that can still be undone. */
    public ConsoleAction undoAction() {
        Optional<NotificationEntry> last = Optional.ofNullable(undoable)
                .filter(notice ->
                        notice.undo() != null && !notice.undo().takenProperty().get());
        return new ConsoleAction(
                        MessageTexts.SHELL.get("undo"),
                        MaterialDesignU.UNDO,
                        KeyboardShortcuts.UNDO,
                        () -> last.map(NotificationEntry::undo).ifPresent(NotificationEntry.UndoOffer::take))
                .on(
                        last.map(NotificationEntry::text).orElse(""),
                        last.isPresent() ? Optional.empty() : Optional.of(MessageTexts.SHELL.get("undo.nothing")));
    }

    /** Shows the progress of running work at the top; {@code done} is 0 to 1. */
    public void progress(String key, String text, double done) {
        RunningItem item = running.get(key);
        if (item == null) {
            item = runningItem();
            running.put(key, item);
            list.getChildren().addFirst(item.node());
            count(unread + 1);
        }
        item.text().setText(text);
        item.bar().setProgress(done);
    }

    /** Ends the progress and adds its outcome as a notification. */
    public void progressEnded(String key, NotificationEntry.Kind kind, String text) {
        RunningItem item = running.remove(key);
        if (item != null) {
            list.getChildren().remove(item.node());
        }
        add(new NotificationEntry(formats.clock().instant(), kind, text));
    }

    private static RunningItem runningItem() {
        Label text = new Label();
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        ProgressBar bar = new ProgressBar();
        bar.setMaxWidth(Double.MAX_VALUE);
        VBox node = new VBox(6, text, bar);
        node.getStyleClass().add("notice-progress");
        return new RunningItem(node, text, bar);
    }

    /** Shows the list and marks everything as read. */
    public void open() {
        count(0);
        Label nothing = new Label(MessageTexts.SHELL.get("bell.nothing"));
        nothing.getStyleClass().addAll("muted", "notice-list");
        nothing.setWrapText(true);
        window.setContentNode(list.getChildren().isEmpty() ? nothing : scroll);
        scroll.setVvalue(0);
        window.show(this);
    }

    private void count(int now) {
        unread = now;
        setGraphic(IconButtons.icon(now == 0 ? MaterialDesignB.BELL_OUTLINE : MaterialDesignB.BELL_BADGE_OUTLINE));
        IconButtons.named(
                this,
                now == 0
                        ? MessageTexts.SHELL.get("bell")
                        : MessageTexts.SHELL.get("bell.unread", ValueFormats.number(now)));
    }

    private HBox item(NotificationEntry notice) {
        Label text = new Label(notice.text());
        text.setWrapText(true);
        text.setMaxWidth(Double.MAX_VALUE);
        text.setMinHeight(Region.USE_PREF_SIZE);
        Label time = TextLabels.whole(formats.time(notice.time()), "mono", "muted");
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox item = new HBox(8, IconButtons.icon(notice.kind().icon()), text, time);
        item.getStyleClass().addAll("notice", notice.kind().tone().style());
        NotificationEntry.UndoOffer undo = notice.undo();
        if (undo != null) {
            Button button = undo.button();
            button.addEventHandler(ActionEvent.ACTION, _ -> window.hide()); // the effect shows in the window
            item.getChildren().add(2, button);
        }
        return item;
    }
}
