package dev.darkroom.chaos;

import dev.darkroom.app.EngineServices;
import dev.darkroom.generation.Generation;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** The invariants of the database, each a list of violations that is empty if it holds. */
final class DatabaseInvariants {
    private static final Set<String> FINAL = Set.of("COMPLETED", "FAILED", "CANCELLED");
    private static final Set<String> ENDS_A_RUN = Set.of(
            "COMPLETED",
            "FAILED",
            "CANCELLED",
            "MARKED_FAILED",
            "RETRY_SCHEDULED",
            "HELD",
            "HANDED_BACK",
            "TAKEN_BACK");
    /** What only the run that holds the claim may write; an end may come from a person too. */
    private static final Set<String> OF_A_RUN = Set.of(
            "SUBMITTING",
            "SUBMITTED",
            "IN_QUEUE",
            "IN_PROGRESS",
            "RENDERED",
            "STORING",
            "STORED",
            "COMPLETED",
            "RETRY_SCHEDULED",
            "HELD");

    private static final List<String> WAY_OF_A_COMPLETED =
            List.of("SUBMITTING", "SUBMITTED", "RENDERED", "STORING", "STORED");

    private final EngineServices darkroom;

    DatabaseInvariants(EngineServices darkroom) {
        this.darkroom = darkroom;
    }

    List<String> open() {
        return lines("""
                select id || ' is ' || status || coalesce(', ' || stage, '') || coalesce(', held ' || hold, '')
                       || ', attempt ' || attempt || coalesce(', ' || error, '')
                from generation where status in ('PENDING', 'PROCESSING')
                """);
    }

    List<String> balances() {
        List<String> wrong = new ArrayList<>(lines("""
                select a.user_id || ' has ' || a.balance || ' at version ' || a.version || ', its ' || count(t.id)
                       || ' lines give ' || coalesce(sum(t.amount), 0)
                from account a left join credit_transaction t using (user_id) group by a.user_id
                having a.balance <> coalesce(sum(t.amount), 0) or a.version <> count(t.id)
                       or a.version <> coalesce(max(t.version), 0)
                """));
        wrong.addAll(lines("""
                select user_id || ' version ' || version || ' says ' || balance_after || ', its lines so far give ' || so_far
                from (select t.*, sum(amount) over (partition by user_id order by version) as so_far
                      from credit_transaction t) x
                where balance_after <> so_far
                """));
        wrong.addAll(lines("select coalesce(generation_id::text, user_id) || ': ' || what from credit_mismatch"));
        return wrong;
    }

    List<String> charges() {
        return lines("""
                select g.id || ' is ' || g.status || ', charge ' || c || ' was deducted ' || paid || ' times and refunded '
                       || given_back || ' times'
                from generation g cross join generate_series(1, g.charge) as c cross join lateral (
                  select count(*) filter (where kind = 'DEDUCT' and amount = -g.credits) as paid,
                         count(*) filter (where kind = 'REFUND' and amount = g.credits) as given_back, count(*) as lines
                  from credit_transaction t where t.generation_id = g.id and t.charge = c) l
                where paid <> 1 or lines <> paid + given_back
                   or given_back <> case when c < g.charge or g.status in ('FAILED', 'CANCELLED') then 1 else 0 end
                """);
    }

    /** One generation for each key, and the one that the caller was told. */
    List<String> keys(Map<String, UUID> told) {
        List<String> wrong = new ArrayList<>(lines("""
                select string_agg(id::text, ' ') || ' all answer to the key ' || idempotency_key
                from generation group by user_id, idempotency_key having count(*) > 1
                """));
        told.forEach((key, id) -> {
            if (darkroom.generations.find(id).isEmpty()) {
                wrong.add(id + " was told for " + key + " and is not there");
            }
        });
        lines("select idempotency_key from generation").stream()
                .filter(key -> !told.containsKey(key))
                .forEach(key -> wrong.add(key + " has a generation that nobody was told of"));
        return wrong;
    }

    /** How those end that fal.ai was told to answer oddly; what a person has ended says nothing. */
    List<String> odd(Map<String, UUID> told, Map<String, SandboxFault> odd, Set<UUID> decidedByAPerson) {
        List<String> wrong = new ArrayList<>();
        odd.forEach((key, fault) -> {
            UUID id = told.get(key);
            if (id == null) {
                wrong.add(key + ", to be answered with " + fault.word() + ", was never made");
                return;
            }
            Generation generation = darkroom.generations.find(id).orElseThrow();
            String status = generation.status().name();
            Set<String> ends = Objects.requireNonNull(OddAnswer.ENDS.get(fault));
            if (!ends.contains(status) && !decidedByAPerson.contains(id)) {
                Generation.Failure failure = generation.failure();
                wrong.add("%s, answered with %s, is %s and not %s: %s"
                        .formatted(id, fault.word(), status, ends, failure == null ? "" : failure.message()));
            }
        });
        return wrong;
    }

    private record Event(
            UUID generation, String status, String kind, String actor, boolean backwards, boolean unpaid) {}

    List<String> timelines() {
        Map<UUID, List<Event>> all = new HashMap<>();
        darkroom.database
                .inTransaction(handle -> handle.createQuery("""
                                select g.id as generation, g.status, e.kind, e.actor,
                                       e.at < lag(e.at) over (partition by g.id order by e.id) as backwards,
                                       e.kind = 'CREATED' and not exists (
                                         select from credit_transaction t
                                         where t.generation_id = g.id and t.charge = 1 and t.kind = 'DEDUCT'
                                           and t.amount = -(e.data ->> 'credits')::bigint
                                           and t.balance_after = (e.data ->> 'balance')::bigint) as unpaid
                                from generation g join timeline_event e on e.generation_id = g.id order by g.id, e.id
                                """)
                        .map((row, _) -> new Event(
                                row.getObject("generation", UUID.class),
                                row.getString("status"),
                                row.getString("kind"),
                                row.getString("actor"),
                                row.getBoolean("backwards"),
                                row.getBoolean("unpaid")))
                        .list())
                .forEach(event -> all.computeIfAbsent(event.generation, _ -> new ArrayList<>())
                        .add(event));
        List<String> wrong = new ArrayList<>();
        all.forEach((id, events) -> gaps(events).forEach(gap -> wrong.add(id + " " + gap)));
        return wrong;
    }

    private static List<String> gaps(List<Event> events) {
        List<String> kinds = events.stream().map(Event::kind).toList();
        String status = events.getFirst().status;
        List<String> gaps = new ArrayList<>();
        if (!kinds.getFirst().equals("CREATED") || events.getFirst().unpaid) {
            gaps.add("does not begin with its creation and the deduction that the ledger knows");
        }
        String holder = "";
        String before = "";
        for (Event event : events) {
            String kind = event.kind;
            if (kind.equals("CLAIMED") && !holder.isEmpty()) {
                gaps.add("was claimed while it was claimed");
            }
            boolean ofARun = OF_A_RUN.contains(kind) || FINAL.contains(kind) && event.actor.startsWith("engine-");
            // The answer to a submit may reach the engine that sent it after another one has given up looking for the
            // job.
            boolean answeredLate = kind.equals("SUBMITTED") && before.equals("HELD");
            if (ofARun && !answeredLate && !event.actor.equals(holder)) {
                gaps.add(kind + " was written by " + event.actor + " while " + (holder.isEmpty() ? "nobody" : holder)
                        + " held it");
            }
            if (kind.equals("CLAIMED")) {
                holder = event.actor;
            } else if (ENDS_A_RUN.contains(kind)) {
                holder = "";
            }
            before = kind.equals("DIAGNOSED") ? before : kind;
        }
        if (!holder.isEmpty()) {
            gaps.add("has a run without an end");
        }
        List<String> ends = kinds.stream()
                .map(kind -> kind.equals("MARKED_FAILED") ? "FAILED" : kind)
                .filter(FINAL::contains)
                .toList();
        if (!ends.equals(List.of(status))) {
            gaps.add("is " + status + " and its timeline ends with " + ends);
        }
        if (status.equals("COMPLETED") && !kinds.containsAll(WAY_OF_A_COMPLETED)) {
            gaps.add("is completed without all of " + WAY_OF_A_COMPLETED);
        }
        if (events.stream().anyMatch(Event::backwards)) {
            gaps.add("goes back in time");
        }
        return gaps.isEmpty() ? gaps : List.of(String.join(", ", gaps) + ": " + kinds);
    }

    private List<String> lines(String sql) {
        return darkroom.database.inTransaction(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
