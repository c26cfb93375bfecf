package dev.darkroom.metric.export;

import dev.darkroom.database.DatabaseReader;
import dev.darkroom.metric.MetricSummary;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Serves {@code /metrics} in Prometheus' text format, to this machine only. Close it to free the port. */
public final class MetricEndpoint implements AutoCloseable {
    private final HTTPServer server;

    private MetricEndpoint(HTTPServer server) {
        this.server = server;
    }

    /**
     * @param port 0 picks a free one
     * @throws IllegalArgumentException with a sentence, when the port is not available
     */
    public static MetricEndpoint open(DatabaseReader database, int port) {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new MetricCollector(database));
        try {
            return new MetricEndpoint(HTTPServer.builder()
                    .inetAddress(InetAddress.getLoopbackAddress())
                    .port(port)
                    .registry(registry)
                    .buildAndStart());
        } catch (IOException | IllegalArgumentException failure) {
            throw new IllegalArgumentException(
                    "--metrics-port " + port + " cannot be used: " + failure.getMessage() + ".", failure);
        }
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.close();
    }

    /**
     * Reads the totals of all roll-ups, for all engines of the database together, so that every engine reports the same. The
     * current load is counted up to 10,000. Blocks.
     */
    private static final class MetricCollector implements MultiCollector {
        private static final String OUTCOMES = """
                select model, outcome, sum(count) as count from outcome_metric where grain = 'DAY' group by model, outcome
                """;
        private static final String CREDITS = """
                select model, sum(charged) as charged, sum(refunded) as refunded from credit_metric where grain = 'DAY' group by model
                """;
        /** Four buckets per doubling are more than a scrape needs. */
        private static final String LATENCIES = """
                select model, phase, (bucket + 3) / 4 as doubling, sum(count) as count, sum(sum_ms) as sum_ms
                from latency_metric where grain = 'DAY' group by model, phase, doubling order by model, phase
                """;

        private static final String LOAD = """
                select (select count(*) from (select from generation where status = 'PROCESSING' and attention_cause is null
                                              limit 10000) x) as in_flight,
                       (select count(*) from (select from generation where status = 'PENDING' and attention_cause is null
                                              limit 10000) x) as waiting,
                       (select count(*) from (select from generation where attention_cause is not null limit 10000) x) as attention
                """;
        private static final int DOUBLINGS = 22;

        private final DatabaseReader database;

        MetricCollector(DatabaseReader database) {
            this.database = database;
        }

        @Override
        public MetricSnapshots collect() {
            return database.read(handle -> {
                MetricSnapshots.Builder all = MetricSnapshots.builder();
                all.metricSnapshot(outcomes(handle));
                latencies(handle).forEach(all::metricSnapshot);
                all.metricSnapshot(credits(handle, "charged", "Credits taken for generations"));
                all.metricSnapshot(credits(handle, "refunded", "Credits given back for generations"));
                load(handle).forEach(all::metricSnapshot);
                return all.build();
            });
        }

        private static CounterSnapshot outcomes(Handle handle) {
            CounterSnapshot.Builder counter = CounterSnapshot.builder()
                    .name("darkroom_generations")
                    .help("Generations that ended, by model and outcome");
            handle.createQuery(OUTCOMES)
                    .map((row, _) -> CounterDataPointSnapshot.builder()
                            .labels(Labels.of(
                                    "model",
                                    row.getString("model"),
                                    "outcome",
                                    row.getString("outcome").toLowerCase(Locale.ROOT)))
                            .value(row.getLong("count"))
                            .build())
                    .forEach(counter::dataPoint);
            return counter.build();
        }

        private static CounterSnapshot credits(Handle handle, String column, String help) {
            CounterSnapshot.Builder counter =
                    CounterSnapshot.builder().name("darkroom_credits_" + column).help(help);
            handle.createQuery(CREDITS)
                    .map((row, _) -> CounterDataPointSnapshot.builder()
                            .labels(Labels.of("model", row.getString("model")))
                            .value(row.getLong(column))
                            .build())
                    .forEach(counter::dataPoint);
            return counter.build();
        }

        private static List<GaugeSnapshot> load(Handle handle) {
            return handle.createQuery(LOAD)
                    .map((row, _) -> List.of(
                            gauge("in_flight", "Generations that an engine works on", row.getLong("in_flight")),
                            gauge("waiting", "Generations that wait for an engine", row.getLong("waiting")),
                            gauge(
                                    "attention",
                                    "Generations that are stuck or want a person",
                                    row.getLong("attention"))))
                    .one();
        }

        private static GaugeSnapshot gauge(String name, String help, long value) {
            return GaugeSnapshot.builder()
                    .name("darkroom_generations_" + name)
                    .help(help)
                    .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                    .build();
        }

        /** The times of one model and phase. */
        private static final class PhaseTimes {
            private final long[] counts = new long[DOUBLINGS];
            private long beyond;
            private long millis;

            void add(int doubling, long count, long sum) {
                if (doubling < DOUBLINGS) {
                    counts[doubling] += count;
                } else {
                    beyond += count;
                }
                millis += sum;
            }

            HistogramDataPointSnapshot point(Labels labels) {
                ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
                for (int doubling = 0; doubling < DOUBLINGS; doubling++) {
                    buckets.bucket(Math.pow(2, doubling) / 1_000, counts[doubling]);
                }
                buckets.bucket(Double.POSITIVE_INFINITY, beyond);
                return HistogramDataPointSnapshot.builder()
                        .labels(labels)
                        .classicHistogramBuckets(buckets.build())
                        .sum(millis / 1_000.0)
                        .build();
            }
        }

        /** Returns the durations of completed runs, in total and for each phase. */
        private static List<HistogramSnapshot> latencies(Handle handle) {
            Map<Labels, PhaseTimes> wholes = new TreeMap<>();
            Map<Labels, PhaseTimes> phases = new TreeMap<>();
            handle.createQuery(LATENCIES)
                    .map((row, _) -> {
                        String phase = row.getString("phase");
                        Labels model = Labels.of("model", row.getString("model"));
                        boolean whole = phase.equals(MetricSummary.Phase.TOTAL.name());
                        Labels labels = whole ? model : model.add("phase", phase.toLowerCase(Locale.ROOT));
                        (whole ? wholes : phases)
                                .computeIfAbsent(labels, _ -> new PhaseTimes())
                                .add(row.getInt("doubling"), row.getLong("count"), row.getLong("sum_ms"));
                        return labels;
                    })
                    .list();
            return List.of(
                    histogram("generation", "How long what completed took from the order to the signed URL", wholes),
                    histogram("phase", "How long what completed waited, was at fal.ai and was stored", phases));
        }

        private static HistogramSnapshot histogram(String name, String help, Map<Labels, PhaseTimes> times) {
            HistogramSnapshot.Builder histogram = HistogramSnapshot.builder()
                    .name("darkroom_" + name + "_seconds")
                    .help(help);
            times.forEach((labels, one) -> histogram.dataPoint(one.point(labels)));
            return histogram.build();
        }
    }
}
