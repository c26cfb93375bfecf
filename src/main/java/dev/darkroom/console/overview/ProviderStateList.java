package dev.darkroom.console.overview;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.ToneChip;
import dev.darkroom.console.overview.CardTable.Column;
import dev.darkroom.generation.engine.ServiceCircuitBreaker.Cause;
import dev.darkroom.generation.engine.ServiceCircuitBreaker.Pause;
import dev.darkroom.generation.engine.ServiceCircuitBreaker.Service;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Label;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** Shows whether engines send to fal.ai and to the storage, and if not, since when and why. */
final class ProviderStateList {
    private static final MessageTexts TEXTS = MessageTexts.of("overview");

    private final CardTable<ProviderRow> table;

    /** A service and its current pause. */
    record ProviderRow(Service service, Optional<Pause> pause) {}

    ProviderStateList(ValueFormats formats) {
        table = new CardTable<>(
                "providers",
                TEXTS.get("providers"),
                "",
                ProviderRow::service,
                List.of(
                        Column.node(ProviderStateList::state),
                        Column.text("", row -> TEXTS.get("providers." + row.service())),
                        Column.wide(
                                "",
                                row -> row.pause()
                                        .map(pause -> MessageTexts.sentence(pause.reason()))
                                        .orElse("")),
                        Column.number(
                                "",
                                row -> row.pause()
                                        .map(pause -> TEXTS.get("providers.since", formats.time(pause.since())))
                                        .orElse(""))));
    }

    CardTable<ProviderRow> node() {
        return table;
    }

    void show(OverviewFigures now) {
        List<Pause> pauses = now.cluster().pauses();
        table.show(
                Stream.of(Service.values())
                        .map(service -> new ProviderRow(
                                service,
                                pauses.stream()
                                        .filter(pause -> pause.service() == service)
                                        .findFirst()))
                        .toList(),
                pauses.isEmpty() ? "" : TEXTS.get("providers.waiting", OverviewStatusTiles.waiting(now)));
    }

    private static Node state(ProviderRow row) {
        ToneChip chip = row.pause()
                .map(pause -> pause.cause() == Cause.REFUSED
                        ? new ToneChip(MaterialDesignL.LOCK_OUTLINE, TEXTS.get("providers.refused"), SemanticColor.RED)
                        : new ToneChip(
                                MaterialDesignP.PAUSE_CIRCLE_OUTLINE,
                                TEXTS.get(pause.cause() == Cause.SILENT ? "providers.silent" : "providers.degraded"),
                                SemanticColor.AMBER))
                .orElseGet(() -> new ToneChip(
                        MaterialDesignC.CHECK_CIRCLE_OUTLINE, TEXTS.get("providers.open"), SemanticColor.STONE));
        chip.setMinWidth(Label.USE_PREF_SIZE);
        return chip;
    }
}
