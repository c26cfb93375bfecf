package dev.darkroom.doctor;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The statements that find mismatches within the database. Each reads one range of one table, bounded by its key, and looks up
 * the other side by an index; {@code one} and {@code other} are coded messages as JSON.
 */
final class DoctorCheckSql {
    private static final String REFUND_OF_CHARGE = """
            exists (select from credit_transaction r
                    where r.generation_id = %1$s and r.charge = %2$s and r.kind = 'REFUND')
            """;
    /** Excludes a line reversed by an earlier repair, see {@link DoctorRepairs}. */
    private static final String NOT_TAKEN_BACK = """
            not exists (select from credit_transaction b
                        where b.user_id = t.user_id and b.idempotency_key = '%s' || t.id)
            """.formatted(DoctorRepairs.TAKEN_BACK);

    private static final String FILES = """
            (select jsonb_build_array('doctor.files', count(*), coalesce(sum(f.bytes), 0)) from stored_file f
             where f.generation_id = g.id and f.state = 'STORED')
            """;
    private static final String STATUS = "jsonb_build_array('status.' || g.status)";
    private static final String YES_NO =
            "jsonb_build_array(case when g.refunded then 'doctor.yes' else 'doctor.no' end)";

    private static final Map<DoctorCheck, String> STATEMENTS = new EnumMap<>(DoctorCheck.class);

    static {
        STATEMENTS.put(DoctorCheck.FAILED_WITHOUT_REFUND, """
                select g.id::text as key, g.id as generation, g.user_id, g.finished_at as at, g.credits as value,
                       jsonb_build_array('doctor.row.ended', %1$s, %2$s, %3$s) as one,
                       case when not returned then coalesce(
                              (select jsonb_build_array('doctor.ledger.unreturned', -d.amount, %4$s)
                               from credit_transaction d
                               where d.generation_id = g.id and d.charge = g.charge and d.kind = 'DEDUCT'),
                              jsonb_build_array('doctor.ledger.free'))
                            else jsonb_build_array('doctor.ledger.returned') end as other
                from (select g.*, %5$s as returned from generation g
                      where %%s and g.status in ('FAILED', 'CANCELLED')) g
                where not g.refunded
                   or g.credits > 0 and not returned
                      and exists (select from credit_transaction d
                                  where d.generation_id = g.id and d.charge = g.charge and d.kind = 'DEDUCT')
                order by g.created_at, g.id
                """.formatted(
                        STATUS,
                        time("g.finished_at"),
                        YES_NO,
                        time("d.created_at"),
                        REFUND_OF_CHARGE.formatted("g.id", "g.charge")));
        STATEMENTS.put(DoctorCheck.WORK_WITHOUT_DEDUCTION, """
                select g.id::text as key, g.id as generation, g.user_id, g.created_at as at, g.credits as value,
                       jsonb_build_array('doctor.row.costs', %1$s, g.credits, g.charge) as one,
                       case when d.id is null then jsonb_build_array('doctor.ledger.no.deduction', g.charge)
                            else jsonb_build_array('doctor.ledger.other.amount', -d.amount) end as other
                from generation g
                left join credit_transaction d on d.generation_id = g.id and d.charge = g.charge and d.kind = 'DEDUCT'
                where %%s and g.credits > 0 and (d.id is null or d.amount <> -g.credits)
                order by g.created_at, g.id
                """.formatted(STATUS));
        STATEMENTS.put(DoctorCheck.STUCK, """
                select g.id::text as key, g.id as generation, g.user_id, g.attention_since as at, g.credits as value,
                       jsonb_build_array('doctor.row.stands', %1$s,
                         jsonb_build_array('stage.' || coalesce(g.stage, 'none')), g.attempt) as one,
                       coalesce(g.attention_detail -> 'message', to_jsonb(g.attention_cause)) as other
                from generation g
                where %%s and g.attention_cause is not null and g.attention_cause not in ('NO_MEDIA_URL', 'NOT_REFUNDED')
                order by g.created_at, g.id
                """.formatted(STATUS));
        STATEMENTS.put(DoctorCheck.COMPLETED_WITHOUT_URL, """
                select g.id::text as key, g.id as generation, g.user_id, g.finished_at as at, 1 as value,
                       jsonb_build_array('doctor.row.no.url', %1$s,
                         case when g.media_path is null then jsonb_build_array('doctor.none') else to_jsonb(g.media_path) end) as one,
                       %2$s as other
                from generation g
                where %%s and g.status = 'COMPLETED' and (g.media_url is null or g.media_path is null)
                order by g.created_at, g.id
                """.formatted(time("g.finished_at"), FILES));
        STATEMENTS.put(DoctorCheck.EXPIRED_URL, """
                select g.id::text as key, g.id as generation, g.user_id, g.media_url_expires_at as at, 1 as value,
                       jsonb_build_array('doctor.row.expired', %1$s) as one, %2$s as other
                from generation g
                where %%s and g.status = 'COMPLETED' and g.media_url is not null and g.media_path is not null
                  and g.media_url_expires_at <= now()
                order by g.created_at, g.id
                """.formatted(time("g.media_url_expires_at"), FILES));
        STATEMENTS.put(DoctorCheck.DEDUCTION_WITHOUT_GENERATION, """
                select t.id::text as key, t.generation_id as generation, t.user_id, t.created_at as at, -t.amount as value,
                       jsonb_build_array('doctor.ledger.deduction', -t.amount, %1$s, t.charge) as one,
                       jsonb_build_array('doctor.row.none', t.generation_id) as other
                from credit_transaction t
                where %%s and t.kind = 'DEDUCT' and not exists (select from generation g where g.id = t.generation_id)
                  and not %2$s
                order by t.id
                """.formatted(
                        time("t.created_at"), REFUND_OF_CHARGE.formatted("t.generation_id", "t.charge")));
        STATEMENTS.put(DoctorCheck.CHARGED_TWICE, """
                select t.id::text as key, t.generation_id as generation, t.user_id, t.created_at as at, -t.amount as value,
                       jsonb_build_array('doctor.ledger.deduction', -t.amount, %1$s, t.charge) as one,
                       jsonb_build_array('doctor.row.charge', jsonb_build_array('status.' || g.status), g.charge) as other
                from credit_transaction t join generation g on g.id = t.generation_id
                where %%s and t.kind = 'DEDUCT' and not %2$s and exists (
                  select from credit_transaction e
                  where e.generation_id = t.generation_id and e.charge > t.charge and e.kind = 'DEDUCT' and not %3$s)
                order by t.id
                """.formatted(
                        time("t.created_at"),
                        REFUND_OF_CHARGE.formatted("t.generation_id", "t.charge"),
                        REFUND_OF_CHARGE.formatted("e.generation_id", "e.charge")));
        STATEMENTS.put(DoctorCheck.REFUNDED_TWICE, """
                select t.id::text as key, t.generation_id as generation, t.user_id, t.created_at as at,
                       t.amount - case when again then 0 else coalesce(-d.amount, 0) end as value,
                       jsonb_build_array('doctor.ledger.refund', t.amount, %1$s, t.charge) as one,
                       case when again then jsonb_build_array('doctor.ledger.reversed.before', -d.amount)
                            when d.id is null then jsonb_build_array('doctor.ledger.no.deduction', t.charge)
                            else jsonb_build_array('doctor.ledger.less', -d.amount) end as other
                from (select t.*, exists (select from credit_transaction b where b.reverses = t.reverses and b.id < t.id) as again
                      from credit_transaction t where %%s and t.kind = 'REFUND') t
                left join credit_transaction d
                  on d.generation_id = t.generation_id and d.charge = t.charge and d.kind = 'DEDUCT'
                where (d.id is null or -d.amount < t.amount or again) and %2$s
                order by t.id
                """.formatted(time("t.created_at"), NOT_TAKEN_BACK));
        STATEMENTS.put(DoctorCheck.REFUNDED_AND_COMPLETED, """
                select t.id::text as key, t.generation_id as generation, t.user_id, t.created_at as at, t.amount as value,
                       jsonb_build_array('doctor.ledger.refund', t.amount, %1$s, t.charge) as one,
                       jsonb_build_array('doctor.row.completed', %2$s, g.charge) as other
                from credit_transaction t join generation g on g.id = t.generation_id
                where %%s and t.kind = 'REFUND' and g.status = 'COMPLETED' and g.charge = t.charge and %3$s
                order by t.id
                """.formatted(
                        time("t.created_at"), time("g.finished_at"), NOT_TAKEN_BACK));
        STATEMENTS.put(DoctorCheck.BALANCE_DRIFT, """
                select a.user_id as key, null::uuid as generation, a.user_id, a.updated_at as at, abs(a.balance - l.sum) as value,
                       jsonb_build_array('doctor.account.balance', a.balance, a.version) as one,
                       jsonb_build_array('doctor.ledger.sum', l.sum, l.lines) as other
                from account a cross join lateral (
                  select coalesce(sum(t.amount), 0)::bigint as sum, count(*) as lines
                  from credit_transaction t where t.user_id = a.user_id) l
                where %s and (a.balance <> l.sum or a.version <> l.lines)
                order by a.user_id
                """);
    }

    /** A table scanned by its key, in ranges that take the server well below a second. */
    enum Walk {
        GENERATIONS(
                DoctorCheck.Area.GENERATIONS,
                "generation",
                "created_at, id",
                "(created_at, id) > (cast(:after1 as timestamptz), cast(:after2 as uuid))",
                "(g.created_at, g.id) > (cast(:after1 as timestamptz), cast(:after2 as uuid))"
                        + " and (g.created_at, g.id) <= (cast(:last1 as timestamptz), cast(:last2 as uuid))",
                "g.id = cast(:key as uuid)",
                List.of("-infinity", "00000000-0000-0000-0000-000000000000"),
                5_000),
        LEDGER(
                DoctorCheck.Area.LEDGER,
                "credit_transaction",
                "id, 0",
                "id > cast(:after1 as bigint) and :after2 = '0'",
                "t.id > cast(:after1 as bigint) and t.id <= cast(:last1 as bigint) and :after2 = :last2",
                "t.id = cast(:key as bigint)",
                List.of("0", "0"),
                10_000),
        ACCOUNTS(
                DoctorCheck.Area.ACCOUNTS,
                "account",
                "user_id, 0",
                "user_id > :after1 and :after2 = '0'",
                "a.user_id > :after1 and a.user_id <= :last1 and :after2 = :last2",
                "a.user_id = :key",
                List.of("", "0"),
                200);

        private final DoctorCheck.Area area;
        private final String table;
        private final String key;
        private final String afterCondition;
        private final String range;
        private final String one;
        private final List<String> start;
        private final int page;

        Walk(
                DoctorCheck.Area area,
                String table,
                String key,
                String afterCondition,
                String range,
                String one,
                List<String> start,
                int page) {
            this.area = area;
            this.table = table;
            this.key = key;
            this.afterCondition = afterCondition;
            this.range = range;
            this.one = one;
            this.start = start;
            this.page = page;
        }

        DoctorCheck.Area area() {
            return area;
        }

        String table() {
            return table;
        }

        /** Returns both parts of a key that precedes all others. */
        List<String> start() {
            return start;
        }

        /** Returns the number of rows in a range. */
        int page() {
            return page;
        }

        /** Selects the last key of the range after {@code :after1, :after2}, and the number of its rows. */
        String bounds() {
            return """
                    select k1::text as last1, k2::text as last2, n from (
                      select k1, k2, row_number() over (order by k1, k2) as n from (
                        select * from (select %1$s from %2$s where %3$s order by %4$s limit :page) p(k1, k2)) p) p
                    order by n desc limit 1
                    """.formatted(key, table, afterCondition, key.replace(", 0", ""));
        }

        /** Selects the findings of a kind in the range. */
        String find(DoctorCheck check) {
            return statement(check, range);
        }

        /** Selects the finding of one row alone, by its {@code :key}. */
        String findOne(DoctorCheck check) {
            return statement(check, one);
        }

        private static String statement(DoctorCheck check, String condition) {
            return Objects.requireNonNull(STATEMENTS.get(check)).formatted(condition);
        }
    }

    private DoctorCheckSql() {}

    /** Returns SQL for a time in the format shared by both languages of the window and by commands. */
    private static String time(String column) {
        return "to_char(" + column + " at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC'";
    }
}
