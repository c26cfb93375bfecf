package dev.darkroom.generation.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The limits, and how many generations of each model and user are running; nothing is counted while there is no limit. */
public record QuotaUsage(List<RunQuota> limits, Map<String, Long> ofModels, Map<String, Long> ofUsers) {
    public static final QuotaUsage NO_LIMITS = new QuotaUsage(List.of(), Map.of(), Map.of());

    public QuotaUsage {
        limits = List.copyOf(limits);
        ofModels = Map.copyOf(ofModels);
        ofUsers = Map.copyOf(ofUsers);
    }

    /** A limit and its number of runs; for every other user, that of the busiest of them. */
    public record InUse(RunQuota limit, long running) {
        public boolean isReached() {
            return running >= limit.atMost();
        }
    }

    private record Count(boolean ofModel, String name, long running) {}

    public static QuotaUsage read(Handle handle) {
        List<RunQuota> limits = handle.createQuery(
                        "select scope, name, at_most from run_limit order by scope, name <> '*', name")
                .mapTo(RunQuota.class)
                .list();
        if (limits.isEmpty()) {
            return NO_LIMITS;
        }
        Map<Boolean, Map<String, Long>> counts = handle.createQuery("""
                        select model is not null as of_model, coalesce(model, user_id) as name, count(*) as running
                        from generation where status = 'PROCESSING' group by grouping sets (model, user_id)
                        """).mapTo(Count.class).stream()
                .collect(Collectors.partitioningBy(Count::ofModel, Collectors.toMap(Count::name, Count::running)));
        return new QuotaUsage(limits, counts.getOrDefault(true, Map.of()), counts.getOrDefault(false, Map.of()));
    }

    public List<InUse> inUse() {
        return limits.stream().map(limit -> new InUse(limit, running(limit))).toList();
    }

    private long running(RunQuota limit) {
        if (limit.isUserDefault()) {
            return ofUsers.entrySet().stream()
                    .filter(user -> find(RunQuota.Scope.USER, user.getKey()).isEmpty())
                    .mapToLong(Map.Entry::getValue)
                    .max()
                    .orElse(0);
        }
        return (limit.scope() == RunQuota.Scope.MODEL ? ofModels : ofUsers).getOrDefault(limit.name(), 0L);
    }

    /** Returns the reached limit that keeps a request of this user for this model waiting. */
    public Optional<InUse> reachedLimit(String user, String model) {
        Optional<InUse> ofModel = find(RunQuota.Scope.MODEL, model)
                .map(limit -> new InUse(limit, ofModels.getOrDefault(model, 0L)))
                .filter(InUse::isReached);
        return ofModel.or(() -> find(RunQuota.Scope.USER, user)
                .or(() -> find(RunQuota.Scope.USER, RunQuota.USER_DEFAULT))
                .map(limit -> new InUse(limit, ofUsers.getOrDefault(user, 0L)))
                .filter(InUse::isReached));
    }

    private Optional<RunQuota> find(RunQuota.Scope scope, String name) {
        return limits.stream()
                .filter(limit -> limit.scope() == scope && limit.name().equals(name))
                .findFirst();
    }
}
