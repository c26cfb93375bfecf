package dev.darkroom.generation;

import dev.darkroom.generation.GenerationPage.End;
import dev.darkroom.generation.GenerationPage.Line;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * Collects one page: stretch by stretch, for what only a look at the words can decide is decided row by row. Stops when the page is full, when there are no more rows, or when the time is over.
 */
final class GenerationWalk {
    static final Duration TIME = Duration.ofSeconds(2);

    private static final int SEARCH_CHUNK = 20_000;
    private static final String CANCELED = "57014";

    private final Handle handle;
    private final GenerationFilter filter;
    private final Limits limits;
    private final Situation situation;
    private final long begun = System.nanoTime();
    private final List<Line> lines = new ArrayList<>();

    /** What one statement gave: its rows, the last row it looked at, and whether there may be more behind that. */
    private record Stretch(List<GenerationRow> rows, GenerationRow.@Nullable Key last, boolean more) {}

    GenerationWalk(Handle handle, GenerationFilter filter, Limits limits, Situation situation) {
        this.handle = handle;
        this.filter = filter;
        this.limits = limits;
        this.situation = situation;
    }

    GenerationPage rows(boolean ascending, GenerationRow.@Nullable Key after, int limit) {
        GenerationSelect.Resolved resolved = Names.resolve(handle, filter);
        if (resolved.isImpossible()) {
            return page(false, End.REACHED);
        }
        GenerationSelect select = new GenerationSelect(filter, resolved, ascending);
        GenerationRow.Key from = after;
        while (true) {
            Duration left = TIME.minus(Duration.ofNanos(System.nanoTime() - begun));
            if (!left.isPositive()) {
                return page(true, End.SEARCH_STOPPED);
            }
            try {
                Stretch stretch = stretch(select, from, limit, left);
                boolean leftOver = take(stretch.rows(), limit);
                if (lines.size() >= limit || !stretch.more()) {
                    return page(leftOver || stretch.more(), End.REACHED);
                }
                from = stretch.last();
            } catch (UnableToExecuteStatementException exception) {
                if (isTimeOver(exception)) {
                    return page(true, End.SEARCH_STOPPED);
                }
                throw exception;
            }
        }
    }

    /** True when there were more than were wanted. */
    private boolean take(List<GenerationRow> rows, int limit) {
        for (GenerationRow row : rows) {
            if (lines.size() == limit) {
                return true;
            }
            lines.add(new Line(row, Diagnosis.of(row, situation, limits)));
        }
        return false;
    }

    private Stretch stretch(GenerationSelect select, GenerationRow.@Nullable Key after, int limit, Duration left) {
        handle.execute("set local statement_timeout = " + Math.max(1, left.toMillis()));
        int wanted = limit - lines.size();
        return select.isSearch() ? search(select, after, wanted) : read(select, after, wanted);
    }

    private Stretch read(GenerationSelect select, GenerationRow.@Nullable Key after, int wanted) {
        List<GenerationRow> rows = select.bind(
                        handle.createQuery(select.page(after)).bind("limit", wanted))
                .map(new GenerationRowMapper())
                .list();
        return new Stretch(rows, rows.isEmpty() ? null : rows.getLast().key(), rows.size() == wanted);
    }

    private record Found(@Nullable GenerationRow row, GenerationRow.Key last, long looked) {}

    private Stretch search(GenerationSelect select, GenerationRow.@Nullable Key after, int wanted) {
        GenerationRowMapper mapper = new GenerationRowMapper();
        List<Found> found = select.bind(handle.createQuery(select.search(after))
                        .bind("limit", wanted)
                        .bind("chunk", SEARCH_CHUNK))
                .map((row, context) -> new Found(
                        row.getObject("id") == null ? null : mapper.map(row, context),
                        new GenerationRow.Key(
                                row.getObject("last_at", OffsetDateTime.class).toInstant(),
                                row.getObject("last_id", UUID.class)),
                        row.getLong("looked")))
                .list();
        List<GenerationRow> rows = new ArrayList<>();
        found.forEach(line -> {
            if (line.row() != null) {
                rows.add(line.row());
            }
        });
        if (rows.size() == wanted) {
            return new Stretch(rows, rows.getLast().key(), true);
        }
        boolean more = !found.isEmpty() && found.getFirst().looked() == SEARCH_CHUNK;
        return new Stretch(rows, found.isEmpty() ? null : found.getFirst().last(), more);
    }

    private static boolean isTimeOver(UnableToExecuteStatementException exception) {
        return exception.getCause() instanceof java.sql.SQLException sql && CANCELED.equals(sql.getSQLState());
    }

    private GenerationPage page(boolean more, End end) {
        return new GenerationPage(lines, more, end, Duration.ofNanos(System.nanoTime() - begun));
    }
}
