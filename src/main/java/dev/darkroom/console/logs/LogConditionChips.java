package dev.darkroom.console.logs;

import dev.darkroom.console.kit.filter.PinnedSubjectChip;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogMessages;
import dev.darkroom.console.logs.reader.LogRecordText;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.query.LogFacet;
import dev.darkroom.logfile.query.LogFacet.FacetChoice;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** The filter conditions that no box of the facet rail shows, as removable chips; hidden when there are none. */
final class LogConditionChips extends HBox {
    private static final int MAX_LENGTH = 80;

    private final LogsModel model;
    private final PinnedSubjectChip pin;

    LogConditionChips(LogsModel model, PinnedSubjectChip pin) {
        super(8);
        this.model = model;
        this.pin = pin;
        getStyleClass().add("log-chips");
        setAlignment(Pos.CENTER_LEFT);
        managedProperty().bind(visibleProperty());
        model.filterProperty().subscribe(this::show);
        pin.visibleProperty().subscribe(_ -> show(model.filterProperty().get()));
    }

    private void show(LogViewFilter filter) {
        getChildren().clear();
        if (model.isPinned()) {
            getChildren().add(pin);
        }
        if (filter.hasRange()) {
            add(LogMessages.TEXTS.get("chip.time", range(filter.since(), filter.until())), filter.between(null, null));
        }
        if (!filter.generation().isEmpty() && !model.isPinned()) {
            add(
                    LogMessages.TEXTS.get("chip.generation", ValueFormats.shortId(filter.generation())),
                    filter.generation(""));
        }
        for (LogFacet facet : LogFacet.values()) {
            FacetChoice choice = filter.facet(facet);
            if (!choice.isAll()) {
                add(chosen(facet, choice), filter.facet(facet, FacetChoice.ALL));
            }
        }
        setVisible(!getChildren().isEmpty());
    }

    private static String chosen(LogFacet facet, FacetChoice choice) {
        String values = choice.values().stream()
                .sorted()
                .map(value -> LogValueFacet.title(facet, value))
                .collect(Collectors.joining(", "));
        String key = "chip." + facet.name().toLowerCase(Locale.ROOT) + (choice.excluding() ? ".without" : "");
        return choice.values().isEmpty()
                ? LogMessages.TEXTS.get(key + ".nothing")
                : LogMessages.TEXTS.get(key, LogRecordText.visible(values, MAX_LENGTH));
    }

    private static String range(
            @org.jspecify.annotations.Nullable LocalDateTime since,
            @org.jspecify.annotations.Nullable LocalDateTime until) {
        if (since != null && until != null) {
            return HistogramTimeAxis.range(since, until);
        }
        return since != null
                ? LogRecordText.DATE_TIME.format(since) + " –"
                : until != null ? "– " + LogRecordText.DATE_TIME.format(until) : "";
    }

    private void add(String text, LogViewFilter without) {
        Label label = TextLabels.styled(text, "mono");
        Button remove = IconButtons.iconButton(
                MaterialDesignC.CLOSE, LogMessages.TEXTS.get("chip.remove", text), () -> model.setFilter(without));
        remove.getStyleClass().add("bare");
        HBox chip = new HBox(label, remove);
        chip.setAlignment(Pos.CENTER_LEFT);
        chip.getStyleClass().add("filter-chip");
        getChildren().add(chip);
    }
}
