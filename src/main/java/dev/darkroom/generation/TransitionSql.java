package dev.darkroom.generation;

import dev.darkroom.database.writer.BatchStatement;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Assembles the statement of one {@link GenerationTransition}: the change of the row, its timeline line, and related writes.
 */
final class TransitionSql {
    static final String NO_LONGER_STUCK = ", attention_cause = null, attention_since = null, attention_detail = null";

    /**
     * An owner implies PROCESSING by a table constraint. Repeating it here made the planner choose an index other than the
     * key's.
     */
    private static final String RUN = "g.owner = w.owner and g.epoch = w.epoch";

    private static final String RUN_COLUMNS = "id uuid, owner uuid, epoch bigint, lease integer";
    private static final String ACT = "g.epoch = w.epoch";
    private static final String ACT_COLUMNS = "id uuid, epoch bigint";
    private static final String TOUCHED = ", updated_at = clock_timestamp()";
    private static final String LINE_COLUMNS = ", data text, duration bigint, actor text";

    private final String fence;
    private final String fenceColumns;
    private String always;
    private final String kind;
    private @Nullable TimelineKind before;
    private String columns = "";
    private String set = "";
    private String where = "";
    private String flag = NO_LONGER_STUCK;
    private String returning = "";
    private String also = "";
    private int writes;
    private boolean refunds;

    private TransitionSql(String fence, String fenceColumns, String always, String kind) {
        this.fence = fence;
        this.fenceColumns = fenceColumns;
        this.always = always;
        this.kind = kind;
    }

    /** A run continues: its lease is renewed. */
    static TransitionSql step(TimelineKind kind) {
        return stepNamed("'" + kind + "'");
    }

    /** @param kind SQL that yields the name of a {@link TimelineKind}; empty for no line */
    static TransitionSql stepNamed(String kind) {
        return new TransitionSql(
                RUN,
                RUN_COLUMNS,
                ", updated_at = clock_timestamp(), lease_until = clock_timestamp() + make_interval(secs => w.lease)",
                kind);
    }

    /** A run ends: it gives the row back. */
    static TransitionSql end(TimelineKind kind) {
        return new TransitionSql(
                RUN,
                RUN_COLUMNS,
                ", updated_at = clock_timestamp(), owner = null, lease_until = null",
                "'" + kind + "'");
    }

    /** An operator acts: a current run loses its right to write. */
    static TransitionSql act(TimelineKind kind) {
        return new TransitionSql(ACT, ACT_COLUMNS, TOUCHED + ", epoch = g.epoch + 1", "'" + kind + "'");
    }

    /** Keeps decisions on the earlier row valid: nothing that a decision depends on has changed. */
    TransitionSql keepsEpoch() {
        always = TOUCHED;
        return this;
    }

    /** Adds a line before its own, with separate data and duration. */
    TransitionSql after(TimelineKind first) {
        before = first;
        return this;
    }

    /** Adds columns of {@code w} with their types. */
    TransitionSql columns(String typed) {
        columns = columns + ", " + typed;
        return this;
    }

    /** Sets the assignments, separated by commas. */
    TransitionSql set(String assignments) {
        set = assignments.strip();
        return this;
    }

    /** Sets the condition on the row {@code g} beyond its fence. */
    TransitionSql where(String condition) {
        where = " and " + condition.strip();
        return this;
    }

    /** Flags the generation for an operator's attention; {@code cause} is SQL. */
    TransitionSql flagged(String cause) {
        flag = ", attention_cause = " + cause
                + ", attention_since = clock_timestamp(), attention_detail = cast(w.data as jsonb)";
        return this;
    }

    /** Leaves the attention cause as it is. */
    TransitionSql keepsFlag() {
        flag = "";
        return this;
    }

    /** Refunds the charge to the user in the same statement, for the reason {@code w.reason}. */
    TransitionSql refunding() {
        refunds = true;
        columns = columns + ", reason text";
        returning = returning + ", g.user_id, g.charge, g.credits, w.reason";
        return this;
    }

    /** Adds an insert from {@code changed}, which holds these columns of {@code w} besides id and attempt. */
    TransitionSql also(String values, String insert) {
        returning = returning + ", " + values;
        return also(insert);
    }

    /** Adds a write about the generations in {@code changed}. */
    TransitionSql also(String write) {
        writes++;
        also = also + ", written_" + writes + " as (" + write.strip() + ")";
        return this;
    }

    BatchStatement statement() {
        return new BatchStatement(
                kind.isEmpty()
                        ? GenerationTransition.UPDATE + set + always + flag + from() + "returning w.n"
                        : "with changed as (" + GenerationTransition.UPDATE + set + always + flag + from()
                                + "returning w.n, g.id, g.attempt, g.stage, w.actor, w.data, w.duration, " + kind
                                + " as kind" + (before == null ? "" : ", w.data_before, w.duration_before") + returning
                                + "), noted as (insert into timeline_event"
                                + " (generation_id, attempt, actor, kind, stage, data, duration_ms) " + lines() + ")"
                                + also + " select n from changed",
                fenceColumns
                        + (kind.isEmpty() ? "" : LINE_COLUMNS)
                        + (before == null ? "" : ", data_before text, duration_before bigint")
                        + columns);
    }

    private String from() {
        return " from {rows} where g.id = w.id and " + fence + where + " ";
    }

    private String lines() {
        String data = refunds
                ? "cast(data as jsonb) || jsonb_build_object('balance',"
                        + " refund_charge(user_id, id, charge, credits, reason, actor))"
                : "cast(data as jsonb)";
        Stream<String> all = before == null
                ? Stream.of("kind, stage, " + data + ", duration")
                : Stream.of(
                        "'" + before + "', stage, cast(data_before as jsonb), duration_before",
                        "kind, stage, " + data + ", duration");
        return all.map(line -> "select id, attempt, actor, " + line + " from changed")
                .collect(Collectors.joining(" union all "));
    }

    /** Changes many rows at once, chosen by a condition on {@code g}; locked rows are left for the next time. */
    static String many(TimelineKind kind, String set, String where, String data) {
        return "with changed as (" + GenerationTransition.UPDATE + set.strip() + ", updated_at = clock_timestamp()"
                + " where g.id = any(array(select g.id from generation g where " + where.strip()
                + " limit 1000 for no key update skip locked)) returning g.id, g.attempt, g.stage)"
                + " insert into timeline_event (generation_id, kind, attempt, stage, data, actor)"
                + " select id, '" + kind + "', attempt, stage, " + data + ", :actor from changed";
    }
}
