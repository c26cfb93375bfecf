package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** Draws {@link TimelineLayout}: one line per lane below a time axis. Nodes and style classes only, so both themes fit. */
final class TimelineChart extends Pane {
    private static final double LABELS = 76;
    private static final double AXIS = 24;
    private static final double ROW = 29;
    private static final double BAR = 16;
    private static final double DOT = 9;
    private static final double NAME = 12;
    private static final int TICKS = 4;
    /** A bar shorter than this shows its text in full or not at all. */
    private static final double MIN_TEXT = 60;

    private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");

    private final ValueFormats formats;
    private final List<Mark> marks = new ArrayList<>();
    private final List<Label> ticks = new ArrayList<>();
    private final List<Region> rows = new ArrayList<>();
    private final List<Label> names = new ArrayList<>();
    private final Label nothing = new Label(GenerationMessages.get("lane.nothing"));
    private @Nullable TimelineLayout lanes;

    private record Mark(TimelineLayout.Bar bar, Region node) {}

    TimelineChart(ValueFormats formats) {
        this.formats = formats;
        getStyleClass().add("lanes");
        nothing.getStyleClass().add("lane-nothing");
        for (TimelineLayout.Lane lane : TimelineLayout.Lane.values()) {
            Region row = new Region();
            row.getStyleClass().add("lane-row");
            Label name = TextLabels.styled(GenerationMessages.get("lane." + lane.name()), "lane-name");
            rows.add(row);
            names.add(name);
        }
        setMinWidth(0);
    }

    /** The measures above are px at 100 % text size. */
    private double scale() {
        return names.getFirst().getFont().getSize() / NAME;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        return (AXIS + ROW * TimelineLayout.Lane.values().length + 8) * scale();
    }

    void show(TimelineLayout shown) {
        lanes = shown;
        marks.clear();
        ticks.clear();
        shown.bars().forEach(bar -> marks.add(new Mark(bar, node(bar))));
        for (int tick = 0; tick <= TICKS; tick++) {
            Label label = TextLabels.styled(tickText(shown, tick), "lane-tick");
            ticks.add(label);
        }
        List<Node> all = new ArrayList<>(rows);
        all.addAll(names);
        all.addAll(ticks);
        if (shown.open() && shown.bars().stream().noneMatch(bar -> bar.lane() == TimelineLayout.Lane.STORAGE)) {
            all.add(nothing);
        }
        marks.forEach(mark -> all.add(mark.node()));
        getChildren().setAll(all);
        requestLayout();
    }

    private static Region node(TimelineLayout.Bar bar) {
        String look = "look-" + bar.style().name().toLowerCase(Locale.ROOT);
        if (bar.isPoint()) {
            Region point = new Region();
            point.getStyleClass().addAll(bar.lane() == TimelineLayout.Lane.LOGS ? "lane-line" : "lane-dot", look);
            Tooltip.install(point, new Tooltip(bar.text()));
            return point;
        }
        Label label = TextLabels.styled(bar.text(), "lane-bar", look);
        label.setAlignment(Pos.CENTER_LEFT);
        label.setMinWidth(0);
        label.setTooltip(
                new Tooltip(bar.text() + " \u00b7 " + ElapsedTime.taken(Duration.between(bar.from(), bar.to()))));
        return label;
    }

    private String tickText(TimelineLayout shown, int tick) {
        if (tick == TICKS && shown.open()) {
            return GenerationMessages.get("lane.now");
        }
        Instant time = shown.from().plus(shown.span().multipliedBy(tick).dividedBy(TICKS));
        boolean seconds = tick == 0 || shown.span().toMinutes() < 4;
        String pattern = shown.span().toSeconds() < 10 ? "HH:mm:ss.SSS" : seconds ? "HH:mm:ss" : "HH:mm";
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(time.atZone(formats.zone()));
    }

    @Override
    protected void layoutChildren() {
        if (lanes == null) {
            return;
        }
        double scale = scale();
        double row = ROW * scale;
        double width = Math.max(40, getWidth() - LABELS * scale - 8);
        for (int i = 0; i < rows.size(); i++) {
            double top = AXIS * scale + i * row;
            rows.get(i).resizeRelocate(0, top, getWidth(), row);
            Label name = names.get(i);
            name.autosize();
            name.relocate(0, top + (row - name.getHeight()) / 2);
        }
        nothing.autosize();
        nothing.relocate(
                LABELS * scale,
                AXIS * scale + row * TimelineLayout.Lane.STORAGE.ordinal() + (row - nothing.getHeight()) / 2);
        layoutTicks(LABELS * scale, width);
        for (Mark mark : marks) {
            place(mark, lanes, scale, width);
        }
    }

    private void layoutTicks(double labels, double width) {
        for (int tick = 0; tick < ticks.size(); tick++) {
            Label label = ticks.get(tick);
            label.autosize();
            double x = labels + width * tick / TICKS;
            double left = tick == 0 ? labels - 4 : tick == TICKS ? x - label.getWidth() : x - label.getWidth() / 2;
            label.relocate(left, 4);
        }
        int step = 1;
        while (step < TICKS && overlap(step)) {
            step *= 2;
        }
        for (int tick = 0; tick < ticks.size(); tick++) {
            ticks.get(tick).setVisible(tick % step == 0);
        }
    }

    private boolean overlap(int step) {
        for (int tick = step; tick < ticks.size(); tick += step) {
            Label before = ticks.get(tick - step);
            if (ticks.get(tick).getLayoutX() < before.getLayoutX() + before.getWidth() + 6) {
                return true;
            }
        }
        return false;
    }

    private static void place(Mark mark, TimelineLayout lanes, double scale, double width) {
        TimelineLayout.Bar bar = mark.bar();
        double middle = (AXIS + (bar.lane().ordinal() + 0.5) * ROW) * scale;
        double left = LABELS * scale + width * lanes.share(bar.from());
        if (bar.isPoint() && bar.lane() == TimelineLayout.Lane.LOGS) {
            mark.node().resizeRelocate(left - 1, middle - 7, 3, 14);
        } else if (bar.isPoint()) {
            mark.node().resizeRelocate(left - DOT / 2, middle - DOT / 2, DOT, DOT);
        } else {
            double length = Math.max(3, width * (lanes.share(bar.to()) - lanes.share(bar.from())));
            mark.node().resizeRelocate(left, middle - BAR * scale / 2, length, BAR * scale);
            mark.node()
                    .pseudoClassStateChanged(
                            NARROW,
                            length < Math.min(MIN_TEXT * scale, mark.node().prefWidth(-1)));
        }
    }
}
