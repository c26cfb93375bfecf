package dev.darkroom.console.kit.layout;

import dev.darkroom.console.kit.navigation.FocusMemory;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** A list at the left and, while one of its rows is open, an inspector at the right. Esc closes it, the divider resizes it. */
public final class SideInspector extends SplitPane {
    private final Node list;
    private final Head head = new Head();
    private final VBox content = new VBox(12);
    /** Above the content, whatever that is. */
    private final VBox notice = new VBox();
    /** Scrolls the whole content when it does not fit in height. */
    private final ScrollPane scroll = new ScrollPane(content);

    private final VBox inspector = new VBox(head, scroll);
    private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper();
    private double share;
    private final FocusMemory focus = new FocusMemory(this, this::isInList);

    /** {@code share} is the list's share of the width, 0 to 1. */
    public SideInspector(Node list, double share) {
        this.list = list;
        this.share = share;
        getStyleClass().add("side-inspector");
        inspector.getStyleClass().add("inspector");
        head.getStyleClass().add("inspector-head");
        head.setAlignment(Pos.CENTER_LEFT);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        VBox.setVgrow(this, Priority.ALWAYS);
        notice.setVisible(false);
        notice.setManaged(false);
        SplitPositions.keepShares(this);
        SplitPositions.moveByKeys(this);
        getItems().add(list);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && open.get()) {
                close();
                event.consume();
            }
        });
    }

    /** Hides buttons, the first ones first, where the whole title does not fit. */
    private static final class Head extends HBox {
        Head() {
            super(8);
        }

        @Override
        protected double computeMinWidth(double height) {
            return getChildren().isEmpty()
                    ? 0
                    : getInsets().getLeft()
                            + getChildren().getFirst().minWidth(-1)
                            + 2 * getSpacing()
                            + getChildren().getLast().prefWidth(-1)
                            + getInsets().getRight();
        }

        @Override
        protected void layoutChildren() {
            List<Node> parts = getChildren();
            double room = getWidth()
                    - getInsets().getLeft()
                    - getInsets().getRight()
                    - parts.getFirst().minWidth(-1);
            // From the close button to the left; the second part is the space after the title.
            for (int place = parts.size() - 1; place >= 2; place--) {
                Node button = parts.get(place);
                room -= getSpacing() + button.prefWidth(-1);
                button.setVisible(room >= getSpacing() || place == parts.size() - 1);
            }
            super.layoutChildren();
        }
    }

    /** Restores the divider position remembered under that id. */
    public SideInspector remember(String id, SplitPositions positions) {
        share = positions.opened(id, share, this::share);
        return this;
    }

    /** Shows the node; the header holds {@code title}, the given buttons, refusable or not, and the close button. */
    public void open(Node title, Node shown, Node... buttons) {
        Button close =
                IconButtons.iconButton(MaterialDesignC.CLOSE, MessageTexts.SHELL.get("inspector.close"), this::close);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        head.getChildren().setAll(title, space);
        head.getChildren().addAll(buttons);
        head.getChildren().add(close);
        head.getChildren().stream().skip(2).forEach(holder -> {
            Node button = IconButtons.unwrapped(holder);
            if (!button.getStyleClass().contains("bare")) {
                button.getStyleClass().add("bare");
            }
            button.managedProperty().bind(button.visibleProperty());
        });
        VBox.setVgrow(shown, Priority.ALWAYS);
        content.getChildren().setAll(notice, shown);
        if (!open.get()) {
            getItems().add(inspector);
            setDividerPositions(share);
            open.set(true);
        }
    }

    /** Sets the node above the content of this inspector, shown while it is visible. */
    public void notice(Node shown) {
        notice.getChildren().setAll(shown);
        notice.visibleProperty().bind(shown.visibleProperty());
        notice.managedProperty().bind(shown.visibleProperty());
    }

    /** Gives the list back the whole width and the keyboard focus. */
    public void close() {
        if (open.get()) {
            share = getDividerPositions()[0];
            getItems().remove(inspector);
            content.getChildren().clear();
            open.set(false);
            focus.restoreFocus(list);
        }
    }

    private boolean isInList(Node node) {
        return node == list || node.getParent() != null && isInList(node.getParent());
    }

    public ReadOnlyBooleanProperty openProperty() {
        return open.getReadOnlyProperty();
    }

    /** Returns the list's share, to be remembered. */
    public double share() {
        return open.get() ? getDividerPositions()[0] : share;
    }
}
