package dev.darkroom.console;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import org.controlsfx.control.StatusBar;

/** The status bar: the current screen's counts at the left, engines, database and log at the right. */
final class WindowStatusBar extends StatusBar {
    private final Label engines = new Label();
    private final Label database = new Label();
    private final Label log = new Label();
    private final ListChangeListener<String> changed = change -> show(change.getList());
    private final String engineCount;
    private ObservableList<String> segments = FXCollections.observableArrayList();

    WindowStatusBar(ConnectionBadge.Kind connection) {
        // In a sandbox each console brings its own engine, and users think in the consoles they opened.
        engineCount = connection == ConnectionBadge.Kind.SANDBOX ? "status.consoles" : "status.engines";
        setText("");
        setFocusTraversable(false); // nothing in it can be operated
        List.of(engines, database, log).forEach(label -> label.setMinWidth(USE_PREF_SIZE));
        log.setTooltip(new Tooltip(MessageTexts.SHELL.get("status.log.about")));
        database.setTooltip(new Tooltip(MessageTexts.SHELL.get("status.database.about")));
        engines.setTooltip(new Tooltip(MessageTexts.SHELL.get(engineCount + ".about")));
        engines.managedProperty().bind(engines.visibleProperty());
        getRightItems().addAll(engines, database, log);
    }

    void follow(ObservableList<String> newSegments) {
        segments.removeListener(changed);
        segments = newSegments;
        segments.addListener(changed);
        show(segments);
    }

    void show(EngineVitals vitals) {
        engines.setVisible(vitals.engines() > 1);
        engines.setText(MessageTexts.SHELL.get(engineCount, ValueFormats.number(vitals.engines())));
        database.setText(vitals.database());
        log.setText(MessageTexts.SHELL.get("status.log", ValueFormats.number(vitals.logLinesBehind())));
    }

    /** Reuses the labels: ages change every second, and this way only the texts are laid out again. */
    private void show(List<? extends String> texts) {
        List<Node> labels = getLeftItems();
        while (labels.size() < texts.size()) {
            Label label = new Label();
            // The text is truncated in a narrow window.
            Tooltip whole = new Tooltip();
            whole.textProperty().bind(label.textProperty());
            label.setTooltip(whole);
            labels.add(label);
        }
        labels.subList(texts.size(), labels.size()).clear();
        for (int place = 0; place < texts.size(); place++) {
            ((Label) labels.get(place)).setText(texts.get(place));
        }
    }
}
