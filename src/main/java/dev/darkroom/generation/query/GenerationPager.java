package dev.darkroom.generation.query;

import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationRowMapper;
import dev.darkroom.generation.PromptSearchIndex;
import dev.darkroom.generation.diagnosis.ClusterSnapshot;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.query.GenerationPage.End;
import dev.darkroom.generation.query.GenerationPage.Line;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * Collects one page, step by step. A search reads the rows themselves first, in list order: rows not yet in the prompt index
 * are found there, and a frequent word fills the page. It then uses that index, if there is one; otherwise the scan continues.
 * Ends when the page is full, when there are no more rows, or when the time is up.
 */
public final class GenerationPager {
    static final Duration TIME = Duration.ofSeconds(2);

    /** Rows scanned before the index is used: a page of fifty is full when one row in a hundred has the words. */
    public static final int FIRST_ROWS = 5_000;

    private static final int ROWS = 20_000;
    private static final String CANCELED = "57014";
    private static final UUID MIN_ID = new UUID(0, 0);

    private final Handle handle;
    private final GenerationFilter filter;
    private final StuckThresholds limits;
    private final ClusterSnapshot cluster;
    private final Duration time;
    private final long begun = System.nanoTime();
    private final List<Line> lines = new ArrayList<>();

    /** The result of one statement: its rows, the last row it looked at, and whether there may be more after that. */
    private record Stretch(List<GenerationRow> rows, GenerationRow.@Nullable Key last, boolean more) {}

    GenerationPager(
            Handle handle, GenerationFilter filter, StuckThresholds limits, ClusterSnapshot cluster, Duration time) {
        this.handle = handle;
        this.filter = filter;
        this.limits = limits;
        this.cluster = cluster;
        this.time = time;
    }

    GenerationPage rows(boolean ascending, GenerationRow.@Nullable Key after, int limit) {
        GenerationSql.Resolved resolved = FilterNameResolver.resolve(handle, filter);
        if (resolved.isImpossible()) {
            return page(false, End.REACHED);
        }
        GenerationSql select = new GenerationSql(filter, resolved, ascending);
        return select.words().isSearch() ? search(select, after, limit) : list(select, after, limit);
    }

    private GenerationPage list(GenerationSql select, GenerationRow.@Nullable Key after, int limit) {
        try {
            boolean more = add(read(select, select.page(after), limit), limit);
            return page(more, End.REACHED);
        } catch (UnableToExecuteStatementException exception) {
            return stopped(exception, End.SEARCH_STOPPED);
        }
    }

    private GenerationPage search(GenerationSql select, GenerationRow.@Nullable Key after, int limit) {
        Optional<Instant> filled = PromptSearchIndex.filledUntil(handle);
        Instant indexed = filled.filter(_ -> select.words().isIndexed()).orElse(Instant.MIN);
        End stopped = filled.isPresent() ? End.SEARCH_STOPPED : End.SEARCH_STOPPED_WITHOUT_INDEX;
        try {
            Stretch stretch = walk(select, after, limit, indexed.equals(Instant.MIN) ? ROWS : FIRST_ROWS);
            while (!add(stretch.rows(), limit) && stretch.more()) {
                GenerationRow.Key from = Objects.requireNonNull(stretch.last());
                int wanted = limit - lines.size();
                stretch = from.createdAt().isBefore(indexed)
                        ? lookUp(select, from, wanted, indexed)
                        : walk(select, from, wanted, ROWS);
            }
            return page(stretch.more(), End.REACHED);
        } catch (UnableToExecuteStatementException exception) {
            return stopped(exception, stopped);
        }
    }

    /** Adds rows; returns true when the page is full. */
    private boolean add(List<GenerationRow> rows, int limit) {
        rows.forEach(row -> lines.add(new Line(row, GenerationDiagnosis.of(row, cluster, limits))));
        return lines.size() >= limit;
    }

    private List<GenerationRow> read(GenerationSql select, String sql, int limit) {
        limitTime();
        return select.bind(handle.createQuery(sql).bind("limit", limit))
                .map(new GenerationRowMapper())
                .list();
    }

    /** Beyond the indexed part there is only more when the oldest come first. */
    private Stretch lookUp(GenerationSql select, GenerationRow.Key after, int wanted, Instant indexed) {
        List<GenerationRow> rows = read(select, select.lookUp(after, indexed), wanted);
        return rows.size() == wanted
                ? new Stretch(rows, rows.getLast().key(), true)
                : new Stretch(rows, new GenerationRow.Key(indexed, MIN_ID), select.isAscending());
    }

    private record Found(@Nullable GenerationRow row, GenerationRow.Key last, long examined) {}

    private Stretch walk(GenerationSql select, GenerationRow.@Nullable Key after, int wanted, int chunk) {
        limitTime();
        GenerationRowMapper mapper = new GenerationRowMapper();
        List<Found> found = select.bind(handle.createQuery(select.walk(after))
                        .bind("limit", wanted)
                        .bind("chunk", chunk))
                .map((row, context) -> new Found(
                        row.getObject("id") == null ? null : mapper.map(row, context),
                        new GenerationRow.Key(
                                row.getObject("last_at", OffsetDateTime.class).toInstant(),
                                row.getObject("last_id", UUID.class)),
                        row.getLong("looked")))
                .list();
        List<GenerationRow> rows = found.stream()
                .map(Found::row)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        if (rows.size() == wanted) {
            return new Stretch(rows, rows.getLast().key(), true);
        }
        return found.isEmpty()
                ? new Stretch(rows, null, false)
                : new Stretch(rows, found.getFirst().last(), found.getFirst().examined() == chunk);
    }

    /** If no time is left it is one millisecond, so that the server ends the statement. */
    private void limitTime() {
        limitTime(handle, time.minus(Duration.ofNanos(System.nanoTime() - begun)));
    }

    static void limitTime(Handle handle, Duration left) {
        handle.execute("set local statement_timeout = " + Math.max(1, left.toMillis()));
    }

    private GenerationPage stopped(UnableToExecuteStatementException exception, End end) {
        throwUnlessCanceled(exception);
        return page(true, end);
    }

    /** A cancelled statement is one that ran out of time. */
    static void throwUnlessCanceled(UnableToExecuteStatementException exception) {
        if (!(exception.getCause() instanceof java.sql.SQLException sql && CANCELED.equals(sql.getSQLState()))) {
            throw exception;
        }
    }

    private GenerationPage page(boolean more, End end) {
        return new GenerationPage(lines, more, end, Duration.ofNanos(System.nanoTime() - begun));
    }
}
