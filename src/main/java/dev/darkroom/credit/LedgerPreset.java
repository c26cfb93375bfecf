package dev.darkroom.credit;

/**
 * The fixed views of the ledger. Constraints keep some of them empty; they are queried nevertheless. Indexes alone find the few
 * lines of a view, and only these are read: as arrays, because otherwise the planner would search for them line by line along
 * the list.
 */
public enum LedgerPreset {
    LEDGER(""),

    /** The charge of a generation that failed or was cancelled and was not refunded. */
    FAILED_WITHOUT_REFUND("""
            t.id = any (array(
              select d.id from generation g
              cross join lateral (
                select id from credit_transaction d
                where d.generation_id = g.id and d.charge = g.charge and d.kind = 'DEDUCT' limit 1) d
              where g.status in ('FAILED', 'CANCELLED')
                and not exists (select from credit_transaction r
                                where r.generation_id = g.id and r.charge = g.charge and r.kind = 'REFUND')))
            """),

    /** A refund of the very charge that paid for a completed generation. */
    REFUNDED_AND_COMPLETED("""
            t.id = any (array(
              select r.id from credit_transaction r
              where r.kind = 'REFUND'
                and not exists (select from generation b
                                where b.id = r.generation_id and b.charge = r.charge and b.status in ('FAILED', 'CANCELLED'))
                and exists (select from generation g
                            where g.id = r.generation_id and g.charge = r.charge and g.status = 'COMPLETED')))
            """),

    /** Deductions of a generation that has more than one without a refund. */
    CHARGED_TWICE("""
            t.kind = 'DEDUCT'
            and not exists (select from credit_transaction r
                            where r.generation_id = t.generation_id and r.charge = t.charge and r.kind = 'REFUND')
            and t.generation_id = any (array(
              select d.generation_id from credit_transaction d
              where d.charge > 1 and d.kind = 'DEDUCT'
                and not exists (select from credit_transaction r
                                where r.generation_id = d.generation_id and r.charge = d.charge and r.kind = 'REFUND')
                and exists (select from credit_transaction e
                            where e.generation_id = d.generation_id and e.charge < d.charge and e.kind = 'DEDUCT'
                              and not exists (select from credit_transaction r
                                              where r.generation_id = e.generation_id and r.charge = e.charge
                                                and r.kind = 'REFUND'))))
            """),

    CHARGED_WITHOUT_GENERATION("""
            t.kind = 'DEDUCT' and t.generation_id = any (array(
              select d.generation_id from credit_transaction d
              where d.kind = 'DEDUCT' and not exists (select from generation g where g.id = d.generation_id)))
            """),

    /** Credits moved by a person or a program, not by a generation: grants and adjustments. */
    BY_HAND("t.kind in ('GRANT', 'ADJUST')"),

    /**
     * For accounts whose balance differs from the sum of their lines: the lines that do not follow from the previous one, and
     * the last one if the account itself differs from it. Sums up the whole ledger, once, from an index: the array is evaluated
     * before all else.
     */
    DRIFT("""
            t.user_id = any (array(
              select a.user_id from account a
              cross join lateral (select coalesce(sum(d.amount), 0) as computed, count(*) as lines
                                  from credit_transaction d where d.user_id = a.user_id) l
              where a.balance <> l.computed or a.version <> l.lines))
            and (t.balance_after <> t.amount + coalesce(
                   (select p.balance_after from credit_transaction p
                    where p.user_id = t.user_id and p.version = t.version - 1), 0)
                 or t.version > 1 and not exists (
                   select from credit_transaction p where p.user_id = t.user_id and p.version = t.version - 1)
                 or exists (
                   select from account a
                   where a.user_id = t.user_id and (a.balance <> t.balance_after or a.version <> t.version)
                     and not exists (
                       select from credit_transaction n where n.user_id = t.user_id and n.version > t.version)))
            """);

    private final String condition;

    LedgerPreset(String condition) {
        this.condition = condition;
    }

    /** Whether it can contain only few lines, unless something is badly wrong. */
    boolean isSelective() {
        return this != LEDGER && this != BY_HAND;
    }

    /** Returns the condition on a line {@code t} of the ledger, empty for all lines. */
    String condition() {
        return condition;
    }
}
