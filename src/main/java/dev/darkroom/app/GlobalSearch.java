package dev.darkroom.app;

import dev.darkroom.console.generations.StateLabels;
import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.navigation.IdentitySearch;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.DisplayState;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationPage.Line;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;

/** Finds the object behind any id, user, URL or request id. */
final class GlobalSearch implements IdentitySearch {
    private static final int MAX_HITS = 8;
    private static final int MAX_USERS = 3;
    private static final Pattern ID_IN_URL =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final GenerationQueries generations;

    GlobalSearch(GenerationQueries generations) {
        this.generations = generations;
    }

    @Override
    public List<Hit> find(String text) {
        String wanted = text.strip();
        if (wanted.length() < 2) {
            return List.of();
        }
        List<Hit> hits = new ArrayList<>(users(wanted));
        GenerationFilter filter = GenerationFilter.of(GenerationPreset.ALL, inUrl(wanted));
        generations.page(filter, false, null, MAX_HITS).lines().forEach(line -> hits.add(hit(line)));
        return hits;
    }

    /** Returns the generation id in the path of a file URL. */
    private static String inUrl(String text) {
        Matcher matcher = ID_IN_URL.matcher(text);
        return text.contains("/") && matcher.find() ? matcher.group() : text;
    }

    private static Hit hit(Line line) {
        GenerationRow row = line.row();
        DisplayState state = StateLabels.state(line.state());
        return new Hit(
                state.icon(),
                row.shortId(),
                state,
                String.join(
                        " \u00b7 ",
                        row.userId(),
                        ValueFormats.model(row.model()),
                        ElapsedTime.clock(Duration.between(row.createdAt(), Instant.now()))),
                new NavigationTarget("generations", row.id().toString()));
    }

    private List<Hit> users(String text) {
        return generations.users(text, MAX_USERS).stream()
                .flatMap(user -> Stream.of(
                        new Hit(
                                MaterialDesignI.IMAGE_MULTIPLE_OUTLINE,
                                MessageTexts.SHELL.get("search.generations", user),
                                "",
                                new NavigationTarget(
                                        "generations",
                                        FilterTerm.of("user", user).text())),
                        new Hit(
                                MaterialDesignA.ACCOUNT_OUTLINE,
                                MessageTexts.SHELL.get("search.credits", user),
                                "",
                                new NavigationTarget("credits", user))))
                .toList();
    }
}
