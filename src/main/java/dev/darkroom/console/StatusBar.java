package dev.darkroom.console;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** The lower edge: what the screen counts at the left, database and log at the right. */
final class StatusBar extends HBox {
    private final HBox left = new HBox(16);
    private final Label database = new Label();
    private final Label log = new Label();
    private final ListChangeListener<String> changed = change -> show(change.getList());
    private ObservableList<String> segments = FXCollections.observableArrayList();

    StatusBar() {
        getStyleClass().add("status-bar");
        setAlignment(Pos.CENTER_LEFT);
        left.setAlignment(Pos.CENTER_LEFT);
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        List.of(database, log).forEach(label -> label.setMinWidth(USE_PREF_SIZE));
        getChildren().addAll(left, space, database, log);
    }

    void follow(ObservableList<String> newSegments) {
        segments.removeListener(changed);
        segments = newSegments;
        segments.addListener(changed);
        show(segments);
    }

    void show(EngineVitals vitals) {
        database.setText(vitals.database());
        log.setText(MessageTexts.SHELL.get("status.log", ValueFormats.number(vitals.logLinesBehind())));
    }

    private void show(List<? extends String> texts) {
        left.getChildren().setAll(texts.stream().map(Label::new).toList());
    }
}
