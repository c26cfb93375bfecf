package dev.darkroom.activity;

import dev.darkroom.activity.ActivityFilter.ActivityPreset;
import dev.darkroom.database.DatabaseReader;
import dev.darkroom.database.DistinctValues;
import dev.darkroom.database.WhereClause;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Lists the actions of operators and engines. Reads at most one page of rows from each of the three tables through its own
 * index, so that a page costs the same among millions of rows. Every call blocks.
 */
public final class ActivityQueries {
    private static final int MOST_ACTORS = 200;

    /** Condition on the timeline, worded like the index that serves it. */
    private static final String ENGINE_LINES =
            "e.kind in ('TAKEN_BACK', 'HANDED_BACK', 'HELD', 'REPAIR_ENDED', 'FAILED')";

    private static final String CREDITS =
            "a.action in ('GRANT', 'ADJUST', 'REVERSE', 'GIVE_BACK', 'TAKE_CHARGE', 'RESTORE_BALANCE')";
    private static final String BULK_RESULT =
            "case when b.state = 'RUNNING' then 'RUNNING' when coalesce(b.failed, 0) > 0 then 'FAILED'"
                    + " when b.done = 0 then 'SKIPPED' else 'DONE' end";

    /** The cause of a take-back, stored as a word. */
    private static final String CAUSE = "upper(coalesce(nullif(e.data ->> 'cause', ''), 'LEASE_ENDED'))";

    private final DatabaseReader database;

    public ActivityQueries(DatabaseReader database) {
        this.database = database;
    }

    /** Returns a keyset page by time; {@code last} is the last line of the previous page, null for the first. */
    public List<ActivityEntry> page(
            ActivityFilter filter, boolean oldestFirst, ActivityEntry.@Nullable Key last, int limit) {
        String direction = oldestFirst ? "" : " desc";
        List<String> parts = new ArrayList<>();
        Map<String, Object> values = new HashMap<>();
        for (ActivityEntry.Source source : ActivityEntry.Source.values()) {
            if (mayHave(filter, source)) {
                String where = String.join(" and ", conditions(filter, source, values))
                        + (last == null ? "" : behind(source, last, oldestFirst, values));
                parts.add("(select " + columns(source) + " where " + where + " order by " + at(source) + direction
                        + ", " + number(source) + direction + " limit :limit)");
            }
        }
        if (parts.isEmpty()) {
            return List.of();
        }
        String order = "p.at" + direction + ", p.source" + direction + ", p.number" + direction;
        return database.read(
                handle -> handle.createQuery("""
                        with page as materialized (select * from (%s) p order by %s limit :limit)
                        select p.*, coalesce(p.user_id, g.user_id) as known_user,
                               c.open, coalesce(p.done, c.done) as all_done, coalesce(p.skipped, c.skipped) as all_skipped,
                               coalesce(p.failed, c.failed) as all_failed
                        from page p
                        left join generation g on p.source = 2 and g.id = p.generation_id
                        left join lateral (
                          select count(*) filter (where i.state = 'OPEN') as open,
                                 count(*) filter (where i.state = 'DONE') as done,
                                 count(*) filter (where i.state = 'SKIPPED') as skipped,
                                 count(*) filter (where i.state = 'FAILED') as failed
                          from bulk_item i where p.source = 1 and p.done is null and i.bulk_id = p.bulk_id) c on true
                        order by %s
                        """.formatted(String.join(" union all ", parts), order, order))
                        .bindMap(values)
                        .bind("limit", limit)
                        .map(ActivityQueries::entry)
                        .list());
    }

    /** Returns the number of matching lines, counted up to {@code bound}. */
    public long count(ActivityFilter filter, long bound) {
        Map<String, Object> values = new HashMap<>();
        String parts = Arrays.stream(ActivityEntry.Source.values())
                .filter(source -> mayHave(filter, source))
                .map(source -> "(select 1 from " + table(source) + " where "
                        + String.join(" and ", conditions(filter, source, values)) + " limit :bound)")
                .collect(Collectors.joining(" union all "));
        return parts.isEmpty()
                ? 0
                : database.read(handle -> handle.createQuery(
                                "select count(*) from (select from (" + parts + ") x limit :bound) y")
                        .bindMap(values)
                        .bind("bound", bound)
                        .mapTo(Long.class)
                        .one());
    }

    /** Indicates whether a list is outdated: the newest lines, and the progress of running bulk actions. */
    public record Newest(long operator, long bulk, @Nullable Instant engine, long running) {}

    public Newest newest() {
        return database.read(handle -> handle.createQuery("""
                        select coalesce((select id from operator_action where bulk_id is null order by at desc, id desc limit 1), 0)
                                 as operator,
                               coalesce((select number from bulk_action order by created_at desc, number desc limit 1), 0) as bulk,
                               (select e.at from timeline_event e where %s order by e.at desc, e.id desc limit 1) as engine,
                               (select count(*) from bulk_item i join bulk_action b on b.id = i.bulk_id and b.state = 'RUNNING'
                                where i.state = 'OPEN')
                               + (select count(*) from bulk_action where state = 'RUNNING') as running
                        """.formatted(ENGINE_LINES))
                .mapTo(Newest.class)
                .one());
    }

    /** Names of everyone who ever performed a manual action, read by an index skip scan. */
    public List<String> actors() {
        return database.read(
                handle -> DistinctValues.of(handle, "operator_action", "actor", "bulk_id is null", MOST_ACTORS));
    }

    private static boolean mayHave(ActivityFilter filter, ActivityEntry.Source source) {
        boolean view = switch (filter.view()) {
            case ALL -> true;
            case MINE -> source != ActivityEntry.Source.ENGINE;
            case BULK -> source == (filter.isOfOne() ? ActivityEntry.Source.OPERATOR : ActivityEntry.Source.BULK);
            case REPAIRS -> source == ActivityEntry.Source.ENGINE;
            case CREDITS -> source == ActivityEntry.Source.OPERATOR;
        };
        return view
                && switch (source) {
                    case OPERATOR -> true;
                    case BULK -> !filter.isOfOne();
                    case ENGINE ->
                        filter.results().isEmpty() || filter.results().contains(ActivityRecord.Result.DONE);
                };
    }

    private static List<String> conditions(
            ActivityFilter filter, ActivityEntry.Source source, Map<String, Object> values) {
        List<String> all = new ArrayList<>();
        switch (source) {
            case OPERATOR -> {
                if (!filter.isOfOne()) {
                    all.add("a.bulk_id is null");
                } else if (filter.view() == ActivityPreset.BULK) {
                    all.add("a.bulk_id is not null");
                }
                if (filter.view() == ActivityPreset.CREDITS) {
                    all.add(CREDITS);
                }
            }
            case BULK -> all.add("true");
            case ENGINE -> {
                all.add(ENGINE_LINES);
                if (filter.view() == ActivityPreset.REPAIRS) {
                    all.add("e.kind <> 'FAILED'");
                }
            }
        }
        String actor = alias(source) + ".actor";
        if (filter.view() == ActivityPreset.MINE) {
            bind(values, all, actor + " = :me", "me", filter.me());
        }
        filter.who().ifPresent(name -> bind(values, all, actor + " ilike :who", "who", WhereClause.containing(name)));
        if (!filter.actions().isEmpty()) {
            bind(
                    values,
                    all,
                    action(source) + " = any(:actions)",
                    "actions",
                    filter.actions().toArray(String[]::new));
        }
        if (!filter.results().isEmpty() && source != ActivityEntry.Source.ENGINE) {
            String result = source == ActivityEntry.Source.BULK ? BULK_RESULT : "a.result";
            bind(
                    values,
                    all,
                    result + " = any(:results)",
                    "results",
                    filter.results().stream().map(Enum::name).toArray(String[]::new));
        }
        filter.generation().ifPresent(range -> {
            bind(values, all, alias(source) + ".generation_id >= :first_id", "first_id", range.first());
            bind(values, all, alias(source) + ".generation_id <= :last_id", "last_id", range.last());
        });
        filter.user().ifPresent(user -> bind(values, all, user(source), "user", user));
        filter.words().ifPresent(words -> {
            bind(values, all, words(source), "words", WhereClause.saying(words));
            if (source == ActivityEntry.Source.ENGINE) {
                Set<String> codes = CodedMessage.codesSaying(words, Locale.getDefault(Locale.Category.DISPLAY));
                values.put("outcomes", withoutPrefix(codes, "repair."));
                values.put("causes", withoutPrefix(codes, "taken."));
            }
        });
        filter.from().ifPresent(from -> bind(values, all, at(source) + " >= :from", "from", from));
        filter.until().ifPresent(until -> bind(values, all, at(source) + " < :until", "until", until));
        return all;
    }

    private static void bind(
            Map<String, Object> values, List<String> all, String condition, String name, Object value) {
        all.add(condition);
        values.put(name, value);
    }

    /** The keyset condition; lines of equal time are ordered by table, then by number. */
    private static String behind(
            ActivityEntry.Source source, ActivityEntry.Key last, boolean oldestFirst, Map<String, Object> values) {
        int side = Integer.compare(source.ordinal(), last.source().ordinal());
        long number = side == 0 ? last.number() : side < 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        String name = "number_" + source.ordinal();
        values.put("last_at", last.at());
        values.put(name, number);
        return " and (" + at(source) + ", " + number(source) + ") " + (oldestFirst ? ">" : "<") + " (:last_at, :" + name
                + ")";
    }

    private static String columns(ActivityEntry.Source source) {
        return switch (source) {
            case OPERATOR -> """
                    0 as source, a.id as number, a.at, a.actor, a.action, a.generation_id, a.user_id, a.subject, a.bulk_id,
                    a.reason, a.result, cast(a.outcome as text) as outcome, cast(a.before as text) as before,
                    cast(a.after as text) as after, null::bigint as done, null::bigint as skipped, null::bigint as failed,
                    0::bigint as spent from operator_action a""";
            case BULK -> """
                    1 as source, b.number, b.created_at as at, b.actor, b.act as action, null::uuid as generation_id,
                    null as user_id, b.what as subject, b.id as bulk_id, b.reason,
                    """ + BULK_RESULT + """
                     as result, null as outcome, null as before, null as after, b.done, b.skipped, b.failed, b.spent
                    from bulk_action b""";
            case ENGINE -> """
                    2 as source, e.id as number, e.at, e.actor, e.kind as action, e.generation_id, null as user_id,
                    null as subject, null::uuid as bulk_id, case when e.kind = 'TAKEN_BACK' then '["taken.' || %s || '"]'
                      else coalesce(cast(e.data -> 'message' as text), e.data ->> 'cause', '') end as reason,
                    'DONE' as result, null as outcome, null as before, cast(e.data as text) as after, null::bigint as done,
                    null::bigint as skipped, null::bigint as failed, 0::bigint as spent from timeline_event e""".formatted(CAUSE);
        };
    }

    private static String table(ActivityEntry.Source source) {
        return switch (source) {
            case OPERATOR -> "operator_action a";
            case BULK -> "bulk_action b";
            case ENGINE -> "timeline_event e";
        };
    }

    private static String alias(ActivityEntry.Source source) {
        return table(source).split(" ")[1];
    }

    private static String at(ActivityEntry.Source source) {
        return source == ActivityEntry.Source.BULK ? "b.created_at" : alias(source) + ".at";
    }

    private static String number(ActivityEntry.Source source) {
        return source == ActivityEntry.Source.BULK ? "b.number" : alias(source) + ".id";
    }

    private static String action(ActivityEntry.Source source) {
        return switch (source) {
            case OPERATOR -> "a.action";
            case BULK -> "b.act";
            case ENGINE -> "e.kind";
        };
    }

    private static String user(ActivityEntry.Source source) {
        return source == ActivityEntry.Source.ENGINE
                ? "exists (select from generation g where g.id = e.generation_id and g.user_id = :user)"
                : alias(source) + ".user_id = :user";
    }

    private static String words(ActivityEntry.Source source) {
        return switch (source) {
            case OPERATOR ->
                "(a.reason ilike any(:words) or a.subject ilike any(:words) or cast(a.outcome as text) ilike any(:words))";
            case BULK -> "(b.reason ilike any(:words) or b.what ilike any(:words))";
            case ENGINE ->
                "(cast(e.data as text) ilike any(:words) or e.kind = any(:outcomes) or (e.kind = 'TAKEN_BACK' and "
                        + CAUSE + " = any(:causes)))";
        };
    }

    private static String[] withoutPrefix(Set<String> codes, String prefix) {
        return codes.stream()
                .filter(code -> code.startsWith(prefix))
                .map(code -> code.substring(prefix.length()))
                .toArray(String[]::new);
    }

    private static ActivityEntry entry(ResultSet row, StatementContext context) throws SQLException {
        ActivityEntry.Source source = ActivityEntry.Source.values()[row.getInt("source")];
        String action = row.getString("action");
        boolean bulk = source == ActivityEntry.Source.BULK;
        boolean engine = source == ActivityEntry.Source.ENGINE;
        return new ActivityEntry(
                new ActivityEntry.Key(
                        row.getObject("at", OffsetDateTime.class).toInstant(), source, row.getLong("number")),
                row.getString("actor"),
                action,
                row.getObject("generation_id", UUID.class),
                row.getString("known_user"),
                CodedMessage.parse(row.getString("subject")),
                CodedMessage.parse(row.getString("reason")),
                ActivityRecord.Result.valueOf(row.getString("result")),
                engine
                        ? CodedMessage.of("repair." + action)
                        : bulk ? CodedMessage.NONE : CodedMessage.parse(row.getString("outcome")),
                JsonMapping.readLeniently(
                        Optional.ofNullable(row.getString("before")).orElse("{}")),
                JsonMapping.readLeniently(Optional.ofNullable(engine ? null : row.getString("after"))
                        .orElse("{}")),
                row.getObject("bulk_id", UUID.class),
                bulk
                        ? Optional.of(new ActivityEntry.BulkCounts(
                                row.getLong("open"),
                                row.getLong("all_done"),
                                row.getLong("all_skipped"),
                                row.getLong("all_failed"),
                                row.getLong("spent")))
                        : Optional.empty());
    }
}
