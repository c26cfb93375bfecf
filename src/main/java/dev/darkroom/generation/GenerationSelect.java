package dev.darkroom.generation;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of one stretch of a list. Each source below walks one index in the order of the list and stops after the
 * wanted number of rows, so a stretch costs the same among a thousand rows and among millions. What people typed is
 * only ever bound.
 */
final class GenerationSelect {
    private static final String ATTENTION = "attention_cause is not null";
    private static final String PROCESSING = "status = 'PROCESSING'";

    private final GenerationFilter filter;
    private final Resolved resolved;
    private final boolean ascending;
    private final Map<String, Object> values = new HashMap<>();

    /** What the names in a filter mean in this database; null = not narrowed. */
    record Resolved(@Nullable List<String> users, @Nullable List<String> models, TextMeaning text) {
        boolean isImpossible() {
            return users != null && users.isEmpty() || models != null && models.isEmpty();
        }
    }

    GenerationSelect(GenerationFilter filter, Resolved resolved, boolean ascending) {
        this.filter = filter;
        this.resolved = resolved;
        this.ascending = ascending;
    }

    /** Whether the words that are looked for can only be found by reading row after row. */
    boolean isSearch() {
        return resolved.text() instanceof TextMeaning.Words || !filter.error().isEmpty();
    }

    /** Up to {@code :limit} rows behind {@code after}. */
    String page(GenerationRow.@Nullable Key after) {
        return "select * from (" + union(GenerationRowMapper.COLUMNS, after) + ") g order by " + order("g")
                + " limit :limit";
    }

    /**
     * Looks through the next {@code :chunk} rows for the words. Every line carries how many rows were looked at and the
     * last of them; there is one line without a row when none was found.
     */
    String search(GenerationRow.@Nullable Key after) {
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

    /** All of them in one go, words included: id and the state of each. */
    String all() {
        String narrowed = isSearch() ? " and " + words() : "";
        return predicates().stream()
                .map(p -> "select g.id, g.status, g.epoch, g.hold from generation g where " + p + " and " + where(null)
                        + narrowed)
                .collect(Collectors.joining(" union "));
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        values.forEach(statement::bind);
        return statement;
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
        boolean few = filter.view() == GenerationView.ATTENTION
                || filter.view() == GenerationView.IN_FLIGHT
                || filter.view() == GenerationView.WAITING;
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
            case IN_FLIGHT -> List.of(PROCESSING);
            case WAITING -> List.of("status = 'PENDING'");
            case FAILED -> List.of("status = 'FAILED'");
            case COMPLETED -> List.of("status = 'COMPLETED'");
            case ALL -> List.of("true");
        };
        if (filter.states().isEmpty()) {
            return ofView;
        }
        List<String> ofStates =
                filter.states().stream().map(GenerationSelect::predicate).toList();
        return filter.view() == GenerationView.ALL
                ? ofStates
                : List.of(ofView.getFirst() + " and (" + String.join(" or ", ofStates) + ")");
    }

    /** What the chip of a row says, as the monitor saw it last. */
    private static String predicate(Diagnosis.State state) {
        return switch (state) {
            case WAITING -> "status = 'PENDING' and error is null and attention_cause is null";
            case RETRYING -> "status = 'PENDING' and error is not null and attention_cause is null";
            case AT_FAL -> PROCESSING + " and stage in ('SUBMITTING', 'SUBMITTED') and attention_cause is null";
            case STORING -> PROCESSING + " and stage in ('RENDERED', 'STORING', 'SIGNING') and attention_cause is null";
            case STUCK -> ATTENTION + " and status not in ('FAILED', 'CANCELLED')";
            case COMPLETED -> "status = 'COMPLETED' and attention_cause is null";
            case FAILED -> "status = 'FAILED'";
            case CANCELLED -> "status = 'CANCELLED'";
        };
    }

    private String where(GenerationRow.@Nullable Key after) {
        List<String> all = new ArrayList<>();
        if (after != null) {
            all.add("(g.created_at, g.id) " + (ascending ? ">" : "<") + " (:after_at, :after_id)");
            values.put("after_at", time(after.createdAt()));
            values.put("after_id", after.id());
        }
        in(all, "user_id", "only_users", resolved.users());
        in(all, "model", "only_models", resolved.models());
        if (!filter.kinds().isEmpty()) {
            in(all, "kind", "kinds", filter.kinds().stream().map(Enum::name).toList());
        }
        // PostgreSQL's clock, so that an age means the same here as in the column
        bound(all, "created_at <= now() - make_interval(secs => :older)", "older", filter.olderThan());
        bound(all, "created_at >= now() - make_interval(secs => :younger)", "younger", filter.youngerThan());
        switch (resolved.text()) {
            case TextMeaning.Ids ids -> {
                all.add("g.id between :first_id and :last_id");
                values.put("first_id", ids.first());
                values.put("last_id", ids.last());
            }
            case TextMeaning.Request request -> {
                all.add("g.id = (select generation_id from fal_job where request_id = :request)");
                values.put("request", request.id());
            }
            case TextMeaning.Words _, TextMeaning.Nothing _ -> {}
        }
        return all.isEmpty() ? "true" : String.join(" and ", all);
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
        if (resolved.text() instanceof TextMeaning.Words words) {
            for (String word : words.words()) {
                String name = "word" + all.size();
                all.add("(g.prompt ilike :" + name + " or g.error ilike :" + name + " or g.user_id ilike :" + name
                        + ")");
                values.put(name, TextMeaning.pattern(word));
            }
        }
        if (!filter.error().isEmpty()) {
            all.add("coalesce(g.error ilike :error or g.error_code ilike :error, false)");
            values.put("error", TextMeaning.pattern(filter.error()));
        }
        return "coalesce(" + String.join(" and ", all) + ", false)";
    }

    private String order(String name) {
        String direction = ascending ? "" : " desc";
        return name + ".created_at" + direction + ", " + name + ".id" + direction;
    }

    private String reversed(String name) {
        String direction = ascending ? " desc" : "";
        return name + ".created_at" + direction + ", " + name + ".id" + direction;
    }

    static OffsetDateTime time(java.time.Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
