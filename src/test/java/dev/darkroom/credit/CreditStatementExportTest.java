package dev.darkroom.credit;

import static dev.darkroom.system.RecordCopy.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.credit.LedgerFilter.LedgerPreset;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.event.EventBus;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.RefusedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class CreditStatementExportTest {
    private static final String USER = "user-001";

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    Path folder;

    private final CreditQueries queries = new CreditQueries(DATABASE.get());
    private final CreditLedger ledger = new CreditLedger(DATABASE.get(), new EventBus());
    private final CreditStatementExport export = new CreditStatementExport(queries);

    @BeforeAll
    static void seed() {
        LedgerSeed.fill(DATABASE.get(), 3, 5000);
    }

    @Test
    void the_lines_lead_from_the_opening_to_the_closing_balance_in_both_forms() throws Exception {
        List<LedgerLine> all = queries.ledger(with(LedgerFilter.ALL, "user", Optional.of(USER)), true, null, 100_000);
        Instant from = all.get(all.size() / 3).line().createdAt();
        Instant until = all.getLast().line().createdAt().plusSeconds(1);
        CreditStatementExport.Period period = new CreditStatementExport.Period(USER, from, until);
        Path json = folder.resolve("s.json");
        Path csv = folder.resolve("s.csv");

        long lines = export.write(period, CreditStatementExport.Format.JSON, json, _ -> {});
        assertThat(export.write(period, CreditStatementExport.Format.CSV, csv, _ -> {}))
                .isEqualTo(lines);

        JsonNode read = JsonMapping.parse(Files.readString(json));
        long balance = read.path("opening_balance").asLong();
        for (JsonNode line : read.path("lines")) {
            balance += line.path("amount").asLong();
            assertThat(line.path("balance_after").asLong()).isEqualTo(balance);
        }
        assertThat(read.path("lines")).hasSize((int) lines);
        assertThat(lines).isGreaterThan(2000);
        assertThat(read.path("closing_balance").asLong()).isEqualTo(balance);
        assertThat(ledger.balance(USER)).hasValue(balance);
        assertThat(Files.readAllLines(csv).get(1)).contains(",OPENING,,");
        assertThat(Files.readAllLines(csv).getLast()).contains(",CLOSING,,");
        assertThat(Files.readAllLines(csv)).hasSize((int) lines + 3);
    }

    @Test
    void a_time_without_lines_closes_as_it_opens_and_a_stopped_one_leaves_nothing() throws Exception {
        CreditStatementExport.Period before =
                new CreditStatementExport.Period(USER, Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
        Path file = folder.resolve("empty.json");

        assertThat(export.write(before, CreditStatementExport.Format.JSON, file, _ -> {}))
                .isZero();
        assertThat(JsonMapping.parse(Files.readString(file))
                        .path("closing_balance")
                        .asLong(-1))
                .isZero();

        Path stopped = folder.resolve("stopped.csv");
        assertThatThrownBy(() -> export.write(
                        new CreditStatementExport.Period(USER, Instant.EPOCH, Instant.now()),
                        CreditStatementExport.Format.CSV,
                        stopped,
                        _ -> {
                            throw new CancellationException();
                        }))
                .isInstanceOf(CancellationException.class);
        assertThat(stopped).doesNotExist();
    }

    @Test
    void a_line_by_hand_is_reversed_once_however_many_do_it() {
        ledger.grant("zoe", 50, "welcome", "kim");
        LedgerLine grant = queries.ledger(with(LedgerFilter.ALL, "user", Optional.of("zoe")), null, 1)
                .getFirst();

        List<Boolean> done = IntStream.range(0, 4)
                .parallel()
                .mapToObj(_ -> {
                    try {
                        ledger.reverse(grant.line(), "wrong user", "lee");
                        return true;
                    } catch (RefusedInputException refused) {
                        assertThat(refused).hasMessage("This line was already reversed.");
                        return false;
                    }
                })
                .toList();

        assertThat(done).containsOnlyOnce(true);
        assertThat(ledger.balance("zoe")).hasValue(0);
        LedgerLine reversal = queries.ledger(with(LedgerFilter.ALL, "user", Optional.of("zoe")), null, 1)
                .getFirst();
        assertThat(reversal.reverses()).map(LedgerLine.Link::id).contains(grant.id());
        assertThat(reversal.line().amount()).isEqualTo(-50);
    }

    @Test
    void a_charge_and_what_is_spent_already_are_not_reversed() {
        LedgerLine charge = queries.ledger(with(LedgerFilter.ALL, "user", Optional.of(USER)), null, 100).stream()
                .filter(row -> row.line().kind() == CreditTransaction.Kind.DEDUCT)
                .findFirst()
                .orElseThrow();
        ledger.grant("yan", 50, "welcome", "kim");
        LedgerLine grant = queries.ledger(with(LedgerFilter.ALL, "user", Optional.of("yan")), null, 1)
                .getFirst();
        ledger.adjust("yan", -20, "used", "kim", null);

        assertThatThrownBy(() -> ledger.reverse(charge.line(), "why", "lee"))
                .isInstanceOf(RefusedInputException.class)
                .hasMessageContaining("Refund on its generation");
        assertThatThrownBy(() -> ledger.reverse(grant.line(), "why", "lee")).isInstanceOf(RefusedInputException.class);
        assertThat(ledger.balance("yan")).hasValue(30);
    }

    @Test
    void the_lines_that_make_a_drift_are_named_and_there_are_none_without_one() {
        ledger.grant("xia", 10, "a", "kim");
        ledger.grant("xia", 20, "b", "kim");
        assertThat(queries.ledger(LedgerFilter.of(LedgerPreset.DRIFT), null, 10))
                .isEmpty();
        DATABASE.get().useTransaction(handle -> {
            handle.execute("set local session_replication_role = replica");
            handle.execute("update account set balance = balance + 5 where user_id = 'xia'");
        });

        assertThat(queries.ledger(LedgerFilter.of(LedgerPreset.DRIFT), null, 10))
                .singleElement()
                .satisfies(row -> assertThat(row.line().amount()).isEqualTo(20));
        DATABASE.get().useTransaction(handle -> {
            handle.execute("set local session_replication_role = replica");
            handle.execute("update account set balance = balance - 5 where user_id = 'xia'");
        });
    }
}
