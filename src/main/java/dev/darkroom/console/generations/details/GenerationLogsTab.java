package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.GenerationDetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.LogCategoryChip;
import dev.darkroom.console.kit.theme.LogMarkIcon;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.logging.LogLine;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.slf4j.event.Level;

/** The log lines of this generation only, oldest first: those kept in memory, and those that all engines share. */
final class GenerationLogsTab implements GenerationDetailsTab {
    private static final PseudoClass WARNING = PseudoClass.getPseudoClass("warning");
    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final ValueFormats formats;
    private @Nullable ZoneId zone;
    private final ListView<LogLine> lines = new ListView<>();
    private final Label head = new Label();
    private final VBox node;
    private @Nullable UUID id;

    /** @param openLogs null where there is no screen to open */
    GenerationLogsTab(ValueFormats formats, @Nullable Consumer<UUID> openLogs) {
        this.formats = formats;
        Button open =
                IconButtons.button(MaterialDesignT.TEXT_BOX_SEARCH_OUTLINE, GenerationMessages.get("act.logs"), () -> {
                    if (id != null && openLogs != null) {
                        openLogs.accept(id);
                    }
                });
        open.setVisible(openLogs != null);
        lines.getStyleClass().add("record-lines");
        lines.setCellFactory(_ -> new Line());
        lines.setPlaceholder(GenerationDetailsSections.nothing(GenerationMessages.get("logs.none")));
        VBox.setVgrow(lines, Priority.ALWAYS);
        HBox top = GenerationDetailsSections.head("", open);
        head.getStyleClass().add("muted");
        top.getChildren().set(0, head);
        node = new VBox(top, lines);
        node.getStyleClass().add("tab-body");
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void show(GenerationDetails details) {
        boolean another = !details.generation().id().equals(id);
        id = details.generation().id();
        List<LogLine> now = details.log();
        head.setText(GenerationMessages.get("logs.count", now.size()));
        if (!formats.zone().equals(zone)) {
            zone = formats.zone();
            lines.refresh();
        }
        if (!lines.getItems().equals(now)) {
            lines.getItems().setAll(now);
            if (another) {
                lines.scrollTo(0);
            }
        }
    }

    private final class Line extends ListCell<LogLine> {
        private final Region level = new Region();
        private final Label at = GenerationDetailsSections.mono("");
        private final Label text = GenerationDetailsSections.mono("");
        private final HBox content = new HBox(6);

        Line() {
            level.getStyleClass().add("level");
            at.getStyleClass().add("muted");
            at.setMinWidth(Region.USE_PREF_SIZE);
            content.setAlignment(Pos.CENTER_LEFT);
            setContentDisplay(javafx.scene.control.ContentDisplay.GRAPHIC_ONLY);
        }

        @Override
        protected void updateItem(LogLine line, boolean empty) {
            super.updateItem(line, empty);
            if (empty || line == null) {
                setGraphic(null);
                setTooltip(null);
                return;
            }
            at.setText(TIME.format(line.time().atZone(formats.zone())));
            text.setText(line.text());
            content.getChildren().setAll(level, at);
            if (line.mark() != null) {
                content.getChildren().add(LogMarkIcon.of(line.mark()));
            }
            if (line.category() != null) {
                LogCategoryChip chip = new LogCategoryChip(line.category().tag());
                chip.setMinWidth(Region.USE_PREF_SIZE);
                content.getChildren().add(chip);
            }
            content.getChildren().add(text);
            pseudoClassStateChanged(WARNING, line.level() == Level.WARN);
            pseudoClassStateChanged(ERROR, line.level() == Level.ERROR);
            setTooltip(new Tooltip(line.text()));
            setGraphic(content);
        }
    }
}
