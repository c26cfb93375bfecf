package dev.darkroom.console.logs;

import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogMessages;
import dev.darkroom.console.logs.reader.LogRecordText;
import dev.darkroom.console.logs.reader.LogSnapshot;
import dev.darkroom.logfile.query.LogFacet;
import dev.darkroom.logfile.query.LogFacet.FacetChoice;
import dev.darkroom.logfile.query.LogFacet.ValueCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/**
 * A section of the rail for a facet whose values must first be collected from the log: collapsed by default, because only an
 * expanded one triggers the pass. The most frequent values come first.
 */
public final class LogValueFacet extends VBox {
    private static final int FEW = 12;
    private static final int MAX_LENGTH = 120;

    private final LogsModel model;
    private final LogFacet facet;
    private final String key;
    private final ToggleButton head = new ToggleButton();
    private final VBox rows = new VBox(2);
    private final Label message = new Label();
    private final Hyperlink more = new Hyperlink();
    private final Map<String, LogFacetRow> known = new HashMap<>();
    private boolean all;

    LogValueFacet(LogsModel model, LogFacet facet) {
        super(8);
        this.model = model;
        this.facet = facet;
        key = "facets." + facet.name().toLowerCase(Locale.ROOT);
        head.setText(LogMessages.TEXTS.get(key));
        head.getStyleClass().setAll("facet-head", "facet-toggle", facet.name().toLowerCase(Locale.ROOT));
        head.setSelected(model.unfolded().contains(facet));
        head.setOnAction(_ -> {
            if (head.isSelected()) {
                model.unfolded().add(facet);
            } else {
                model.unfolded().remove(facet);
            }
        });
        message.getStyleClass().add("facet-said");
        message.setWrapText(true);
        more.getStyleClass().add("facet-more");
        more.setOnAction(_ -> {
            all = !all;
            show(model.snapshotProperty().get());
        });
        getChildren().setAll(head);
        model.unfolded().subscribe(() -> show(model.snapshotProperty().get()));
        model.snapshotProperty().subscribe(this::show);
        model.filterProperty().subscribe(_ -> show(model.snapshotProperty().get()));
    }

    private void show(@Nullable LogSnapshot snapshot) {
        boolean open = model.unfolded().contains(facet);
        head.setSelected(open);
        head.setGraphic(IconButtons.icon(open ? MaterialDesignC.CHEVRON_DOWN : MaterialDesignC.CHEVRON_RIGHT));
        List<Node> parts = new ArrayList<>(List.of(head));
        if (open) {
            ValueCounts counts =
                    snapshot == null ? null : snapshot.facets().counts().get(facet);
            fill(counts);
            message.setText(
                    snapshot == null || counts == null
                            ? LogMessages.TEXTS.get("facets.soon")
                            : saying(snapshot, counts));
            if (!rows.getChildren().isEmpty()) {
                parts.add(rows);
            }
            if (more.isManaged()) {
                parts.add(more);
            }
            if (!message.getText().isEmpty()) {
                parts.add(message);
            }
        }
        if (!getChildren().equals(parts)) {
            getChildren().setAll(parts);
        }
    }

    private String saying(LogSnapshot snapshot, ValueCounts counts) {
        int scanned = snapshot.facets().scanned();
        if (scanned < snapshot.records() || !snapshot.extent().complete()) {
            long percent =
                    snapshot.records() == 0 ? 0 : 100L * Math.min(scanned, snapshot.records()) / snapshot.records();
            return LogMessages.TEXTS.get("facets.reading", percent);
        }
        return counts.hasValues() ? "" : LogMessages.TEXTS.get(key + ".nothing");
    }

    private void fill(@Nullable ValueCounts counts) {
        more.setManaged(false);
        FacetChoice choice = model.filterProperty().get().facet(facet);
        if (counts == null || (!counts.hasValues() && choice.isAll())) {
            rows.getChildren().clear();
            return;
        }
        Set<String> values = new HashSet<>(counts.byValue().keySet());
        values.addAll(choice.values());
        List<String> order = values.stream()
                .sorted(Comparator.comparing(counts::of).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
        List<LogFacetRow> wanted = new ArrayList<>();
        for (String value : order) {
            // Selected values stay visible.
            if (all || wanted.size() < FEW || choice.values().contains(value)) {
                wanted.add(row(value, counts.of(value), choice));
            }
        }
        if (!rows.getChildren().equals(wanted)) {
            rows.getChildren().setAll(wanted);
        }
        int left = order.size() - wanted.size();
        more.setManaged(left > 0 || (all && order.size() > FEW));
        more.setText(left > 0 ? LogMessages.TEXTS.get("facets.more", left) : LogMessages.TEXTS.get("facets.fewer"));
    }

    private LogFacetRow row(String value, long count, FacetChoice choice) {
        LogFacetRow row = known.computeIfAbsent(value, _ -> new LogFacetRow(title(facet, value)));
        row.show(
                count,
                choice.accepts(value),
                on -> model.setFilter(model.filterProperty().get().facet(facet, choice.with(value, on))),
                () -> model.setFilter(model.filterProperty().get().facet(facet, choice.only(value))));
        return row;
    }

    /** Returns the display text of a value. */
    public static String title(LogFacet facet, String value) {
        return switch (value) {
            case ValueCounts.NONE ->
                LogMessages.TEXTS.get("facets." + facet.name().toLowerCase(Locale.ROOT) + ".none");
            case ValueCounts.OTHER -> LogMessages.TEXTS.get("facets.other");
            default -> LogRecordText.visible(value, MAX_LENGTH);
        };
    }
}
