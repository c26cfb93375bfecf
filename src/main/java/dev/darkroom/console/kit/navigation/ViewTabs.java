package dev.darkroom.console.kit.navigation;

import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;

/** The views of a screen as tabs with counts, wrapping onto further lines; one is always selected. Arrows move between them. */
public final class ViewTabs<V> extends FlowPane {
    private static final PseudoClass NONE = PseudoClass.getPseudoClass("none");

    private final ObjectProperty<V> selected;
    private final ToggleGroup group = new ToggleGroup();
    private Consumer<V> onChosen = _ -> {};
    private final Map<V, ToggleButton> tabs = new HashMap<>();
    private final Map<V, StringProperty> counts = new HashMap<>();

    public ViewTabs(List<V> views, Function<? super V, String> title) {
        this(views, title, _ -> null);
    }

    public ViewTabs(List<V> views, Function<? super V, String> title, Function<? super V, @Nullable Ikon> icon) {
        getStyleClass().add("view-tabs");
        setMinHeight(USE_PREF_SIZE);
        selected = new SimpleObjectProperty<>(views.getFirst());
        for (V view : views) {
            ToggleButton tab = tab(view, title.apply(view), icon.apply(view));
            tabs.put(view, tab);
            getChildren().add(tab);
        }
        selected.subscribe(_ -> markSelected());
    }

    private ToggleButton tab(V view, String title, @Nullable Ikon icon) {
        StringProperty count = new SimpleStringProperty("");
        counts.put(view, count);
        Label word = new Label(title, icon == null ? null : IconButtons.icon(icon));
        HBox content = new HBox(word, countLabel(count));
        content.getStyleClass().add("content");
        ToggleButton tab = tab(content);
        tab.accessibleTextProperty().bind(count.map(text -> text.isEmpty() ? title : title + " " + text));
        tab.selectedProperty().subscribe(chosen -> {
            if (chosen) {
                selected.set(view);
                onChosen.accept(view);
            }
        });
        return tab;
    }

    private ToggleButton tab(Node content) {
        ToggleButton tab = new ToggleButton(null, content);
        tab.getStyleClass().setAll("tab-button");
        tab.setToggleGroup(group);
        tab.setOnAction(_ -> tab.setSelected(true)); // a second click must not deselect it
        return tab;
    }

    /** Creates an extra tab, selected instead of a view; not shown until it is placed. */
    public ToggleButton extraTab(Node... content) {
        HBox box = new HBox(content);
        box.getStyleClass().add("content");
        return tab(box);
    }

    /** Shows these after the views, replacing what was there. */
    public void placeAfter(List<? extends Node> nodes) {
        List<Node> all = new ArrayList<>(getChildren().subList(0, tabs.size()));
        all.addAll(nodes);
        getChildren().setAll(all);
    }

    /** Selects the tab of the current view, also when another tab was selected meanwhile. */
    public void markSelected() {
        ToggleButton tab = tabs.get(selected.get());
        if (tab != null) {
            tab.setSelected(true);
        }
    }

    /** Sets the handler for the selection of a view's tab. */
    public void onChosen(Consumer<V> handler) {
        onChosen = handler;
    }

    public ObjectProperty<V> selectedProperty() {
        return selected;
    }

    public void focusSelected() {
        ToggleButton tab = tabs.get(selected.get());
        if (tab != null) {
            tab.requestFocus();
        }
    }

    public V selected() {
        return selected.get();
    }

    /** Sets the count next to the title, such as {@code 1,204} or {@code ~1.2 M}; empty if unknown. */
    public void count(V view, String text) {
        StringProperty count = counts.get(view);
        if (count != null) {
            count.set(text);
        }
    }

    /** Returns the count next to a tab's title; once counted, it keeps its space, so that no tab moves under the mouse. */
    public static Label countLabel(StringProperty count) {
        Label label = TextLabels.styled("", "count");
        label.setManaged(false);
        label.textProperty().bind(count);
        label.textProperty().subscribe(text -> {
            label.pseudoClassStateChanged(NONE, text.equals("0"));
            label.setVisible(!text.isEmpty());
            label.setManaged(label.isManaged() || label.isVisible());
        });
        return label;
    }
}
