package dev.darkroom.console.logs;

import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.LogCategoryChip;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogMessages;
import dev.darkroom.console.logs.reader.LogSnapshot;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogFacet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The facet rail with counts. A box includes or excludes a value; a click on its name shows it alone, Ctrl+click includes it
 * and Alt+click excludes it.
 */
public final class LogFacetRail extends ScrollPane {
    private static final List<String> FAMILIES = List.of("GENERATION", "STORAGE", "DB");
    private static final List<LogLevel> LEVELS = List.of(LogLevel.ERROR, LogLevel.WARN, LogLevel.INFO);

    private final LogsModel model;
    private final VBox categories = new VBox(2);
    private final VBox levels = new VBox(2);
    private final Hyperlink generation = new Hyperlink();
    private final Map<String, LogFacetRow> rows = new LinkedHashMap<>();

    public LogFacetRail(LogsModel model) {
        this.model = model;
        build();
        model.snapshotProperty().subscribe(this::show);
        model.filterProperty().subscribe(_ -> show(model.snapshotProperty().get()));
    }

    private void build() {
        getStyleClass().add("facets");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        generation.setOnAction(_ -> model.setFilter(model.filterProperty().get().generation("")));
        VBox all = new VBox(
                8,
                head("facets.category"),
                categories,
                head("facets.level"),
                levels,
                new LogValueFacet(model, LogFacet.THREAD),
                new LogValueFacet(model, LogFacet.MODEL),
                head("facets.generation"),
                generation);
        all.getStyleClass().add("facet-list");
        setContent(all);
    }

    private static Label head(String key) {
        return TextLabels.styled(LogMessages.TEXTS.get(key), "facet-head");
    }

    private void show(@Nullable LogSnapshot snapshot) {
        String id = model.filterProperty().get().generation();
        generation.setText(
                id.isEmpty()
                        ? LogMessages.TEXTS.get("facets.all")
                        : LogMessages.TEXTS.get(
                                model.isPinned() ? "facets.pinned" : "facets.only", ValueFormats.shortId(id)));
        generation.setDisable(id.isEmpty() || model.isPinned());
        if (snapshot == null) {
            return;
        }
        List<LogFacetRow> wanted = new ArrayList<>();
        Set<String> known = known(snapshot);
        for (String family : families(known)) {
            Set<String> members = members(family, known);
            boolean tree = members.size() > 1 || family.equals("DB") || !members.contains(family);
            long sum = members.stream().mapToLong(snapshot.categories()::of).sum();
            wanted.add(row(family, family, members, LogCategoryChip.tone(family).style(), sum, 0));
            if (tree) {
                members.forEach(member -> wanted.add(row(
                        "  " + member,
                        member.equals(family) ? member : member.substring(family.length()),
                        Set.of(member),
                        LogCategoryChip.tone(member).style(),
                        snapshot.categories().of(member),
                        1)));
            }
        }
        if (known.contains("-")) {
            wanted.add(row(
                    "-",
                    LogMessages.TEXTS.get("facets.none"),
                    Set.of("-"),
                    SemanticColor.NEUTRAL.style(),
                    snapshot.categories().of("-"),
                    0));
        }
        if (!categories.getChildren().equals(wanted)) {
            categories.getChildren().setAll(wanted);
        }
        levels(snapshot);
    }

    private void levels(LogSnapshot snapshot) {
        List<LogFacetRow> wanted = new ArrayList<>();
        for (LogLevel level : LEVELS) {
            Set<LogLevel> group = group(level);
            long count = group.stream().mapToLong(snapshot::count).sum();
            LogFacetRow row = rows.computeIfAbsent(
                    "level " + level,
                    _ -> new LogFacetRow(level.name(), "level-" + level.name().toLowerCase(java.util.Locale.ROOT), 0));
            Set<LogLevel> hidden = model.filterProperty().get().hiddenLevels();
            row.show(
                    count,
                    !hidden.containsAll(group),
                    on -> model.setFilter(filter().levels(group, on)),
                    () -> model.setFilter(filter().onlyLevels(group)));
            wanted.add(row);
        }
        if (!levels.getChildren().equals(wanted)) {
            levels.getChildren().setAll(wanted);
        }
    }

    /** Groups the levels as users think of them: CRITICAL counts as an error, and no level as harmless as INFO. */
    private static Set<LogLevel> group(LogLevel level) {
        return switch (level) {
            case ERROR, CRITICAL -> Set.of(LogLevel.ERROR, LogLevel.CRITICAL);
            case WARN -> Set.of(LogLevel.WARN);
            case NONE, TRACE, DEBUG, INFO -> Set.of(LogLevel.NONE, LogLevel.TRACE, LogLevel.DEBUG, LogLevel.INFO);
        };
    }

    private LogFacetRow row(String key, String title, Set<String> members, String style, long count, int depth) {
        LogFacetRow row = rows.computeIfAbsent(key, _ -> new LogFacetRow(title, style, depth));
        Set<String> hidden = model.filterProperty().get().hidden();
        row.show(
                count,
                !hidden.containsAll(members),
                on -> model.setFilter(filter().categories(members, on)),
                () -> onlyCategories(members));
        return row;
    }

    private LogViewFilter filter() {
        return model.filterProperty().get();
    }

    private void onlyCategories(Set<String> members) {
        LogSnapshot snapshot = model.snapshotProperty().get();
        if (snapshot != null) {
            model.setFilter(filter().onlyCategories(members, known(snapshot)));
        }
    }

    /** Keeps all categories of the log in the rail, with a 0 when the other conditions leave none of it. */
    private Set<String> known(LogSnapshot snapshot) {
        Set<String> known = new TreeSet<>(snapshot.categories().byCategory().keySet());
        known.addAll(model.filterProperty().get().hidden());
        return known;
    }

    private static List<String> families(Set<String> known) {
        List<String> families = new ArrayList<>(FAMILIES);
        families.removeIf(family -> members(family, known).isEmpty());
        known.stream()
                .filter(tag -> !tag.equals("-") && FAMILIES.stream().noneMatch(family -> belongs(tag, family)))
                .map(tag -> tag.indexOf('-') < 0 ? tag : tag.substring(0, tag.indexOf('-')))
                .distinct()
                .forEach(families::add);
        return families;
    }

    private static boolean belongs(String tag, String family) {
        return tag.equals(family) || tag.startsWith(family + "-");
    }

    private static Set<String> members(String family, Set<String> known) {
        return known.stream().filter(tag -> belongs(tag, family)).collect(Collectors.toCollection(TreeSet::new));
    }
}
