package dev.darkroom.console.settings;

import dev.darkroom.console.kit.filter.ChoiceBoxes;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.layout.PageHeader;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.ConsoleScreen.ScreenEntry;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.WindowLanguage;
import dev.darkroom.console.kit.theme.KeyboardScroll;
import dev.darkroom.console.kit.theme.ScrollBarMargin;
import dev.darkroom.console.kit.theme.ShowingSubscription;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.console.kit.theme.WindowTheme;
import dev.darkroom.console.kit.theme.WindowTheme.ThemeChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;
import org.controlsfx.control.ToggleSwitch;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** The Settings screen: cards whose changes take effect at once. */
public final class SettingsScreen extends ConsoleScreen {
    public static final String ID = "settings";

    private static final MessageTexts TEXTS = MessageTexts.of("settings");
    private static final double MAX_DEMO_RATE = 600;
    /** From this width on, in px at 100 % text size, the cards are laid out in two columns. */
    private static final double TWO_COLUMNS = 1200;

    private final SettingsModel model;
    private final WindowTheme theme;
    private final BooleanProperty utc;
    private final FxEventBridge feed;
    private final QuotaLimitsCard limits;
    private final Optional<SandboxFaultsCard> faults;
    private final Supplier<List<ConsoleAction>> alertActions;
    private final ComboBox<WindowLanguage> languages = new ComboBox<>();
    private final VBox root = new VBox();
    private final ScrollPane scroll = new ScrollPane();

    /**
     * @param alerts the alerts card
     * @param alertActions the current actions on it
     */
    public SettingsScreen(
            SettingsModel model,
            WindowTheme theme,
            BooleanProperty utc,
            FxEventBridge feed,
            Region alerts,
            Supplier<List<ConsoleAction>> alertActions) {
        super(entry());
        this.model = model;
        this.theme = theme;
        this.utc = utc;
        this.feed = feed;
        limits = new QuotaLimitsCard(model.limits());
        SettingsModel.Sandbox sandbox = model.sandbox();
        faults = sandbox == null ? Optional.empty() : Optional.of(new SandboxFaultsCard(sandbox));
        this.alertActions = alertActions;
        layout(alerts);
    }

    private void layout(Region alerts) {
        List<Node> left = new ArrayList<>(List.of(appearance(), limits));
        if (model.sandbox() != null) {
            left.add(sandbox(model.sandbox()));
        }
        faults.ifPresent(left::add);
        List<Node> right = List.of(alerts, places());
        VBox first = column();
        VBox second = column();
        HBox columns = new HBox(16, first, second);
        columns.getStyleClass().add("settings-cards");
        scroll.setContent(columns);
        scroll.setFitToWidth(true);
        ScrollBarMargin.use(scroll);
        KeyboardScroll.install(scroll);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        root.getChildren().addAll(new PageHeader(title()), scroll);
        Runnable arrange = () -> {
            boolean wide =
                    scroll.getWidth() >= TWO_COLUMNS * theme.scaleProperty().get();
            if (first.getChildren().isEmpty() || wide != second.isManaged()) {
                arrange(wide, first, left, second, right);
            }
        };
        scroll.widthProperty().subscribe(_ -> arrange.run());
        ShowingSubscription.follow(root, theme.scaleProperty(), _ -> arrange.run());
    }

    private static VBox column() {
        VBox column = new VBox(16);
        column.getStyleClass().add("column");
        HBox.setHgrow(column, Priority.ALWAYS);
        return column;
    }

    private static void arrange(boolean wide, VBox first, List<Node> left, VBox second, List<Node> right) {
        second.getChildren().clear();
        first.getChildren().setAll(left);
        (wide ? second : first).getChildren().addAll(right);
        second.setManaged(wide);
    }

    private Node appearance() {
        SegmentedButton choice = new SegmentedButton();
        for (ThemeChoice value : ThemeChoice.values()) {
            ToggleButton segment = new ToggleButton(TEXTS.get("theme." + value));
            segment.setOnAction(_ -> {
                segment.setSelected(true); // a second click must not deselect it
                theme.choiceProperty().set(value);
            });
            ShowingSubscription.follow(segment, theme.choiceProperty(), now -> segment.setSelected(now == value));
            choice.getButtons().add(segment);
        }
        Slider scale = new Slider(0.8, 2, 1);
        scale.setMajorTickUnit(0.2);
        scale.setMinorTickCount(1);
        scale.setSnapToTicks(true);
        scale.setBlockIncrement(0.1);
        scale.setValue(theme.scaleProperty().get());
        Label percent = new Label();
        percent.textProperty().bind(scale.valueProperty().map(value -> Math.round(value.doubleValue() * 100) + " %"));
        // During a drag, applied only on release, because the slider itself grows with the text.
        Runnable apply = () -> {
            if (!scale.isValueChanging()) {
                theme.scaleProperty().set(Math.round(scale.getValue() * 10) / 10.0);
            }
        };
        scale.valueProperty().subscribe(_ -> apply.run());
        scale.valueChangingProperty().subscribe(_ -> apply.run());
        return card(
                "looks",
                line("theme", choice),
                line("scale", scale, percent),
                toggle("contrast", theme.contrastProperty()),
                toggle("utc", utc),
                language());
    }

    private HBox language() {
        languages.getItems().setAll(WindowLanguage.values());
        languages.setConverter(ChoiceBoxes.byWords(languages.getItems(), SettingsScreen::name));
        languages.setValue(model.language());
        Label later = TextLabels.styled(TEXTS.get("language.later"), "muted");
        later.visibleProperty().bind(languages.valueProperty().isNotEqualTo(model.language()));
        languages.valueProperty().subscribe((_, chosen) -> model.setLanguage().accept(chosen));
        return line("language", languages, later);
    }

    private static String name(WindowLanguage language) {
        return language == WindowLanguage.SYSTEM ? TEXTS.get("theme.SYSTEM") : language.ownName();
    }

    /** What the cards do; theme, text size and time zone are offered on every screen. */
    @Override
    public List<ConsoleAction> actions() {
        List<ConsoleAction> actions = new ArrayList<>(alertActions.get());
        actions.addAll(limits.actions());
        faults.ifPresent(card -> actions.add(card.withoutFaults()));
        for (WindowLanguage language : WindowLanguage.values()) {
            actions.add(new ConsoleAction(
                    TEXTS.get("language.action", name(language)),
                    MaterialDesignT.TRANSLATE,
                    () -> languages.setValue(language)));
        }
        for (SettingsModel.Place place : model.places()) {
            String path = place.path().toString();
            actions.add(new ConsoleAction(
                            TEXTS.get("place.copy"), MaterialDesignC.CONTENT_COPY, () -> CopyButton.copy(path))
                    .on(TEXTS.get("place." + place.name()), Optional.empty()));
        }
        return actions;
    }

    private static ToggleSwitch toggle(String key, BooleanProperty value) {
        ToggleSwitch toggle = new ToggleSwitch(TEXTS.get(key));
        toggle.setAccessibleRole(AccessibleRole.TOGGLE_BUTTON);
        toggle.setAccessibleText(toggle.getText());
        toggle.getStyleClass().add("setting-toggle");
        toggle.selectedProperty().bindBidirectional(value);
        return toggle;
    }

    private Node sandbox(SettingsModel.Sandbox sandbox) {
        Slider rate = new Slider(0, MAX_DEMO_RATE, sandbox.rate().getAsDouble());
        Label perMinute = new Label();
        perMinute.textProperty().bind(rate.valueProperty().map(value -> rateText(value.doubleValue())));
        rate.valueProperty().subscribe(_ -> {
            double wanted = Math.round(rate.getValue());
            feed.load(
                    () -> {
                        sandbox.setRate().accept(wanted);
                        return wanted;
                    },
                    _ -> {},
                    _ -> {});
        });
        return card("sandbox", line("rate", rate, perMinute));
    }

    private static String rateText(double rate) {
        return rate < 0.5 ? TEXTS.get("rate.off") : TEXTS.get("rate.value", Math.round(rate));
    }

    private Node places() {
        VBox lines = new VBox(8);
        for (SettingsModel.Place place : model.places()) {
            Label path = TextLabels.styled(place.path().toString(), "mono");
            lines.getChildren()
                    .add(line(
                            "place." + place.name(),
                            path,
                            new CopyButton(
                                    TEXTS.get("place.copy"), () -> place.path().toString())));
        }
        return card("places", lines);
    }

    private static HBox line(String key, Node... nodes) {
        Label name = TextLabels.styled(TEXTS.get(key), "muted", "setting-name");
        if (nodes[0] instanceof Control control) {
            name.setLabelFor(control);
            control.setAccessibleText(name.getText());
        }
        HBox line = new HBox(name);
        line.getStyleClass().add("setting-line");
        line.getChildren().addAll(nodes);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private static VBox card(String key, Node... nodes) {
        Label title = TextLabels.styled(TEXTS.get("card." + key), "title");
        VBox card = new VBox(12, title);
        card.getChildren().addAll(nodes);
        card.getStyleClass().add("card");
        return card;
    }

    public static ScreenEntry entry() {
        return ScreenEntry.lower(ID, TEXTS.get("title"), MaterialDesignC.COG_OUTLINE);
    }

    @Override
    public Node node() {
        return root;
    }

    @Override
    public Optional<Node> mainPane() {
        return Optional.of(scroll);
    }

    @Override
    public void shown() {
        model.limits().shown();
    }

    @Override
    public void hidden() {
        model.limits().hidden();
    }

    /** Nothing here belongs to a single generation or user. */
    @Override
    public boolean isNarrowedTo(PinnedSubject pinned) {
        return true;
    }
}
