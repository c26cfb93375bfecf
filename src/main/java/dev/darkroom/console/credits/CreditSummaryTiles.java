package dev.darkroom.console.credits;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.credit.CreditQueries;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Totals of one or all accounts; the last tile turns red if the ledger adds up to something else. */
final class CreditSummaryTiles extends HBox {
    private static final MessageTexts TEXTS = MessageTexts.of("credits");
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final Tile balance = new Tile(TEXTS.get("tile.balance"));
    private final Tile held = new Tile(TEXTS.get("tile.held"));
    private final Tile spent = new Tile(TEXTS.get("tile.spent"));
    private final Tile refunded = new Tile(TEXTS.get("tile.refunded"));
    private final Tile computed = new Tile(TEXTS.get("tile.computed"));

    CreditSummaryTiles(CreditsModel model) {
        getStyleClass().add("summary-tiles");
        getChildren().addAll(List.of(balance, held, spent, refunded, computed));
        widthProperty().subscribe(_ -> fit());
        model.summaryProperty().subscribe(this::show);
        model.userProperty()
                .subscribe(user ->
                        balance.caption.setText(TEXTS.get(user.isPresent() ? "tile.balance" : "tile.balance.all")));
    }

    /** The tiles adapt to the available width. */
    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    /** Hides less important tiles when space is short, so that no figure is ever truncated. */
    private void fit() {
        List.of(balance, held, spent, refunded, computed).forEach(tile -> tile.setManaged(true));
        for (Tile lightest : List.of(refunded, held, spent)) {
            if (super.computeMinWidth(-1) <= getWidth()) {
                break;
            }
            lightest.setManaged(false);
        }
    }

    private void show(CreditQueries.@Nullable CreditSummary summary) {
        if (summary == null) {
            getChildren().forEach(tile -> ((Tile) tile).show("\u2013", ""));
            computed.pseudoClassStateChanged(WRONG, false);
            return;
        }
        balance.show(ValueFormats.number(summary.balance()), "");
        held.show(ValueFormats.number(summary.held()), "");
        spent.show(
                ValueFormats.number(summary.spent()),
                TEXTS.get("tile.spent.for", ValueFormats.number(summary.generations())));
        refunded.show(ValueFormats.number(summary.refunded()), failures(summary));
        computed.show(ValueFormats.number(summary.computed()), verdict(summary));
        computed.pseudoClassStateChanged(WRONG, summary.drifts());
        fit();
    }

    private static String failures(CreditQueries.CreditSummary summary) {
        if (summary.failures() == 0) {
            return "";
        }
        return summary.unrefunded() == 0
                ? TEXTS.get("tile.failures", ValueFormats.number(summary.failures()))
                : TEXTS.get(
                        "tile.failures.open",
                        ValueFormats.number(summary.failures()),
                        ValueFormats.number(summary.unrefunded()));
    }

    private static String verdict(CreditQueries.CreditSummary summary) {
        if (summary.balance() != summary.computed()) {
            return TEXTS.get("tile.computed.differs", ValueFormats.signed(summary.balance() - summary.computed()));
        }
        return summary.gaps() == 0
                ? TEXTS.get("tile.computed.equal")
                : TEXTS.get("tile.computed.gaps", ValueFormats.number(Math.abs(summary.gaps())));
    }

    private static final class Tile extends VBox {
        private final Label caption = new Label();
        private final Label figure = new Label();
        private final Label detail = new Label();
        private final Tooltip hover = new Tooltip();

        Tile(String name) {
            getStyleClass().add("tile");
            caption.setText(name);
            caption.getStyleClass().add("muted");
            figure.getStyleClass().add("tile-figure");
            detail.getStyleClass().add("tile-detail");
            HBox.setHgrow(this, Priority.ALWAYS);
            caption.setMinWidth(USE_PREF_SIZE);
            figure.setMinWidth(USE_PREF_SIZE);
            detail.setMinWidth(0);
            setPrefWidth(100);
            visibleProperty().bind(managedProperty());
            Tooltip.install(this, hover);
            getChildren().addAll(caption, figure, detail);
        }

        void show(String number, String text) {
            figure.setText(number);
            detail.setText(text);
            hover.setText(caption.getText() + ": " + number + (text.isEmpty() ? "" : "\n" + text));
            setAccessibleText(caption.getText() + " " + number + " " + text);
        }
    }
}
