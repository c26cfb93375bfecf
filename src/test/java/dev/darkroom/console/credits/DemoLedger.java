package dev.darkroom.console.credits;

import dev.darkroom.credit.CreditLedger;
import dev.darkroom.database.Database;
import dev.darkroom.event.EventBus;
import dev.darkroom.message.CodedMessage;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** A small ledger that resembles a real day, with one account that drifts and one failure that was not refunded. */
final class DemoLedger {
    private final CreditLedger ledger;
    private final Database database;

    private DemoLedger(Database database) {
        this.database = database;
        ledger = new CreditLedger(database, new EventBus());
    }

    static void fill(Database database) {
        new DemoLedger(database).fill();
    }

    private void fill() {
        for (String user : List.of("ana.kovac", "ben.o", "j.svensson", "li.wei", "mia.r", "omar.n", "priya.s")) {
            ledger.grant(user, user.equals("priya.s") ? 15_300 : 1000, "plan renewal", "billing");
        }
        for (int i = 0; i < 12; i++) {
            String user = List.of("ana.kovac", "ben.o", "j.svensson", "li.wei").get(i % 4);
            charge(
                    user,
                    10 + 5 * (i % 5),
                    List.of("flux/dev", "kling-video/v2", "stable-audio").get(i % 3) + ", charge 1",
                    i % 4 == 0 ? "PENDING" : "COMPLETED");
        }
        charge("omar.n", 40, "flux-pro/v1.1, charge 1", "FAILED");
        mbeki();
        database.useTransaction(
                handle -> handle.execute("update account set balance = balance + 5 where user_id = 'ben.o'"));
    }

    private void mbeki() {
        ledger.grant("t.mbeki", 500, "plan renewal", "billing");
        charge("t.mbeki", 60, "flux-pro/v1.1 \u00d7 1.5", "COMPLETED");
        refund("t.mbeki", charge("t.mbeki", 40, "flux-pro/v1.1, charge 1", "FAILED"), 40, "storage gone, final");
        ledger.grant("t.mbeki", 40, "goodwill, ticket 4402", "admin kim");
        charge("t.mbeki", 120, "kling-video/v2, charge 1", "COMPLETED");
        charge("t.mbeki", 10, "flux/schnell, charge 1", "COMPLETED");
        ledger.adjust("t.mbeki", -40, "double grant corrected", "admin kim", null);
        refund("t.mbeki", charge("t.mbeki", 25, "flux/dev, charge 1", "FAILED"), 25, "prompt refused");
    }

    private UUID charge(String user, long credits, String reason, String status) {
        UUID id = UUID.randomUUID();
        boolean open = status.equals("PENDING");
        database.useTransaction(handle -> {
            CreditLedger.deduct(handle, user, id, 1, credits, CodedMessage.quoted(reason), "web app");
            handle.createUpdate("""
                            insert into generation (id, user_id, model, kind, input, prompt, credits, status, error, created_by, finished_at)
                            values (:id, :user, 'm', 'IMAGE', '{}', 'p', :credits, :status, 'x', 'web app',
                                    case when not :open then now() end)
                            """)
                    .bind("id", id)
                    .bind("user", user)
                    .bind("credits", credits)
                    .bind("status", status)
                    .bind("open", open)
                    .execute();
        });
        return id;
    }

    private void refund(String user, UUID generation, long credits, String reason) {
        database.useTransaction((Handle handle) -> {
            CreditLedger.refund(handle, user, generation, 1, credits, CodedMessage.quoted(reason), "engine-1");
            handle.execute("update generation set refunded = true where id = ?", generation);
        });
    }
}
