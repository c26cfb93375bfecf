package dev.darkroom.console.kit.navigation;

import dev.darkroom.console.kit.theme.IconButtons;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;

/** The views of a screen as tabs with counts, in more lines than one when there is little room; one is always chosen. Arrows move between them. */
public final class ViewTabs<V> extends FlowPane {
    private final ObjectProperty<V> selected;
    private final Map<V, ToggleButton> tabs = new HashMap<>();
    private final Map<V, Label> counts = new HashMap<>();

    public ViewTabs(List<V> views, Function<? super V, String> title) {
        this(views, title, _ -> null);
    }

    public ViewTabs(List<V> views, Function<? super V, String> title, Function<? super V, @Nullable Ikon> icon) {
        getStyleClass().add("view-tabs");
        setMinHeight(USE_PREF_SIZE);
        selected = new SimpleObjectProperty<>(views.getFirst());
        ToggleGroup group = new ToggleGroup();
        for (V view : views) {
            ToggleButton tab = tab(view, title.apply(view), icon.apply(view));
            tab.setToggleGroup(group);
            tabs.put(view, tab);
            getChildren().add(tab);
        }
        selected.subscribe(view -> {
            ToggleButton tab = tabs.get(view);
            if (tab != null) {
                tab.setSelected(true);
            }
        });
    }

    private ToggleButton tab(V view, String title, @Nullable Ikon icon) {
        Label count = new Label();
        count.getStyleClass().add("count");
        count.managedProperty().bind(count.textProperty().isNotEmpty());
        count.visibleProperty().bind(count.managedProperty());
        counts.put(view, count);
        Label word = new Label(title, icon == null ? null : IconButtons.icon(icon));
        HBox content = new HBox(word, count);
        content.getStyleClass().add("content");
        ToggleButton tab = new ToggleButton(null, content);
        tab.getStyleClass().setAll("tab-button");
        tab.accessibleTextProperty()
                .bind(count.textProperty().map(text -> text.isEmpty() ? title : title + " " + text));
        tab.setOnAction(_ -> tab.setSelected(true)); // a second click must not leave no tab chosen
        tab.selectedProperty().subscribe(chosen -> {
            if (chosen) {
                selected.set(view);
            }
        });
        return tab;
    }

    public ObjectProperty<V> selectedProperty() {
        return selected;
    }

    public V selected() {
        return selected.get();
    }

    /** The count behind the title, such as {@code 1,204} or {@code ~1.2 M}; empty hides it. */
    public void count(V view, String text) {
        Label label = counts.get(view);
        if (label != null) {
            label.setText(text);
        }
    }
}
