package dev.darkroom.console.kit.layout;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** The head of a screen: its title, a muted caption, what stands beside it, and actions at the right end. */
public final class PageHeader extends HBox {
    private final Label caption = new Label();
    private final HBox beside = new HBox(8);
    private final HBox actions = new HBox(8);

    public PageHeader(String title) {
        getStyleClass().add("page-header");
        setAlignment(Pos.CENTER_LEFT);
        Label name = new Label(title);
        name.getStyleClass().add("page-title");
        name.setMinWidth(USE_PREF_SIZE);
        caption.getStyleClass().add("muted");
        caption.managedProperty().bind(caption.textProperty().isNotEmpty());
        beside.setAlignment(Pos.CENTER_LEFT);
        actions.setAlignment(Pos.CENTER_RIGHT);
        actions.setMinWidth(USE_PREF_SIZE);
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(name, caption, beside, space, actions);
    }

    public PageHeader caption(String text) {
        caption.setText(text);
        return this;
    }

    /** Behind the title, such as the pill of new rows. */
    public PageHeader beside(Node... nodes) {
        beside.getChildren().addAll(nodes);
        return this;
    }

    /** At the right end. */
    public PageHeader actions(Node... nodes) {
        actions.getChildren().addAll(nodes);
        return this;
    }
}
