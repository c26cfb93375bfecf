package dev.darkroom.console.kit.table;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import java.time.Instant;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;

/** Shows "live" or "frozen since 17:59:03" and the count of waiting rows; a click on "12 new" admits them. For headers. */
public final class LiveStateLabel extends HBox {
    private final ValueFormats formats;
    private final Label state = new Label();
    private final Tooltip why = new Tooltip(MessageTexts.SHELL.get("list.frozen.why"));

    public LiveStateLabel(PagedRows<?> rows, ValueFormats formats) {
        super(8);
        this.formats = formats;
        getStyleClass().add("live-state");
        setAlignment(Pos.CENTER_LEFT);
        state.getStyleClass().add("muted");
        getChildren().setAll(state, pill(rows));
        rows.frozenSinceProperty().subscribe(this::show);
    }

    private void show(@Nullable Instant since) {
        state.setText(
                since == null
                        ? MessageTexts.SHELL.get("list.live")
                        : MessageTexts.SHELL.get("list.frozen", formats.time(since)));
        state.setTooltip(since == null ? null : why);
    }

    private static Button pill(PagedRows<?> rows) {
        Button pill = new Button(null, IconButtons.icon(MaterialDesignA.ARROW_UP));
        pill.getStyleClass().addAll("pill", SemanticColor.BLUE.style());
        pill.textProperty()
                .bind(rows.rows()
                        .waitingCountProperty()
                        .map(n -> MessageTexts.SHELL.get("table.new", ValueFormats.number(n.longValue()))));
        pill.visibleProperty().bind(rows.rows().waitingCountProperty().greaterThan(0));
        pill.managedProperty().bind(pill.visibleProperty());
        pill.setOnAction(_ -> rows.reload());
        return pill;
    }
}
