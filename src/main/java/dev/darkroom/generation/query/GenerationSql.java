package dev.darkroom.generation.query;

import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationMapper;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationRowMapper;
import dev.darkroom.generation.GenerationTriage;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Builds the SQL for one part of a list. Each source below walks one index in list order and stops after the requested number
 * of rows, so it costs the same among a thousand rows as among millions. User input is only ever bound as a parameter.
 */
public final class GenerationSql {
    private static final String ATTENTION = "attention_cause is not null";
    private static final String CALM = " and attention_cause is null";
    /** The views of ended generations are named after their statuses. */
    private static final String ENDED_AS = "status = '%s'";

    private static final String PROCESSING = "status = 'PROCESSING'";
    private static final List<String> MAY_HAVE_AN_ERROR =
            List.of("status = 'FAILED'", "status = 'CANCELLED'", "status = 'PENDING'", PROCESSING);

    /** Flagged rows are counted separately and subtracted, so that an index-only scan can count the large rest. */
    private static final String COUNT_OF_ENDED = """
            select least(:limit, (select count(*) from (select from generation g where %1$s limit :limit + flagged.n) x) - flagged.n)
            from (select count(*) as n from generation g where attention_cause is not null and %1$s) flagged
            """;

    /** The same as {@link dev.darkroom.generation.Generation.Failure#isRefusedPrompt}. */
    public static final String REFUSED_PROMPT =
            "coalesce(g.error_kind = 'FINAL' and g.error_code ~ '" + Generation.Failure.REFUSED_CODES + "', false)";

    private final GenerationFilter filter;
    private final Resolved resolved;
    private final boolean ascending;
    private final Map<String, Object> values = new HashMap<>();
    private final SearchWordConditions words;

    /** The names of a filter resolved in this database; null = not filtered. */
    public record Resolved(
            @Nullable List<String> users, @Nullable List<String> models, SearchTextMeaning text) {
        public boolean isImpossible() {
            return users != null && users.isEmpty() || models != null && models.isEmpty();
        }
    }

    public GenerationSql(GenerationFilter filter, Resolved resolved, boolean ascending) {
        this.filter = filter;
        this.resolved = resolved;
        this.ascending = ascending;
        words = new SearchWordConditions(filter, resolved.text(), values);
    }

    /** Returns what is searched for in prompts, users and errors. */
    SearchWordConditions words() {
        return words;
    }

    /** Selects up to {@code :limit} rows after {@code after}. */
    String page(GenerationRow.@Nullable Key after) {
        values.clear();
        return "select * from (" + union(GenerationRowMapper.COLUMNS, after) + ") g order by " + order("g")
                + " limit :limit";
    }

    /**
     * Reads the next {@code :chunk} rows and searches them for the words. Every result row carries the number of rows read and
     * the last of them; without a match there is one result row without a generation.
     */
    String walk(GenerationRow.@Nullable Key after) {
        values.clear();
        String hit = "g.id, g.created_at, (" + words.condition() + ") as hit";
        return "with scanned as materialized (select * from ("
                + union(hit, after).replace(":limit", ":chunk") + ") s order by "
                + order("s") + " limit :chunk), "
                + "last as (select s.id as last_id, s.created_at as last_at, (select count(*) from scanned) as looked from scanned s order by "
                + reversed("s") + " limit 1) "
                + "select last.*, f.* from last left join lateral (select " + GenerationRowMapper.COLUMNS
                + " from scanned s join generation g on g.id = s.id where s.hit order by " + order("s")
                + " limit :limit) f on true order by " + order("f");
    }

    /**
     * Selects up to {@code :limit} rows after {@code after} that were created before {@code indexed}: from the prompt words,
     * and from the index of the errors. Words too short for an index are searched for in the small rows of
     * {@code prompt_search}, which can all be read in half the time of the generations. The matching ids are found first,
     * whatever the planner thinks of it: for words that are frequent but old, a walk in list order would read the whole table.
     * Only as many of the matches are then read as the page takes.
     */
    public String lookUp(GenerationRow.Key after, Instant indexed) {
        values.clear();
        values.put("indexed", GenerationMapper.parameter(indexed));
        List<String> found = new ArrayList<>();
        if (!words.hasErrorWords()) {
            found.add("select s.generation_id as id, s.created_at from prompt_search s where "
                    + afterCondition("s.created_at, s.generation_id", after) + " and s.created_at < :indexed and "
                    + words.indexedWords());
        }
        boolean mayBeAnError = words.hasErrorWords() || !words.errorNames().isEmpty();
        if (mayBeAnError && filter.view() != GenerationPreset.COMPLETED) {
            MAY_HAVE_AN_ERROR.forEach(status -> found.add("(select g.id, g.created_at from generation g where " + status
                    + " and g.error is not null and " + words.errorWords() + " and g.created_at < :indexed and "
                    + matching(after) + " order by " + order("g") + " limit :limit)"));
        }
        if (found.isEmpty()) {
            found.add("select id, created_at from generation where false");
        }
        return "with found as materialized (" + String.join(" union ", found) + ") select "
                + GenerationRowMapper.COLUMNS
                + " from (select * from found order by " + order("found") + ") f cross join lateral"
                + " (select * from generation g where g.id = f.id and " + matching(after) + " limit 1) g"
                + " order by " + order("f") + " limit :limit";
    }

    private String matching(GenerationRow.@Nullable Key after) {
        return "(" + String.join(" or ", predicates()) + ") and " + where(after) + " and " + words.condition();
    }

    /** Selects all matches at once, words included: the id and the state of each, and the cost of an action on it. */
    public String all() {
        values.clear();
        String narrowed = narrowed();
        return predicates().stream()
                .map(p -> "select g.id, g.status, g.epoch, g.hold, g.model, g.credits, g.refunded, " + REFUSED_PROMPT
                        + " as refused from generation g where " + p + " and " + narrowed)
                .collect(Collectors.joining(" union "));
    }

    /** Counts the matches, words included, up to {@code :limit}. */
    String count() {
        values.clear();
        String ended = ended();
        if (ended != null && !words.isSearch()) {
            return COUNT_OF_ENDED.formatted(ended + " and " + narrowed());
        }
        return "select count(*) from (select from generation g where (" + String.join(" or ", predicates()) + ") and "
                + narrowed() + " limit :limit) x";
    }

    /** Returns the condition shared by the rows of the view, other than not being flagged, if it is a final status. */
    private @Nullable String ended() {
        if (!filter.states().isEmpty()) {
            return null;
        }
        return switch (filter.view()) {
            case COMPLETED, FAILED, CANCELLED -> ENDED_AS.formatted(filter.view());
            case ATTENTION, IN_FLIGHT, WAITING, ALL -> null;
        };
    }

    /** Whether {@code :id} is among the matches. */
    String contains() {
        values.clear();
        return "select exists(select from generation g where g.id = :id and (" + String.join(" or ", predicates())
                + ") and " + narrowed() + ")";
    }

    private String narrowed() {
        return where(null) + (words.isSearch() ? " and " + words.condition() : "");
    }

    /** Binds the values of the last statement. */
    public <S extends SqlStatement<S>> S bind(S statement) {
        values.forEach(statement::bind);
        return statement;
    }

    boolean isAscending() {
        return ascending;
    }

    private String union(String columns, GenerationRow.@Nullable Key after) {
        String where = where(after);
        return sources().stream()
                .map(source -> "(select " + columns + " from " + source.formatted(where) + " order by " + order("g")
                        + " limit :limit)")
                .collect(Collectors.joining(" union "));
    }

    /** Returns the sources, each reading rows named {@code g} by one index; {@code %s} is for their shared conditions. */
    private List<String> sources() {
        boolean few = filter.view() == GenerationPreset.ATTENTION
                || filter.view() == GenerationPreset.IN_FLIGHT
                || filter.view() == GenerationPreset.WAITING;
        if (!few && resolved.users() != null) {
            return List.of(each("user_id", "users", resolved.users()));
        }
        if (!few && resolved.models() != null) {
            return List.of(each("model", "models", resolved.models()));
        }
        return predicates().stream()
                .map(p -> "generation g where " + p + " and %s")
                .toList();
    }

    /** Selects the newest (or oldest) of each value, so that the order comes from an index instead of a sort of all rows. */
    private String each(String column, String name, List<String> wanted) {
        values.put(name, wanted.toArray(String[]::new));
        String narrowed = "(" + String.join(" or ", predicates()) + ")";
        return "unnest(cast(:" + name
                + " as text[])) as d(wanted) cross join lateral (select * from generation g where g." + column
                + " = d.wanted and " + narrowed + " and %s order by " + order("g") + " limit :limit) g";
    }

    /** Returns conditions, disjoint or not, that together cover everything the view and the states can show. */
    private List<String> predicates() {
        List<String> ofView = switch (filter.view()) {
            case ATTENTION -> List.of(ATTENTION);
            case IN_FLIGHT -> List.of(PROCESSING + CALM);
            case WAITING -> List.of("status = 'PENDING'" + CALM);
            case FAILED, CANCELLED -> List.of(ENDED_AS.formatted(filter.view()) + CALM);
            case COMPLETED -> List.of(words.hasErrorWords() ? "false" : ENDED_AS.formatted(filter.view()) + CALM);
            case ALL ->
                !words.causes().isEmpty()
                        ? List.of("status = 'FAILED'")
                        : filter.end() != null && filter.end().lost()
                                ? List.of("status = 'FAILED'", "status = 'CANCELLED'")
                                : words.hasErrorWords() ? MAY_HAVE_AN_ERROR : List.of("true");
        };
        if (filter.states().isEmpty()) {
            return ofView;
        }
        List<String> ofStates = filter.states().stream().map(this::predicate).toList();
        return filter.view() == GenerationPreset.ALL
                ? ofStates
                : List.of(ofView.getFirst() + " and (" + String.join(" or ", ofStates) + ")");
    }

    /** Returns the condition for a chip state, as last determined by the monitor. */
    private String predicate(GenerationDiagnosis.State state) {
        return switch (state) {
            case WAITING -> "status = 'PENDING' and error is null" + CALM;
            case RETRYING -> "status = 'PENDING' and error is not null" + CALM;
            case AT_FAL -> PROCESSING + " and stage in ('SUBMITTING', 'SUBMITTED')" + CALM;
            case STORING -> PROCESSING + " and stage in ('RENDERED', 'STORING', 'SIGNING')" + CALM;
            case STUCK -> ATTENTION + " and status not in ('FAILED', 'CANCELLED')";
            case COMPLETED -> words.hasErrorWords() ? "false" : "status = 'COMPLETED'" + CALM;
            case FAILED -> "status = 'FAILED'";
            case CANCELLED -> "status = 'CANCELLED'";
        };
    }

    private String where(GenerationRow.@Nullable Key after) {
        List<String> all = new ArrayList<>();
        if (after != null) {
            all.add(afterCondition("g.created_at, g.id", after));
        }
        in(all, "user_id", "only_users", resolved.users());
        in(all, "model", "only_models", resolved.models());
        for (String part : filter.withoutUsers()) {
            String name = "without_user" + all.size();
            all.add(
                    "not case when exists(select from account where user_id = :%1$s) then g.user_id = :%1$s else position(lower(:%1$s) in lower(g.user_id)) > 0 end"
                            .formatted(name));
            values.put(name, part);
        }
        if (!filter.kinds().isEmpty()) {
            in(all, "kind", "kinds", filter.kinds().stream().map(Enum::name).toList());
        }
        // PostgreSQL's clock, so that an age means the same here as in the column
        bound(all, "created_at <= now() - make_interval(secs => :older)", "older", filter.olderThan());
        bound(all, "created_at >= now() - make_interval(secs => :younger)", "younger", filter.youngerThan());
        if (filter.end() != null) {
            if (filter.end().lost()) {
                all.add("g.refunded and g.credits > 0 and g.rendered_at is not null");
            }
            ended(all, ">=", "ended_from", filter.end().from());
            ended(all, "<", "ended_until", filter.end().until());
        }
        if (filter.marks() != null) {
            all.add(marked(filter.marks()));
        }
        switch (resolved.text()) {
            case SearchTextMeaning.Ids ids -> {
                all.add("g.id between :first_id and :last_id");
                values.put("first_id", ids.range().first());
                values.put("last_id", ids.range().last());
            }
            case SearchTextMeaning.Request request -> {
                all.add("g.id = (select generation_id from fal_job where request_id = :request)");
                values.put("request", request.id());
            }
            case SearchTextMeaning.Words _, SearchTextMeaning.Nothing _ -> {}
        }
        return all.isEmpty() ? "true" : String.join(" and ", all);
    }

    /** Uses an array, as few generations are marked: their rows are looked up by id. */
    private String marked(GenerationFilter.MarkFilter marks) {
        List<String> either = new ArrayList<>();
        if (!marks.any().isEmpty()) {
            either.add(
                    "g.id = any(array(select k.generation_id from generation_mark k where k.mark = any(cast(:marks as text[]))"
                            + (marks.any().contains(GenerationTriage.TriageMark.MINE)
                                    ? " and (k.mark <> 'MINE' or k.actor = :me)))"
                                    : "))"));
            values.put("marks", marks.any().stream().map(Enum::name).toArray(String[]::new));
            values.put("me", marks.me());
        }
        if (marks.none()) {
            either.add("not exists (select from generation_mark k where k.generation_id = g.id)");
        }
        return either.isEmpty() ? "true" : "(" + String.join(" or ", either) + ")";
    }

    private String afterCondition(String key, GenerationRow.@Nullable Key after) {
        if (after == null) {
            return "true";
        }
        values.put("after_at", GenerationMapper.parameter(after.createdAt()));
        values.put("after_id", after.id());
        return "(" + key + ") " + (ascending ? ">" : "<") + " (:after_at, :after_id)";
    }

    private void in(List<String> all, String column, String name, @Nullable List<String> wanted) {
        if (wanted != null) {
            all.add("g." + column + " = any(cast(:" + name + " as text[]))");
            values.put(name, wanted.toArray(String[]::new));
        }
    }

    private void bound(List<String> all, String condition, String name, java.time.@Nullable Duration age) {
        if (age != null) {
            all.add("g." + condition);
            values.put(name, age.toMillis() / 1000.0);
        }
    }

    private void ended(List<String> all, String comparison, String name, @Nullable Instant bound) {
        if (bound != null) {
            all.add("g.finished_at " + comparison + " :" + name);
            values.put(name, GenerationMapper.parameter(bound));
        }
    }

    private String order(String name) {
        String direction = ascending ? "" : " desc";
        return name + ".created_at" + direction + ", " + name + ".id" + direction;
    }

    private String reversed(String name) {
        String direction = ascending ? " desc" : "";
        return name + ".created_at" + direction + ", " + name + ".id" + direction;
    }
}
