package dev.darkroom.console.kit.navigation;

import dev.darkroom.console.kit.navigation.ConsoleScreen.CountBadge;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.AppLogo;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.TextLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The navigation rail: one entry per screen, 200 px wide, 52 when folded to icons. */
public final class NavigationRail extends VBox {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final PseudoClass FOLDED = PseudoClass.getPseudoClass("folded");

    /** Offset of the count when only the icon fits: at the icon's upper right corner. */
    private static final double BADGE_OUT = 6;

    private static final double BADGE_Y = 1;
    private static final int FOLDED_DIGITS = 2;
    private static final String MANY = "99+";

    private final Consumer<ConsoleScreen> open;
    private final VBox upper = new VBox();
    private final VBox lower = new VBox();
    private final Button brand = new Button(MessageTexts.SHELL.get("app.name"), new AppLogo(22));
    private final List<Entry> entries = new ArrayList<>();
    private final BooleanProperty folded = new SimpleBooleanProperty();

    private record Entry(ConsoleScreen screen, Button button) {}

    public NavigationRail(Consumer<ConsoleScreen> open, Runnable fold) {
        this.open = open;
        getStyleClass().add("rail");
        brand.getStyleClass().setAll("brand");
        brand.setAlignment(Pos.CENTER_LEFT);
        brand.setMaxWidth(Double.MAX_VALUE);
        brand.setOnAction(_ -> fold.run());
        brand.setAccessibleText(MessageTexts.SHELL.get("rail.fold"));
        brand.setTooltip(
                new Tooltip(MessageTexts.SHELL.get("rail.fold") + "  " + KeyboardShortcuts.FOLD.getDisplayText()));
        brand.contentDisplayProperty().bind(folded.map(f -> f ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT));
        upper.getStyleClass().add("rail-entries");
        lower.getStyleClass().add("rail-entries");
        Region space = new Region();
        setVgrow(space, Priority.ALWAYS);
        getChildren().addAll(brand, upper, space, lower);
        folded.subscribe(f -> pseudoClassStateChanged(FOLDED, f));
    }

    public BooleanProperty foldedProperty() {
        return folded;
    }

    public void show(List<ConsoleScreen> screens) {
        entries.clear();
        upper.getChildren().clear();
        lower.getChildren().clear();
        for (int place = 0; place < screens.size(); place++) {
            ConsoleScreen screen = screens.get(place);
            Button button = button(screen, place);
            entries.add(new Entry(screen, button));
            (screen.lower() ? lower : upper).getChildren().add(button);
        }
    }

    public void select(ConsoleScreen screen) {
        entries.forEach(e -> e.button().pseudoClassStateChanged(SELECTED, e.screen() == screen));
    }

    private Button button(ConsoleScreen screen, int place) {
        Label title = new Label(screen.title(), IconButtons.icon(screen.icon()));
        title.getStyleClass().add("title");
        title.contentDisplayProperty().bind(folded.map(f -> f ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT));
        Label count = TextLabels.styled("", "count", SemanticColor.ORANGE.style());
        screen.badgeProperty().subscribe(badge -> show(count, badge));
        folded.subscribe(_ -> show(count, screen.badgeProperty().get()));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        space.managedProperty().bind(folded.not());
        HBox content = new HBox(title, space, count) {
            @Override
            protected void layoutChildren() {
                super.layoutChildren();
                if (folded.get()) {
                    count.autosize();
                    count.relocate(getWidth() - count.getWidth() + BADGE_OUT, BADGE_Y);
                }
            }
        };
        content.getStyleClass().add("content");
        count.textProperty().subscribe(_ -> content.requestLayout());
        Button button = new Button(null, content);
        button.getStyleClass().setAll("rail-entry");
        button.setMaxWidth(Double.MAX_VALUE);
        content.prefWidthProperty().bind(button.widthProperty().subtract(16));
        button.setOnAction(_ -> open.accept(screen));
        button.accessibleTextProperty()
                .bind(screen.badgeProperty().map(b -> b.isEmpty() ? screen.title() : screen.title() + ", " + b.text()));
        String key = KeyboardShortcuts.screen(screen, place)
                .map(k -> "  " + k.getDisplayText())
                .orElse("");
        button.setTooltip(new Tooltip(screen.title() + key));
        return button;
    }

    private void show(Label count, CountBadge badge) {
        count.setText(folded.get() && badge.text().length() > FOLDED_DIGITS ? MANY : badge.text());
        count.setVisible(!badge.isEmpty());
        count.setManaged(!badge.isEmpty() && !folded.get());
    }
}
