package dev.darkroom.console.kit.layout;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.StackFrames;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Read-only text that may hold a stack trace; then the frames of libraries can be left out. FX thread only. */
public final class StackTraceArea extends VBox {
    private final TextArea area;
    private final CheckBox ownOnly = new CheckBox(MessageTexts.SHELL.get("frames.own"));
    private String text = "";

    /** @param area shows the text */
    public StackTraceArea(TextArea area) {
        super(6);
        this.area = area;
        ownOnly.getStyleClass().add("own-frames");
        ownOnly.managedProperty().bind(ownOnly.visibleProperty());
        ownOnly.setVisible(false);
        ownOnly.selectedProperty().subscribe(this::update);
        VBox.setVgrow(area, Priority.ALWAYS);
        getChildren().setAll(ownOnly, area);
    }

    public void show(String text) {
        if (!text.equals(this.text)) {
            this.text = text;
            ownOnly.setVisible(StackFrames.hasLibraryFrames(text));
            update();
        }
    }

    /** Returns the whole text, whatever is left out. */
    public String text() {
        return text;
    }

    private void update() {
        area.setText(ownOnly.isVisible() && ownOnly.isSelected() ? StackFrames.own(text) : text);
    }
}
