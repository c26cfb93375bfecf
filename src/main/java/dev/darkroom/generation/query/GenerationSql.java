package dev.darkroom.generation.query;

import dev.darkroom.database.WhereClause;
import dev.darkroom.generation.GenerationMapper;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationRowMapper;
import dev.darkroom.generation.GenerationTriage;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of one stretch of a list. Each source below walks one index in the order of the list and stops after the
 * wanted number of rows, so a stretch costs the same among a thousand rows and among millions. What people typed is
 * only ever bound.
 */
public final class GenerationSql {
    private static final String ATTENTION = "attention_cause is not null";
    private static final String CALM = " and attention_cause is null";
    /** The views of what has ended have the names of their statuses. */
    private static final String ENDED_AS = "status = '%s'";

    private static final String PROCESSING = "status = 'PROCESSING'";
    private static final List<String> MAY_HAVE_AN_ERROR =
            List.of("status = 'FAILED'", "status = 'CANCELLED'", "status = 'PENDING'", PROCESSING);

    /** The flagged are counted by themselves and taken off, so that an index alone tells how many the many others are. */
    private static final String COUNT_OF_ENDED = """
            select least(:limit, (select count(*) from (select from generation g where %1$s limit :limit + flagged.n) x) - flagged.n)
            from (select count(*) as n from generation g where attention_cause is not null and %1$s) flagged
            """;

    /** The same as {@link dev.darkroom.generation.Generation.Failure#isRefusedPrompt}. */
    public static final String REFUSED_PROMPT =
            "coalesce(g.error_kind = 'FINAL' and strpos(g.error_code, 'content_policy') > 0, false)";

    private final GenerationFilter filter;
    private final Resolved resolved;
    private final boolean ascending;
    private final Map<String, Object> values = new HashMap<>();

    /** What the names in a filter mean in this database; null = not narrowed. */
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
    }

    /** Whether words are looked for, which no index of the generations themselves knows. */
    boolean isSearch() {
        return resolved.text() instanceof SearchTextMeaning.Words
                || hasErrorWords()
                || !filter.prompt().isEmpty();
    }

    /** Whether what is looked for is found quicker than row by row: by the words of the prompts, or by the index of the errors. */
    boolean isIndexed() {
        return !hasErrorWords() || SearchTextMeaning.hasTrigrams(filter.error());
    }

    private List<String> textWords() {
        return resolved.text() instanceof SearchTextMeaning.Words words ? words.words() : List.of();
    }

    private List<String> promptWords() {
        return filter.prompt().isEmpty()
                ? List.of()
                : SearchTextMeaning.words(filter.prompt()).words();
    }

    private boolean hasErrorWords() {
        return !filter.error().isEmpty();
    }

    /** Up to {@code :limit} rows behind {@code after}. */
    String page(GenerationRow.@Nullable Key after) {
        values.clear();
        return "select * from (" + union(GenerationRowMapper.COLUMNS, after) + ") g order by " + order("g")
                + " limit :limit";
    }

    /**
     * Reads the next {@code :chunk} rows and looks for the words in them. Every line carries how many rows were looked at and the
     * last of them; there is one line without a row when none was found.
     */
    String walk(GenerationRow.@Nullable Key after) {
        values.clear();
        String hit = "g.id, g.created_at, (" + words() + ") as hit";
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
     * Up to {@code :limit} rows behind {@code after} that were created before {@code indexed}: from the words of the prompts, and
     * from the index of the errors. Words too short for an index are looked for in the small rows of {@code prompt_search}, which
     * are read as a whole in half the time of the generations. Which generations these are is found first, whatever the planner
     * thinks of it: where the words are many but old, a walk in the order of the list would read the whole table. Only as
     * many of them are read as the page takes.
     */
    public String lookUp(GenerationRow.Key after, Instant indexed) {
        values.clear();
        values.put("indexed", GenerationMapper.parameter(indexed));
        List<String> found = new ArrayList<>();
        if (!hasErrorWords()) {
            found.add("select s.generation_id as id, s.created_at from prompt_search s where "
                    + behind("s.created_at, s.generation_id", after) + " and s.created_at < :indexed and "
                    + indexedWords());
        }
        boolean mayBeAnError = hasErrorWords() || !errorNames().isEmpty();
        if (mayBeAnError && filter.view() != GenerationPreset.COMPLETED) {
            MAY_HAVE_AN_ERROR.forEach(status -> found.add("(select g.id, g.created_at from generation g where " + status
                    + " and g.error is not null and " + errorWords() + " and g.created_at < :indexed and "
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
        return "(" + String.join(" or ", predicates()) + ") and " + where(after) + " and " + words();
    }

    /** All of them in one go, words included: id and the state of each, and what an action on it costs. */
    public String all() {
        values.clear();
        String narrowed = narrowed();
        return predicates().stream()
                .map(p -> "select g.id, g.status, g.epoch, g.hold, g.model, g.credits, g.refunded, " + REFUSED_PROMPT
                        + " as refused from generation g where " + p + " and " + narrowed)
                .collect(Collectors.joining(" union "));
    }

    /** How many of them there are, words included, up to {@code :limit}. */
    String count() {
        values.clear();
        String ended = ended();
        if (ended != null && !isSearch()) {
            return COUNT_OF_ENDED.formatted(ended + " and " + narrowed());
        }
        return "select count(*) from (select from generation g where (" + String.join(" or ", predicates()) + ") and "
                + narrowed() + " limit :limit) x";
    }

    /** What the rows of the view have in common beside that none is flagged, when that is a status that ends. */
    private @Nullable String ended() {
        if (!filter.states().isEmpty()) {
            return null;
        }
        return switch (filter.view()) {
            case COMPLETED, FAILED, CANCELLED -> ENDED_AS.formatted(filter.view());
            case ATTENTION, IN_FLIGHT, WAITING, ALL -> null;
        };
    }

    /** Whether {@code :id} is one of them. */
    String contains() {
        values.clear();
        return "select exists(select from generation g where g.id = :id and (" + String.join(" or ", predicates())
                + ") and " + narrowed() + ")";
    }

    private String narrowed() {
        return where(null) + (isSearch() ? " and " + words() : "");
    }

    /** What the last statement names. */
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

    /** Each reads rows named {@code g} by one index; {@code %s} is for the conditions they share. */
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

    /** The newest (or oldest) of each, so that the order comes from an index and not from a sort of all. */
    private String each(String column, String name, List<String> wanted) {
        values.put(name, wanted.toArray(String[]::new));
        String narrowed = "(" + String.join(" or ", predicates()) + ")";
        return "unnest(cast(:" + name
                + " as text[])) as d(wanted) cross join lateral (select * from generation g where g." + column
                + " = d.wanted and " + narrowed + " and %s order by " + order("g") + " limit :limit) g";
    }

    /** Disjoint or not: together they hold everything that the view and the states could show. */
    private List<String> predicates() {
        List<String> ofView = switch (filter.view()) {
            case ATTENTION -> List.of(ATTENTION);
            case IN_FLIGHT -> List.of(PROCESSING + CALM);
            case WAITING -> List.of("status = 'PENDING'" + CALM);
            case FAILED, CANCELLED -> List.of(ENDED_AS.formatted(filter.view()) + CALM);
            case COMPLETED -> List.of(hasErrorWords() ? "false" : ENDED_AS.formatted(filter.view()) + CALM);
            case ALL -> hasErrorWords() ? MAY_HAVE_AN_ERROR : List.of("true");
        };
        if (filter.states().isEmpty()) {
            return ofView;
        }
        List<String> ofStates = filter.states().stream().map(this::predicate).toList();
        return filter.view() == GenerationPreset.ALL
                ? ofStates
                : List.of(ofView.getFirst() + " and (" + String.join(" or ", ofStates) + ")");
    }

    /** What the chip of a row says, as the monitor saw it last. */
    private String predicate(GenerationDiagnosis.State state) {
        return switch (state) {
            case WAITING -> "status = 'PENDING' and error is null" + CALM;
            case RETRYING -> "status = 'PENDING' and error is not null" + CALM;
            case AT_FAL -> PROCESSING + " and stage in ('SUBMITTING', 'SUBMITTED')" + CALM;
            case STORING -> PROCESSING + " and stage in ('RENDERED', 'STORING', 'SIGNING')" + CALM;
            case STUCK -> ATTENTION + " and status not in ('FAILED', 'CANCELLED')";
            case COMPLETED -> hasErrorWords() ? "false" : "status = 'COMPLETED'" + CALM;
            case FAILED -> "status = 'FAILED'";
            case CANCELLED -> "status = 'CANCELLED'";
        };
    }

    private String where(GenerationRow.@Nullable Key after) {
        List<String> all = new ArrayList<>();
        if (after != null) {
            all.add(behind("g.created_at, g.id", after));
        }
        in(all, "user_id", "only_users", resolved.users());
        in(all, "model", "only_models", resolved.models());
        if (!filter.kinds().isEmpty()) {
            in(all, "kind", "kinds", filter.kinds().stream().map(Enum::name).toList());
        }
        // PostgreSQL's clock, so that an age means the same here as in the column
        bound(all, "created_at <= now() - make_interval(secs => :older)", "older", filter.olderThan());
        bound(all, "created_at >= now() - make_interval(secs => :younger)", "younger", filter.youngerThan());
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

    /** As an array, for what operators have marked is little: its rows are looked up by their ids. */
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

    private String behind(String key, GenerationRow.@Nullable Key after) {
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

    private String words() {
        List<String> all = new ArrayList<>();
        for (String word : textWords()) {
            String name = "word" + all.size();
            all.add("(g.prompt ilike :" + name + " or g.user_id ilike :" + name
                    + (SearchTextMeaning.hasTrigrams(word) ? " or " + error(name) : "") + ")");
            values.put(name, WhereClause.containing(word));
        }
        for (String word : promptWords()) {
            String name = "word" + all.size();
            all.add("g.prompt ilike :" + name);
            values.put(name, WhereClause.containing(word));
        }
        if (hasErrorWords()) {
            all.add("(" + error("error") + " or g.error_code ilike :error)");
            values.put("error", WhereClause.containing(filter.error()));
        }
        return "coalesce(" + String.join(" and ", all) + ", false)";
    }

    /** What is completed may still hold the error of an earlier attempt, which nobody is shown. */
    private static String error(String name) {
        return "g.status <> 'COMPLETED' and g.error ilike :" + name;
    }

    /**
     * All of them in user and prompt; beside others, those without trigrams are left to {@link #words}, for they would read all of
     * the index. Where there are no others they are looked for in an expression that the index does not know.
     */
    private String indexedWords() {
        String column = hasTrigrams() ? "s.words" : "(s.words || '')";
        return Stream.concat(textNames().stream(), promptNames().stream())
                .map(name -> column + " like lower(cast(:" + name + " as text))")
                .collect(Collectors.joining(" and "));
    }

    /** Any of them: what has none of the words in its error has them all in user and prompt. */
    private String errorWords() {
        if (hasErrorWords()) {
            return "(g.error ilike :error or g.error_code ilike :error)";
        }
        return errorNames().stream()
                .map(name -> "g.error ilike :" + name)
                .collect(Collectors.joining(" or ", "(", ")"));
    }

    /** A word that no index narrows is not looked for in the errors, all of which would have to be read. */
    private List<String> errorNames() {
        return textWords().stream().anyMatch(SearchTextMeaning::hasTrigrams) ? textNames() : List.of();
    }

    private List<String> textNames() {
        return names(textWords(), 0);
    }

    private List<String> promptNames() {
        return names(promptWords(), textWords().size());
    }

    /**
     * The names under which those of the words are bound that an index of trigrams narrows, or all where it narrows none; {@code
     * first} is the place of the first.
     */
    private List<String> names(List<String> words, int first) {
        boolean all = !hasTrigrams();
        return IntStream.range(0, words.size())
                .filter(i -> all || SearchTextMeaning.hasTrigrams(words.get(i)))
                .mapToObj(i -> "word" + (first + i))
                .toList();
    }

    private boolean hasTrigrams() {
        return Stream.concat(textWords().stream(), promptWords().stream()).anyMatch(SearchTextMeaning::hasTrigrams);
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
