package dev.darkroom.metric;

import dev.darkroom.database.DatabaseReader;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.metric.MetricSummary.LatencyHistogram;
import dev.darkroom.metric.MetricSummary.ModelFigures;
import dev.darkroom.metric.MetricSummary.Phase;
import dev.darkroom.metric.MetricSummary.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads the roll-ups, whose size depends on the range and not on the history. Every call blocks. */
public final class MetricQueries {
    private static final String OUTCOMES = """
            select at, model, outcome, count, credits, billed_credits from outcome_metric
            where grain = :grain and at >= :from and at < :to
            """;
    /** Summed up by the database, for each step and for each model: a week of hours may be 100,000 rows. */
    private static final String LATENCIES = """
            select at, model, phase, bucket, sum(count) as count
            from (select date_bin(make_interval(secs => :seconds), at, :from) as at, model, phase, bucket, count
                  from latency_metric where grain = :grain and at >= :from and at < :to) m
            group by grouping sets ((at, phase, bucket), (model, phase, bucket))
            """;

    private static final String CREDITS = """
            select at, charged, refunded from credit_metric where grain = :grain and at >= :from and at < :to
            """;
    private static final String ERRORS = """
            select m.at, m.count, g.fingerprint, g.model, g.code, g.message, g.first_seen, g.last_seen, g.known_by, g.known_at
            from error_metric m join error_group g using (fingerprint, model)
            where m.grain = :grain and m.at >= :from and m.at < :to
            """;
    private static final String SUMMED_UNTIL = "select summed_at from metric_progress where final_until is not null";

    private final DatabaseReader database;

    public MetricQueries(DatabaseReader database) {
        this.database = database;
    }

    public MetricSummary summary(MetricRange range) {
        return database.read(handle -> read(handle, range));
    }

    private static MetricSummary read(Handle handle, MetricRange range) {
        MetricRange.Grain grain = grain(handle, range);
        StepSums[] steps = new StepSums[range.steps()];
        Arrays.setAll(steps, _ -> new StepSums());
        Map<String, ModelSums> models = new HashMap<>();
        each(handle, OUTCOMES, range, grain, row -> {
            StepSums step = steps[range.index(time(row, "at"))];
            ModelSums model = models.computeIfAbsent(row.getString("model"), _ -> new ModelSums());
            boolean completed = "COMPLETED".equals(row.getString("outcome"));
            step.outcomes.merge(row.getString("outcome"), row.getLong("count"), Long::sum);
            model.outcomes.merge(row.getString("outcome"), row.getLong("count"), Long::sum);
            model.credits += completed ? row.getLong("credits") : 0;
            model.billed += row.getLong("billed_credits");
            model.lost += completed ? 0 : row.getLong("billed_credits");
        });
        each(handle, LATENCIES, range, grain, row -> {
            Phase phase = Phase.valueOf(row.getString("phase"));
            LatencyHistogram one = new LatencyHistogram(Map.of(row.getInt("bucket"), row.getLong("count")));
            String model = row.getString("model");
            Map<Phase, LatencyHistogram> latencies = model == null
                    ? steps[range.index(time(row, "at"))].latencies
                    : models.computeIfAbsent(model, _ -> new ModelSums()).latencies;
            latencies.merge(phase, one, LatencyHistogram::plus);
        });
        each(handle, CREDITS, range, grain, row -> {
            StepSums step = steps[range.index(time(row, "at"))];
            step.charged += row.getLong("charged");
            step.refunded += row.getLong("refunded");
        });
        List<Step> all = new ArrayList<>();
        for (int i = 0; i < steps.length; i++) {
            all.add(steps[i].at(range.at(i)));
        }
        return new MetricSummary(
                range,
                List.copyOf(all),
                models.entrySet().stream()
                        .map(model -> model.getValue().named(model.getKey()))
                        .sorted(Comparator.comparingLong(ModelFigures::ended)
                                .reversed()
                                .thenComparing(ModelFigures::model))
                        .toList(),
                handle.createQuery(SUMMED_UNTIL)
                        .mapTo(OffsetDateTime.class)
                        .findOne()
                        .map(OffsetDateTime::toInstant));
    }

    /** Returns the causes of failure in a range, the most frequent first. */
    public List<ErrorGroup> errors(MetricRange range) {
        Map<String, ErrorGroup> groups = new LinkedHashMap<>();
        Map<String, Long[]> trends = new HashMap<>();
        database.read(handle -> {
            each(handle, ERRORS, range, grain(handle, range), row -> {
                String key = row.getString("fingerprint") + " " + row.getString("model");
                Long[] trend = trends.computeIfAbsent(key, _ -> {
                    Long[] none = new Long[range.steps()];
                    Arrays.fill(none, 0L);
                    return none;
                });
                trend[range.index(time(row, "at"))] += row.getLong("count");
                groups.putIfAbsent(key, group(row));
            });
            return groups;
        });
        return groups.entrySet().stream()
                .map(group -> counted(group.getValue(), List.of(trends.get(group.getKey()))))
                .sorted(Comparator.comparingLong(ErrorGroup::count).reversed().thenComparing(ErrorGroup::fingerprint))
                .toList();
    }

    private static ErrorGroup group(ResultSet row) throws SQLException {
        return new ErrorGroup(
                row.getString("fingerprint"),
                row.getString("model"),
                row.getString("code"),
                CodedMessage.parse(row.getString("message")),
                0,
                time(row, "first_seen"),
                time(row, "last_seen"),
                List.of(),
                row.getString("known_by") == null
                        ? Optional.empty()
                        : Optional.of(new ErrorGroup.Known(row.getString("known_by"), time(row, "known_at"))));
    }

    private static ErrorGroup counted(ErrorGroup group, List<Long> trend) {
        return new ErrorGroup(
                group.fingerprint(),
                group.model(),
                group.code(),
                group.message(),
                trend.stream().mapToLong(Long::longValue).sum(),
                group.firstSeen(),
                group.lastSeen(),
                trend,
                group.known());
    }

    /** Returns the recent minutes with a recorded load, in order. */
    public List<MetricSummary.LoadStep> load(Duration back) {
        return database.read(handle -> handle.createQuery("""
                        select at, in_flight, waiting, attention from load_metric
                        where at > clock_timestamp() - make_interval(secs => :back) order by at
                        """)
                .bind("back", back.toSeconds())
                .mapTo(MetricSummary.LoadStep.class)
                .list());
    }

    /** Handles one row. */
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** Uses the database's clock, as the figures do. */
    private static MetricRange.Grain grain(Handle handle, MetricRange range) {
        return range.grain(handle.createQuery("select clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant());
    }

    private static void each(Handle handle, String sql, MetricRange range, MetricRange.Grain grain, RowReader reader) {
        Query query = handle.createQuery(sql)
                .bind("grain", grain.name())
                .bind("from", range.from().atOffset(ZoneOffset.UTC))
                .bind("seconds", range.step().toSeconds())
                .bind("to", range.to().atOffset(ZoneOffset.UTC));
        query.map((row, _) -> {
                    reader.read(row);
                    return true;
                })
                .list();
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** The sums kept both per step and per model. */
    private abstract static class EndedSums {
        final Map<String, Long> outcomes = new HashMap<>();
        final Map<Phase, LatencyHistogram> latencies = new EnumMap<>(Phase.class);

        long ended(String outcome) {
            return outcomes.getOrDefault(outcome, 0L);
        }
    }

    private static final class StepSums extends EndedSums {
        private long charged;
        private long refunded;

        Step at(Instant at) {
            return new Step(
                    at,
                    ended("COMPLETED"),
                    ended("FAILED"),
                    ended("CANCELLED"),
                    Map.copyOf(latencies),
                    charged,
                    refunded);
        }
    }

    private static final class ModelSums extends EndedSums {
        private long credits;
        private long billed;
        private long lost;

        ModelFigures named(String model) {
            return new ModelFigures(
                    model,
                    ended("COMPLETED"),
                    ended("FAILED"),
                    ended("CANCELLED"),
                    Map.copyOf(latencies),
                    credits,
                    billed,
                    lost);
        }
    }
}
