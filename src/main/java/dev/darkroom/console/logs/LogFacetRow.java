package dev.darkroom.console.logs;

import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.logs.reader.LogMessages;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** A row of the facet rail: box, colour, name, count. See {@link LogFacetRail} for the effects of a click. */
final class LogFacetRow extends HBox {
    private final CheckBox box = new CheckBox();
    private Runnable only = () -> {};
    private final Label name;
    private final Label count = new Label();

    /** Without a colour. */
    LogFacetRow(String title) {
        name = new Label(title);
        name.getStyleClass().add("facet-name");
        // Long names differ at their end but are recognised by their beginning.
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        name.setMinWidth(0);
        Tooltip.install(name, new Tooltip(title));
        getStyleClass().add("facet");
        setAlignment(Pos.CENTER_LEFT);
        setSpacing(6);
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        count.getStyleClass().add("facet-count");
        count.setMinWidth(USE_PREF_SIZE);
        box.setAccessibleText(title);
        // A filter, because the box would consume the key.
        box.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER) {
                only.run();
                event.consume();
            }
        });
        box.setTooltip(new Tooltip(LogMessages.TEXTS.get("facets.keys", title)));
        getChildren().addAll(box, name, space, count);
    }

    LogFacetRow(String title, String style, int depth) {
        this(title);
        getStyleClass().add("depth-" + depth);
        Region colour = new Region();
        colour.getStyleClass().addAll("facet-colour", style);
        getChildren().add(1, colour);
    }

    /**
     * @param toggle includes or excludes the value
     * @param only shows this value alone
     */
    void show(long number, boolean on, Consumer<Boolean> toggle, Runnable only) {
        count.setText(ValueFormats.number(number));
        box.setSelected(on);
        box.setOnAction(_ -> toggle.accept(box.isSelected()));
        name.setOnMouseClicked(event -> clicked(event, toggle, only));
        this.only = only;
    }

    private static void clicked(MouseEvent event, Consumer<Boolean> toggle, Runnable only) {
        if (event.isAltDown() || event.isShortcutDown()) {
            toggle.accept(!event.isAltDown());
        } else {
            only.run();
        }
    }
}
