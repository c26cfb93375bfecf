package dev.darkroom.credit;

import static dev.darkroom.system.RecordCopy.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.TestDatabase;
import dev.darkroom.database.UuidRange;
import dev.darkroom.event.EventBus;
import dev.darkroom.message.CodedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CreditQueriesTest {
    private static final int USERS = 60;
    private static final int EACH = 600;
    private static final int LINES = USERS * (1 + EACH + EACH / 10);
    private static final LedgerFilter ALL = LedgerFilter.ALL;

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private final CreditQueries queries = new CreditQueries(DATABASE.get());

    @BeforeAll
    static void seed() {
        LedgerSeed.fill(DATABASE.get(), USERS, EACH);
    }

    @Test
    void pages_of_the_ledger_hold_every_line_once_newest_first() {
        List<Long> ids = new ArrayList<>();
        List<LedgerLine> page = queries.ledger(ALL, null, 1000);
        while (!page.isEmpty()) {
            page.stream()
                    .filter(line -> line.line().userId().startsWith("user-"))
                    .forEach(line -> ids.add(line.id()));
            page = queries.ledger(ALL, page.getLast().id(), 1000);
        }

        assertThat(ids)
                .hasSize(LINES)
                .isSortedAccordingTo(Comparator.reverseOrder())
                .doesNotHaveDuplicates();
    }

    @Test
    void the_ledger_of_one_user_explains_its_balance() {
        List<LedgerLine> lines = queries.ledger(with(LedgerFilter.ALL, "user", Optional.of("user-007")), null, 1000);

        assertThat(lines)
                .hasSize(1 + EACH + EACH / 10)
                .allMatch(line -> line.line().userId().equals("user-007"));
        assertThat(lines.getFirst().line().balanceAfter())
                .isEqualTo(
                        lines.stream().mapToLong(line -> line.line().amount()).sum());
    }

    @Test
    void a_refund_and_its_deduction_name_each_other() {
        List<LedgerLine> lines = queries.ledger(with(LedgerFilter.ALL, "user", Optional.of("user-007")), null, 2);

        LedgerLine refund = lines.get(0);
        LedgerLine deduction = lines.get(1);
        assertThat(refund.line().kind()).isEqualTo(CreditTransaction.Kind.REFUND);
        assertThat(refund.reverses())
                .contains(new LedgerLine.Link(deduction.id(), deduction.line().createdAt()));
        assertThat(deduction.reversedBy())
                .contains(new LedgerLine.Link(refund.id(), refund.line().createdAt()));
    }

    @Test
    void each_part_of_a_filter_narrows_the_ledger() {
        String generation =
                String.valueOf(queries.ledger(with(LedgerFilter.ALL, "user", Optional.of("user-003")), null, 1)
                        .getFirst()
                        .line()
                        .generation());
        Instant recent = Instant.now().minus(Duration.ofMinutes(100));

        assertThat(count(kinds(CreditTransaction.Kind.REFUND, CreditTransaction.Kind.GRANT)))
                .isBetween(USERS * (EACH / 10 + 1L), USERS * (EACH / 10 + 1L) + 3);
        assertThat(count(amounts(1_000_000, Long.MAX_VALUE))).isEqualTo(USERS);
        assertThat(count(amounts(10, 10))).isEqualTo(LINES - USERS);
        assertThat(count(generation(generation))).isEqualTo(2);
        assertThat(count(generation(generation.substring(0, 8)))).isEqualTo(2);
        assertThat(count(words("BILL", null))).isEqualTo(USERS);
        assertThat(count(words(null, "refused"))).isEqualTo(USERS * EACH / 10);
        assertThat(count(words(null, "100%"))).isZero();
        assertThat(count(since(recent))).isBetween(USERS * 100L, USERS * 112L);
    }

    @Test
    void counting_stops_at_its_bound() {
        assertThat(queries.count(ALL, 500)).isEqualTo(500);
    }

    @Test
    void pages_of_accounts_hold_every_account_once_and_search_is_literal() {
        List<String> users = new ArrayList<>();
        List<CreditAccountLine> page = queries.accounts("", AccountOrder.BY_USER, null, 7);
        while (!page.isEmpty()) {
            page.forEach(account -> users.add(account.userId()));
            page = queries.accounts("", AccountOrder.BY_USER, page.getLast(), 7);
        }

        assertThat(users)
                .filteredOn(user -> user.startsWith("user-"))
                .hasSize(USERS)
                .doesNotHaveDuplicates();
        assertThat(queries.accounts("R-00", AccountOrder.BY_USER, null, 100)).hasSize(9);
        assertThat(queries.accounts("user_0", AccountOrder.BY_USER, null, 100)).isEmpty();
    }

    @Test
    void accounts_come_in_any_order_over_all_pages() {
        new CreditLedger(DATABASE.get(), new EventBus()).grant("sorter", 100, "welcome", "test");
        open("sorter", 70);
        for (AccountOrder.Key key : AccountOrder.Key.values()) {
            List<CreditAccountLine> upwards = all(new AccountOrder(key, true));
            List<CreditAccountLine> downwards = all(new AccountOrder(key, false));
            assertThat(upwards).hasSizeGreaterThan(USERS).isEqualTo(downwards.reversed());
            switch (key) {
                case USER -> {}
                case BALANCE ->
                    assertThat(upwards).isSortedAccordingTo(Comparator.comparing(CreditAccountLine::balance));
                case HELD -> assertThat(upwards).isSortedAccordingTo(Comparator.comparing(CreditAccountLine::held));
                case SPENT -> assertThat(upwards).isSortedAccordingTo(Comparator.comparing(CreditAccountLine::spent));
            }
        }
    }

    @Test
    void what_an_account_spent_since_a_moment_is_the_same_in_every_order() {
        CreditLedger ledger = new CreditLedger(DATABASE.get(), new EventBus());
        ledger.grant("spender", 100, "welcome", "test");
        DATABASE.get()
                .useTransaction(handle -> handle.createQuery(
                                "select deduct_charge('spender', gen_random_uuid(), 1, 30, 'a run', 'test')")
                        .mapTo(Long.class)
                        .findOne());
        for (AccountOrder.Key key : AccountOrder.Key.values()) {
            AccountOrder order = new AccountOrder(key, false);
            assertThat(queries.accounts("spender", order, Instant.now().minusSeconds(3600), null, 9))
                    .extracting(CreditAccountLine::spent)
                    .containsExactly(30L);
            assertThat(queries.accounts("spender", order, Instant.now().plusSeconds(3600), null, 9))
                    .extracting(CreditAccountLine::spent)
                    .containsExactly(0L);
        }
    }

    private List<CreditAccountLine> all(AccountOrder order) {
        List<CreditAccountLine> all = new ArrayList<>();
        List<CreditAccountLine> page = queries.accounts("", order, null, 7);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = queries.accounts("", order, page.getLast(), 7);
        }
        return all;
    }

    @Test
    void the_ledger_is_read_from_either_end() {
        LedgerFilter one = with(LedgerFilter.ALL, "user", Optional.of("user-007"));
        List<LedgerLine> oldest = queries.ledger(one, true, null, 3);

        assertThat(oldest).isEqualTo(queries.ledger(one, null, 1000).reversed().subList(0, 3));
        assertThat(queries.ledger(one, true, oldest.getFirst().id(), 2)).isEqualTo(oldest.subList(1, 3));
    }

    @Test
    void a_reason_is_found_as_it_is_kept_and_as_it_is_shown() {
        CreditLedger ledger = new CreditLedger(DATABASE.get(), new EventBus());
        ledger.adjust("reader", 100, "a gift for waiting", "test", null);
        CodedMessage coded = CodedMessage.of("ledger.cancelled", "a duplicate");
        ledger.adjust("reader", 100, coded.json().toString(), "test", null);

        assertThat(reasons("gift")).containsExactly("a gift for waiting");
        assertThat(reasons("DUPLICATE")).hasSize(1);
        assertThat(reasons("cancelled: ")).as("the words of its sentence").isEqualTo(reasons("duplicate"));
        assertThat(reasons("Flux/dev")).as("the model").contains("flux/dev, charge 1");
        assertThat(reasons("nowhere")).isEmpty();
    }

    private List<String> reasons(String words) {
        LedgerFilter filter = words(null, words);
        List<LedgerLine> lines = queries.ledger(filter, null, 1000);
        assertThat(count(filter)).isGreaterThanOrEqualTo(lines.size());
        return lines.stream().map(line -> line.line().reason().toString()).toList();
    }

    @Test
    void an_account_shows_what_open_generations_hold() {
        new CreditLedger(DATABASE.get(), new EventBus()).grant("holder", 100, "welcome", "test");
        open("holder", 30);
        open("holder", 15);

        CreditAccountLine account =
                queries.accounts("holder", AccountOrder.BY_USER, null, 1).getFirst();

        assertThat(account.held()).isEqualTo(45);
        assertThat(account.balance()).isEqualTo(55);
        assertThat(account.drifts()).isFalse();
        assertThat(account.lastActivity()).isAfter(Instant.now().minusSeconds(60));
    }

    @Test
    void a_balance_that_nobody_explains_is_a_drift_in_both_checks() {
        DATABASE.get()
                .useTransaction(
                        handle -> handle.execute("insert into account (user_id, balance) values ('drifter', 5)"));

        CreditAccountLine account =
                queries.accounts("drifter", AccountOrder.BY_USER, null, 1).getFirst();
        CreditQueries.CreditSummary summary = queries.summary("drifter").orElseThrow();

        assertThat(account.drifts()).isTrue();
        assertThat(summary.drifts()).isTrue();
        assertThat(summary.balance() - summary.computed()).isEqualTo(5);
        assertThat(queries.totals(1000).drifting()).isEqualTo(1);
        assertThat(queries.totals(20).accounts()).isEqualTo(20);
    }

    @Test
    void the_summary_of_a_user_adds_up() {
        long balance = 1_000_000 - 9 * EACH;

        assertThat(queries.summary("user-001"))
                .contains(new CreditQueries.CreditSummary(balance, 0, 10 * EACH, EACH, EACH, EACH / 10, 0, balance, 0));
        assertThat(queries.summary("nobody")).isEmpty();
    }

    @Test
    void the_summary_of_all_is_the_sum() {
        CreditQueries.CreditSummary all = queries.summary();

        assertThat(all.refunded()).isEqualTo((long) EACH * USERS);
        assertThat(all.generations()).isGreaterThanOrEqualTo((long) EACH * USERS);
        assertThat(all.failures()).isEqualTo((long) EACH * USERS / 10);
    }

    private long count(LedgerFilter filter) {
        return queries.count(filter, 99_999);
    }

    private static void open(String user, long credits) {
        DATABASE.get()
                .useTransaction(handle -> handle.createQuery("""
                        select outcome from create_generation(:id, :user, 'm', 'IMAGE', '{}', 'p', :credits, null, 'test', 5)
                        """)
                        .bind("id", UUID.randomUUID())
                        .bind("user", user)
                        .bind("credits", credits)
                        .mapTo(String.class)
                        .one());
    }

    private static LedgerFilter kinds(CreditTransaction.Kind... kinds) {
        return new LedgerFilter(
                ALL.view(),
                ALL.user(),
                Set.of(kinds),
                ALL.atLeast(),
                ALL.atMost(),
                ALL.generation(),
                ALL.actor(),
                ALL.reason(),
                ALL.from(),
                ALL.until());
    }

    private static LedgerFilter amounts(long atLeast, long atMost) {
        return new LedgerFilter(
                ALL.view(),
                ALL.user(),
                ALL.kinds(),
                Optional.of(atLeast),
                Optional.of(atMost),
                ALL.generation(),
                ALL.actor(),
                ALL.reason(),
                ALL.from(),
                ALL.until());
    }

    private static LedgerFilter generation(String start) {
        return new LedgerFilter(
                ALL.view(),
                ALL.user(),
                ALL.kinds(),
                ALL.atLeast(),
                ALL.atMost(),
                UuidRange.startingWith(start),
                ALL.actor(),
                ALL.reason(),
                ALL.from(),
                ALL.until());
    }

    private static LedgerFilter words(String actor, String reason) {
        return new LedgerFilter(
                ALL.view(),
                ALL.user(),
                ALL.kinds(),
                ALL.atLeast(),
                ALL.atMost(),
                ALL.generation(),
                Optional.ofNullable(actor),
                Optional.ofNullable(reason),
                ALL.from(),
                ALL.until());
    }

    private static LedgerFilter since(Instant from) {
        return new LedgerFilter(
                ALL.view(),
                ALL.user(),
                ALL.kinds(),
                ALL.atLeast(),
                ALL.atMost(),
                ALL.generation(),
                ALL.actor(),
                ALL.reason(),
                Optional.of(from),
                Optional.of(Instant.now().plusSeconds(60)));
    }
}
