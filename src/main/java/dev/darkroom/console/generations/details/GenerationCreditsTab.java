package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.GenerationDetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.query.GenerationDetails;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;

/** The ledger lines of this generation, and their total for the user. */
final class GenerationCreditsTab implements GenerationDetailsTab {
    private final ValueFormats formats;
    private final Label sum = new Label();
    private final GridPane grid = new GridPane();
    private final Node node;
    private String user = "";
    private List<Object> shown = List.of();

    /** @param openUser null where there is no screen to open */
    GenerationCreditsTab(ValueFormats formats, @Nullable Consumer<String> openUser) {
        this.formats = formats;
        Button open = IconButtons.button(MaterialDesignA.ACCOUNT_OUTLINE, GenerationMessages.get("act.user"), () -> {
            if (openUser != null) {
                openUser.accept(user);
            }
        });
        open.setVisible(openUser != null);
        sum.setWrapText(true);
        sum.setMinHeight(Region.USE_PREF_SIZE);
        grid.getStyleClass().add("lines");
        ColumnConstraints left = new ColumnConstraints();
        ColumnConstraints wide = new ColumnConstraints();
        wide.setHgrow(Priority.ALWAYS);
        ColumnConstraints right = new ColumnConstraints();
        right.setHalignment(HPos.RIGHT);
        grid.getColumnConstraints().addAll(left, wide, right, right);
        VBox body = new VBox(GenerationDetailsSections.head(GenerationMessages.get("credits.lines"), open), sum, grid);
        body.getStyleClass().add("tab-body");
        node = GenerationDetailsSections.scroll(body);
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void show(GenerationDetails details) {
        Generation generation = details.generation();
        user = generation.userId();
        long paid =
                -details.ledger().stream().mapToLong(CreditTransaction::amount).sum();
        boolean free = generation.credits() == 0 && details.ledger().isEmpty();
        sum.setText(GenerationMessages.get(
                free ? "credits.free" : paid == 0 ? "credits.nothing" : "credits.paid",
                user,
                ValueFormats.number(paid)));
        grid.setVisible(!free);
        List<Object> now = List.of(details.ledger(), formats.zone());
        if (now.equals(shown)) {
            return;
        }
        shown = now;
        grid.getChildren().clear();
        grid.addRow(
                0,
                caption("credits.time"),
                caption("credits.what"),
                caption("credits.amount"),
                caption("credits.after"));
        for (CreditTransaction line : details.ledger()) {
            row(line);
        }
    }

    private void row(CreditTransaction line) {
        Label time = GenerationDetailsSections.mono(formats.time(line.createdAt()));
        time.getStyleClass().add("muted");
        time.setMinWidth(Region.USE_PREF_SIZE);
        Label what = new Label(GenerationMessages.get("credits." + line.kind().name()));
        what.setMinWidth(60);
        what.setTooltip(new Tooltip(MessageTexts.sentence(line.reason()) + " \u00b7 " + line.actor()));
        Label reason = GenerationDetailsSections.muted(MessageTexts.sentence(line.reason()));
        Label amount = TextLabels.whole(ValueFormats.signed(line.amount()), "medium");
        Label after = TextLabels.whole(ValueFormats.number(line.balanceAfter()));
        grid.addRow(grid.getRowCount(), time, new VBox(what, reason), amount, after);
    }

    private static Label caption(String key) {
        return TextLabels.whole(GenerationMessages.get(key), "caption");
    }
}
