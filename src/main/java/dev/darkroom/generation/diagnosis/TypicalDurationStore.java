package dev.darkroom.generation.diagnosis;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseReader;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.diagnosis.TypicalDurationStore.TypicalDurations;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.ElapsedTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The usual durations of each model, learned from its finished generations; for models with too few of them, those of the
 * catalog. Lookups never block: values older than a minute are read again in the background, and used from then on.
 */
public final class TypicalDurationStore implements Function<String, TypicalDurations> {
    /** With fewer, one odd job would decide. */
    static final int MIN_MEASURED = 20;

    private static final Logger LOG = LoggerFactory.getLogger(TypicalDurationStore.class);
    private static final Duration REFRESH_INTERVAL = Duration.ofMinutes(1);
    /** Per model, the newest thousand that completed on the first attempt, among the newest ten thousand of a week. */
    private static final String MEASURE = """
            select m.model,
                   count(j.queued) as queues, count(j.ran) as runs,
                   percentile_disc(0.5) within group (order by j.queued) as queue_usual,
                   percentile_disc(0.99) within group (order by j.queued) as queue_most,
                   percentile_disc(0.5) within group (order by j.ran) as run_usual,
                   percentile_disc(0.99) within group (order by j.ran) as run_most
            from unnest(cast(:models as text[])) as m(model)
            cross join lateral (
              select extract(epoch from n.fal_started_at - n.submitted_at)::float8 as queued,
                     extract(epoch from n.rendered_at - coalesce(n.fal_started_at, n.submitted_at))::float8 as ran
              from (select g.status, g.attempt, g.submitted_at, g.fal_started_at, g.rendered_at from generation g
                    where g.model = m.model and g.created_at > now() - interval '7 days'
                    order by g.created_at desc, g.id desc limit 10000) n
              where n.status = 'COMPLETED' and n.attempt = 1 and n.rendered_at > n.submitted_at
              limit 1000) j
            group by m.model
            """;

    private final DatabaseReader database;
    private final ModelCatalog models;
    private final double speed;
    private final AtomicBoolean reading = new AtomicBoolean();
    private final AtomicLong readAt = new AtomicLong(System.nanoTime() - REFRESH_INTERVAL.toNanos());
    private volatile Map<String, TypicalDurations> learned = Map.of();

    /** @param speed how many times faster than the real models; scales the catalog's times and the floor */
    public TypicalDurationStore(DatabaseReader database, ModelCatalog models, double speed) {
        this.database = database;
        this.models = models;
        this.speed = speed;
    }

    @Override
    public TypicalDurations apply(String model) {
        if (System.nanoTime() - readAt.get() >= REFRESH_INTERVAL.toNanos() && reading.compareAndSet(false, true)) {
            Thread.ofVirtual().name("usual-times").start(this::readAgain);
        }
        TypicalDurations known = learned.get(model);
        return known != null ? known : StuckThresholds.catalog(models, speed, model);
    }

    private void readAgain() {
        try {
            read();
        } catch (DatabaseException failure) {
            LOG.info(
                    "The typical durations of the models could not be read, keeping the old ones: {}",
                    failure.getMessage());
        } finally {
            readAt.set(System.nanoTime());
            reading.set(false);
        }
    }

    /** Reads the durations now; blocks. */
    void read() {
        String[] names = models.models().stream().map(CatalogModel::endpointId).toArray(String[]::new);
        learned = database.read(handle -> handle
                .createQuery(MEASURE)
                .bind("models", names)
                .map((row, _) -> Map.entry(row.getString("model"), usual(row)))
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private TypicalDurations usual(ResultSet row) throws SQLException {
        TypicalDurations catalog = StuckThresholds.catalog(models, speed, row.getString("model"));
        return new TypicalDurations(span(row, "queue", catalog.queue()), span(row, "run", catalog.run()));
    }

    private TypicalDurations.Span span(ResultSet row, String name, TypicalDurations.Span catalog) throws SQLException {
        int measured = row.getInt(name + "s");
        return measured < MIN_MEASURED
                ? catalog
                : TypicalDurations.Span.measured(
                        seconds(row, name + "_usual"),
                        seconds(row, name + "_most"),
                        measured,
                        StuckThresholds.floor(speed));
    }

    private static Duration seconds(ResultSet row, String column) throws SQLException {
        return Duration.ofMillis(Math.max(0, Math.round(row.getDouble(column) * 1000)));
    }

    /** How long jobs of one model usually wait in fal.ai's queue and run, and the limits beyond which that is too long. */
    public record TypicalDurations(Span queue, Span run) {

        /**
         * @param usual the median
         * @param p99 the 99th percentile; zero when nothing was measured
         * @param measured the number of jobs measured; 0 = from the catalog
         */
        public record Span(Duration usual, Duration p99, Duration limit, int measured) {
            private static final int CATALOG_FACTOR = 4;

            /** The catalog's duration times four: it is correct in its order of magnitude only. */
            static Span ofCatalog(Duration usual, Duration floor) {
                return new Span(usual, Duration.ZERO, longer(usual.multipliedBy(CATALOG_FACTOR), floor), 0);
            }

            /** One and a half times the 99th percentile, otherwise one job in a hundred would be a false alarm. */
            static Span measured(Duration usual, Duration p99, int measured, Duration floor) {
                return new Span(usual, p99, longer(p99.multipliedBy(3).dividedBy(2), floor), measured);
            }

            private static Duration longer(Duration a, Duration b) {
                return a.compareTo(b) < 0 ? b : a;
            }

            /** {@code usual for flux/dev is 0:08 (last 412, 99 of 100 within 0:14)}. */
            CodedMessage words(String model) {
                String name = model.substring(model.indexOf('/') + 1);
                return measured == 0
                        ? CodedMessage.of("usual", name, format(usual))
                        : CodedMessage.of("usual.measured", name, format(usual), measured, format(p99));
            }

            private static String format(Duration time) {
                return time.toMillis() < 1000 ? "under 0:01" : ElapsedTime.clock(time);
            }
        }
    }
}
