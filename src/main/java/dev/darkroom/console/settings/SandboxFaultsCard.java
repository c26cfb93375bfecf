package dev.darkroom.console.settings;

import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** The deliberate faults of the stand-ins: each fault as a checkbox with its rate, and all of them as one text. FX thread. */
final class SandboxFaultsCard extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("settings");
    private static final String USUAL = "0.1";

    private final SettingsModel.Sandbox sandbox;
    private final TextField text = new TextField();
    private final Label outcome = new Label();
    private final List<Line> lines = new ArrayList<>();
    /** While the checkboxes are synchronised, ticking is not a user's choice. */
    private boolean following;

    SandboxFaultsCard(SettingsModel.Sandbox sandbox) {
        super(12);
        this.sandbox = sandbox;
        getStyleClass().addAll("card", "faults-card");
        sandbox.known().forEach(fault -> lines.add(new Line(fault)));
        build();
        follow();
    }

    private void build() {
        Label title = TextLabels.styled(TEXTS.get("faults"), "title");
        TextField search = new TextField();
        search.setPromptText(TEXTS.get("faults.search"));
        search.setAccessibleText(TEXTS.get("faults.search"));
        search.getStyleClass().add("fault-search");
        search.textProperty().subscribe(this::filter);
        HBox.setHgrow(search, Priority.ALWAYS);
        Button none = new Button(withoutFaults().title());
        none.setOnAction(_ -> withoutFaults().run().run());
        VBox ticks = new VBox();
        ticks.getStyleClass().add("fault-lines");
        ticks.getChildren().setAll(lines);
        ScrollPane scroll = new ScrollPane(ticks);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("fault-list");
        text.setPromptText("file-gone=0.1,storage-500=0.02");
        text.setAccessibleText(TEXTS.get("faults"));
        text.getStyleClass().addAll("mono", "fault-text");
        HBox.setHgrow(text, Priority.ALWAYS);
        Button apply = IconButtons.button(MaterialDesignC.CHECK, TEXTS.get("apply"), () -> apply(text.getText()));
        text.setOnAction(_ -> apply.fire());
        outcome.setWrapText(true);
        outcome.setMinHeight(USE_PREF_SIZE);
        Label about = TextLabels.wrapped(TEXTS.get("faults.about"), "muted");
        getChildren().setAll(title, about, row(search, none), scroll, row(text, apply), outcome);
    }

    /** Turns all faults off. */
    ConsoleAction withoutFaults() {
        return new ConsoleAction(TEXTS.get("faults.none"), MaterialDesignC.CHECK, () -> apply("none"));
    }

    private static HBox row(Region... nodes) {
        HBox row = new HBox(8, nodes);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void filter(String wanted) {
        String part = wanted.strip().toLowerCase(Locale.ROOT);
        lines.forEach(line -> {
            boolean found = line.words().contains(part);
            line.setVisible(found);
            line.setManaged(found);
        });
    }

    /** Applies the ticked faults. */
    private void ticked() {
        if (!following) {
            apply(lines.stream()
                    .filter(line -> line.tick.isSelected())
                    .map(line -> line.fault.word() + "=" + line.rate.getText().strip())
                    .collect(Collectors.joining(",")));
        }
    }

    private void apply(String wanted) {
        outcome.getStyleClass().removeAll("error-text", "muted");
        try {
            sandbox.setFaults().accept(wanted);
            follow();
            outcome.getStyleClass().add("muted");
            outcome.setText(TEXTS.get("faults.set"));
        } catch (IllegalArgumentException exception) {
            outcome.getStyleClass().add("error-text");
            outcome.setText(ErrorMessages.of(exception));
        }
    }

    /** Shows the current faults. */
    private void follow() {
        String now = sandbox.faults().get();
        Map<String, String> rates = Arrays.stream(now.split(","))
                .map(part -> part.split("=", 2))
                .filter(part -> part.length == 2)
                .collect(Collectors.toMap(part -> part[0], part -> part[1], (first, _) -> first));
        following = true;
        text.setText(now);
        lines.forEach(line -> {
            String rate = rates.get(line.fault.word());
            line.tick.setSelected(rate != null);
            if (rate != null) {
                line.rate.setText(rate);
            }
        });
        following = false;
    }

    private final class Line extends HBox {
        private final SettingsModel.Fault fault;
        private final CheckBox tick;
        private final TextField rate = new TextField(USUAL);
        private final String effect;

        Line(SettingsModel.Fault fault) {
            super(8);
            this.fault = fault;
            getStyleClass().add("fault-line");
            setAlignment(Pos.CENTER_LEFT);
            effect = TEXTS.find("fault." + fault.word()).orElse("");
            tick = new CheckBox(fault.word());
            tick.getStyleClass().add("mono");
            tick.setMinWidth(USE_PREF_SIZE);
            tick.setPrefWidth(200);
            Label does = TextLabels.styled(effect, "muted");
            does.setTooltip(new Tooltip(effect));
            does.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(does, Priority.ALWAYS);
            rate.getStyleClass().addAll("mono", "fault-rate");
            rate.setAccessibleText(TEXTS.get("faults.rate", fault.word()));
            rate.setTooltip(new Tooltip(TEXTS.get(fault.outage() ? "faults.rate.outage" : "faults.rate.tip")));
            rate.disableProperty().bind(tick.selectedProperty().not());
            tick.selectedProperty().subscribe((_, _) -> ticked());
            rate.setOnAction(_ -> ticked());
            rate.focusedProperty().subscribe((before, now) -> {
                if (before && !now && tick.isSelected()) {
                    ticked();
                }
            });
            getChildren().setAll(tick, does, rate);
        }

        String words() {
            return (fault.word() + " " + effect).toLowerCase(Locale.ROOT);
        }
    }
}
