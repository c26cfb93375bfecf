package dev.darkroom.console.logs;

import dev.darkroom.console.kit.layout.StackTraceArea;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.LogCategoryChip;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.console.kit.theme.ToneChip;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogMessages;
import dev.darkroom.console.logs.reader.LogRecordText;
import dev.darkroom.console.logs.reader.LogSource;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogRecord;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

/** The details of one record, with everything known about it and its links. */
public final class LogRecordDrawer extends VBox {
    private static final int MAX_LENGTH = 60_000;
    private static final int MAX_ROWS = 18;
    private static final double CHARACTERS = 28;
    private static final Pattern USER = Pattern.compile("\\buser(?:_id=|Id=|id=| )([\\w.@-]{2,80})");

    private final LogsModel model;
    private final Consumer<String> openGeneration;
    private final LogActions actions;

    public LogRecordDrawer(LogsModel model, Consumer<String> openGeneration, LogActions actions) {
        this.model = model;
        this.openGeneration = openGeneration;
        this.actions = actions;
        getStyleClass().add("record-drawer");
    }

    public void show(LogRecord record) {
        HBox chips = new HBox(8);
        chips.setAlignment(Pos.CENTER_LEFT);
        if (record.level().compareTo(LogLevel.WARN) >= 0) {
            boolean warning = record.level() == LogLevel.WARN;
            chips.getChildren()
                    .add(new ToneChip(
                            warning ? MaterialDesignA.ALERT_OUTLINE : MaterialDesignC.CLOSE_CIRCLE_OUTLINE,
                            LogMessages.TEXTS.get(warning ? "drawer.warning" : "drawer.error"),
                            warning ? SemanticColor.AMBER : SemanticColor.RED));
        }
        if (record.category() != null) {
            chips.getChildren().add(new LogCategoryChip(record.category()));
        }
        String body = body(record);
        TextArea text = new TextArea();
        text.setEditable(false);
        text.setWrapText(true);
        text.getStyleClass().add("record-text");
        text.setPrefRowCount(rows(body));
        StackTraceArea whole = new StackTraceArea(text);
        whole.show(body);
        if (record.trace().isEmpty()) {
            text.setMinHeight(USE_PREF_SIZE);
        } else {
            VBox.setVgrow(whole, Priority.ALWAYS);
        }
        getChildren().clear();
        if (!chips.getChildren().isEmpty()) {
            getChildren().add(chips);
        }
        getChildren().addAll(whole, facts(record));
        actions(record);
    }

    private static int rows(String body) {
        double rows = body.lines()
                .mapToDouble(line -> Math.ceil((line.length() + 1) / CHARACTERS))
                .sum();
        return (int) Math.clamp(rows, 2, MAX_ROWS);
    }

    private static String body(LogRecord record) {
        String whole = record.trace().isEmpty() ? record.text() : record.text() + "\n" + record.trace();
        return whole.lines()
                        .map(line -> LogRecordText.visible(line, MAX_LENGTH))
                        .collect(Collectors.joining("\n"))
                + (record.cut() ? "\n" + LogMessages.TEXTS.get("drawer.cut") : "");
    }

    private GridPane facts(LogRecord record) {
        GridPane grid = new GridPane(16, 6);
        grid.getStyleClass().add("facts");
        fact(grid, "drawer.time", record.time() == null ? "" : LogRecordText.DATE_TIME.format(record.time()));
        String id = LogRecordText.generation(record);
        if (!id.isEmpty()) {
            Hyperlink link = new Hyperlink(ValueFormats.shortId(id));
            link.getStyleClass().add("mono");
            link.setOnAction(_ -> openGeneration.accept(id));
            row(grid, "drawer.generation", link);
        }
        Matcher user = USER.matcher(record.text());
        fact(grid, "drawer.user", user.find() ? user.group(1) : "");
        fact(grid, "drawer.thread", record.thread());
        fact(grid, "drawer.logger", record.logger());
        LogSource source = model.currentProperty().get();
        fact(grid, "drawer.file", source == null ? "" : source.name());
        fact(grid, "drawer.size", ValueFormats.bytes(record.length()));
        return grid;
    }

    private static void fact(GridPane grid, String key, String value) {
        if (!value.isEmpty()) {
            Label shown = new Label(LogRecordText.visible(value, 200));
            shown.getStyleClass().add("mono");
            shown.setWrapText(true);
            row(grid, key, shown);
        }
    }

    private static void row(GridPane grid, String key, Node value) {
        Label name = TextLabels.whole(LogMessages.TEXTS.get(key), "muted");
        grid.addRow(grid.getRowCount(), name, value);
    }

    private void actions(LogRecord record) {
        int number = (int) record.number();
        String id = LogRecordText.generation(record);
        if (!id.isEmpty()) {
            add(MaterialDesignI.IMAGE_MULTIPLE_OUTLINE, "drawer.open", () -> openGeneration.accept(id));
            add(MaterialDesignC.CROSSHAIRS, "drawer.only", actions::toggleGenerationFilter);
        }
        add(MaterialDesignU.UNFOLD_MORE_HORIZONTAL, "drawer.context", () -> actions.showUnfiltered(number));
        add(MaterialDesignC.CONTENT_COPY, "drawer.copy", actions::copy);
        if (record.cut()) {
            add(MaterialDesignT.TRAY_ARROW_DOWN, "drawer.save", () -> actions.save(number));
        }
    }

    private void add(Ikon icon, String key, Runnable action) {
        Button button = IconButtons.button(icon, LogMessages.TEXTS.get(key), action);
        button.setMaxWidth(Double.MAX_VALUE);
        getChildren().add(button);
    }
}
