package dev.darkroom.console.kit.layout;

import dev.darkroom.console.kit.theme.IconButtons;
import java.util.List;
import java.util.function.Predicate;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** The header of a screen: title, muted caption, nodes beside it, and actions at the right end. */
public final class PageHeader extends HBox {
    private final Label name;
    private final Label caption = new Label();
    private final HBox beside = new HBox(8);
    private final HBox actions = new HBox(8);

    public PageHeader(String title) {
        getStyleClass().add("page-header");
        setAlignment(Pos.CENTER_LEFT);
        name = new Label(title);
        name.getStyleClass().add("page-title");
        name.setMinWidth(USE_PREF_SIZE);
        caption.getStyleClass().add("muted");
        caption.managedProperty().bind(caption.textProperty().isNotEmpty());
        beside.setAlignment(Pos.CENTER_LEFT);
        actions.setAlignment(Pos.CENTER_RIGHT);
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(name, caption, beside, space, actions);
    }

    /** Can be as narrow as needed: buttons whose text does not fit show only their icons. */
    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    /** The filled button keeps its text longest. */
    @Override
    protected void layoutChildren() {
        List<Node> shown =
                actions.getChildren().stream().filter(Node::isManaged).toList();
        List<Labeled> worded = shown.stream()
                .map(IconButtons::unwrapped)
                .filter(Labeled.class::isInstance)
                .map(Labeled.class::cast)
                .filter(each -> each.getGraphic() != null
                        && each.getText() != null
                        && !each.getText().isEmpty())
                .toList();
        Predicate<Labeled> filled = each -> each.getStyleClass().contains("filled");
        double room = getWidth()
                - getInsets().getLeft()
                - getInsets().getRight()
                - (getManagedChildren().size() - 1) * getSpacing()
                - name.prefWidth(-1)
                - beside.prefWidth(-1)
                - (shown.size() - 1) * actions.getSpacing()
                - shown.stream()
                        .filter(each ->
                                !(IconButtons.unwrapped(each) instanceof Labeled labeled && worded.contains(labeled)))
                        .mapToDouble(each -> each.prefWidth(-1))
                        .sum();
        IconButtons.fit(
                worded.stream().filter(filled.negate()).toList(),
                worded.stream().filter(filled).toList(),
                room);
        actions.setMinWidth(actions.prefWidth(-1));
        super.layoutChildren();
    }

    public PageHeader caption(String text) {
        caption.setText(text);
        return this;
    }

    /** Adds nodes after the title, such as the pill of new rows. */
    public PageHeader beside(Node... nodes) {
        beside.getChildren().addAll(nodes);
        return this;
    }

    /** Adds nodes at the right end. */
    public PageHeader actions(Node... nodes) {
        actions.getChildren().addAll(nodes);
        return this;
    }
}
