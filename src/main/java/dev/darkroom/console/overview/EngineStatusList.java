package dev.darkroom.console.overview;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.ToneChip;
import dev.darkroom.console.overview.CardTable.Column;
import dev.darkroom.generation.diagnosis.ClusterSnapshot.EngineBeat;
import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import javafx.scene.Node;
import javafx.scene.control.Label;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** The engines that have not stopped properly, each with its load and its last heartbeat. */
final class EngineStatusList {
    private static final MessageTexts TEXTS = MessageTexts.of("overview");

    private static final int MAX_ENGINES = 8;

    private final CardTable<EngineRow> table;

    /** Ages below this, as occur between two heartbeats, read "now", to avoid repainting a row with every heartbeat. */
    private static final Duration JUST_NOW = Duration.ofSeconds(10);

    /** Snapshot of an engine; {@code heard} = the age of its last heartbeat. */
    record EngineRow(
            UUID id,
            String host,
            GenerationEngine.State state,
            int inFlight,
            int capacity,
            boolean silent,
            String heard) {}

    EngineStatusList() {
        table = new CardTable<>(
                "engines",
                TEXTS.get("engines"),
                TEXTS.get("engines.none"),
                EngineRow::id,
                List.of(
                        Column.node(EngineStatusList::state),
                        Column.wide(TEXTS.get("engines.host"), EngineRow::host),
                        Column.number(
                                TEXTS.get("engines.load"),
                                row -> TEXTS.get(
                                        "engines.of",
                                        ValueFormats.number(row.inFlight()),
                                        ValueFormats.number(row.capacity()))),
                        Column.number(TEXTS.get("engines.heard"), EngineRow::heard)));
    }

    CardTable<EngineRow> node() {
        return table;
    }

    void show(OverviewFigures now) {
        List<EngineBeat> engines = now.cluster().engines().stream()
                .filter(engine -> engine.state() != GenerationEngine.State.STOPPED)
                .toList();
        table.show(
                engines.stream()
                        .sorted(Comparator.comparing(engine -> isHeard(engine, now))) // the silent ones first
                        .limit(MAX_ENGINES)
                        .map(engine -> new EngineRow(
                                engine.id(),
                                engine.host(),
                                engine.state(),
                                engine.inFlight(),
                                engine.capacity(),
                                !isHeard(engine, now),
                                heard(silence(engine, now))))
                        .toList(),
                engines.size() > MAX_ENGINES
                        ? TEXTS.get("rows.first", MAX_ENGINES, ValueFormats.number(engines.size()))
                        : "");
    }

    static boolean isHeard(EngineBeat engine, OverviewFigures now) {
        return silence(engine, now).compareTo(now.silence()) <= 0;
    }

    private static String heard(Duration ago) {
        return ago.compareTo(JUST_NOW) < 0
                ? TEXTS.get("engines.now")
                : TEXTS.get("engines.ago", ElapsedTime.rough(ago));
    }

    private static Duration silence(EngineBeat engine, OverviewFigures now) {
        return Duration.between(engine.heartbeatAt(), now.cluster().now());
    }

    private static Node state(EngineRow row) {
        ToneChip chip = row.silent()
                ? new ToneChip(MaterialDesignA.ALERT_OUTLINE, TEXTS.get("engines.silent"), SemanticColor.ORANGE)
                : new ToneChip(
                        icon(row.state()),
                        TEXTS.get("engines." + row.state()),
                        row.state() == GenerationEngine.State.PAUSED ? SemanticColor.AMBER : SemanticColor.STONE);
        chip.setMinWidth(Label.USE_PREF_SIZE);
        return chip;
    }

    private static Ikon icon(GenerationEngine.State state) {
        return switch (state) {
            case RUNNING -> MaterialDesignE.ENGINE_OUTLINE;
            case PAUSED -> MaterialDesignP.PAUSE_CIRCLE_OUTLINE;
            case DRAINING, STOPPED -> MaterialDesignE.ENGINE_OFF_OUTLINE;
        };
    }
}
