package dev.darkroom.app.demo;

import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.json.JsonMapping;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Generates millions of generations with their ledger, timeline, files and jobs, as engines would have left them. The files
 * have rows but do not exist. Nothing is random, so each run produces the same history except for ids and times. Rows are
 * written in batches, oldest first, because each batch continues the balances of the previous one.
 */
public final class DemoHistoryRows {
    /** Words in prompts: in one of 50,000, in a quarter, only in the oldest 4 %, in none. */
    public static final String RARE = "zeppelin";

    public static final String COMMON = "morning mist";
    public static final String OLD = "daguerreotype";
    public static final String ABSENT = "xyzzyq";

    private static final List<String> TABLES =
            List.of("generation", "fal_job", "timeline_event", "credit_transaction", "stored_file", "prompt_search");

    private final Extent extent;
    private final Instant end;

    /**
     * @param span the age of the oldest generation; there are more by day than by night
     * @param open how many of the newest are still waiting, a third of them for an operator; a quarter as many before them were
     *     cancelled together
     */
    public record Extent(long rows, int users, Duration span, int open) {}

    public DemoHistoryRows(Extent extent, Instant end) {
        this.extent = extent;
        this.end = end;
    }

    /** Creates the accounts, all empty, and the session's temporary objects from which rows are drawn. */
    public void begin(Handle handle) {
        handle.execute(DemoHistorySql.CHANCE);
        handle.execute("drop table if exists offer");
        handle.createUpdate(DemoHistorySql.OFFERS)
                .bind("models", JsonMapping.write(offers()))
                .execute();
        handle.createUpdate(DemoHistorySql.ACCOUNTS)
                .bind("users", extent.users())
                .bind("begun", time(end.minus(extent.span())))
                .execute();
    }

    /** Returns each model with its share of all orders. */
    private static List<Map<String, Object>> offers() {
        List<Map<String, Object>> offers = new ArrayList<>();
        double below = 0;
        ModelCatalog catalog = ModelCatalog.builtIn();
        for (CatalogModel model : catalog.models()) {
            double part = part(model.kind()) / catalog.models(model.kind()).size();
            Map<String, Object> offer = new LinkedHashMap<>();
            offer.put("model", model.endpointId());
            offer.put("kind", model.kind().name());
            offer.put("price", model.price(model.defaultInput()));
            offer.put("usual", model.usual().toSeconds());
            offer.put("field", model.promptField());
            offer.put("input", model.defaultInput());
            offer.put("above", below);
            below += part;
            offer.put("below", offers.size() == catalog.models().size() - 1 ? 1.0 : below);
            offers.add(offer);
        }
        return offers;
    }

    private static double part(MediaKind kind) {
        return switch (kind) {
            case IMAGE -> 0.62;
            case VIDEO -> 0.18;
            case AUDIO -> 0.20;
        };
    }

    /** Writes the rows from number {@code from} up to {@code to}, in one transaction; 0 is the oldest. */
    public void write(Handle handle, long from, long to) {
        handle.execute("drop table if exists drawn, moved");
        for (String statement : DemoHistorySql.STRIDE) {
            Update bound = handle.createUpdate(statement);
            Map<String, Object> values = Map.of(
                    "users", extent.users(),
                    "all", extent.rows(),
                    "open", extent.open(),
                    "end", time(end),
                    "span", extent.span().toMillis() / 1000.0,
                    "days", Math.max(1, extent.span().toDays()),
                    "from", from,
                    "to", to);
            values.forEach((name, value) -> {
                if (statement.contains(":" + name)) {
                    bound.bind(name, value);
                }
            });
            bound.execute();
        }
    }

    /** To be called after the last row. */
    public static void end(Handle handle) {
        handle.execute(DemoHistorySql.SEARCH_FILLED);
    }

    /**
     * Drops keys and indexes, since building them at once costs a fraction of growing them row by row. Returns the statements
     * to execute once all rows have been written.
     */
    public static List<String> dropIndexes(Handle handle) {
        List<Rule> constraints = rules(handle, DemoHistorySql.CONSTRAINTS);
        List<Rule> indexes = rules(handle, DemoHistorySql.INDEXES);
        List<String> back = new ArrayList<>();
        for (Rule rule : indexes) {
            handle.execute(rule.gone());
            back.add(rule.back());
        }
        for (Rule rule : constraints) {
            handle.execute(rule.gone());
        }
        constraints.reversed().forEach(rule -> back.add(rule.back()));
        return back;
    }

    private record Rule(String gone, String back) {}

    private static List<Rule> rules(Handle handle, String sql) {
        return handle.createQuery(sql)
                .bind("tables", TABLES.toArray(String[]::new))
                .map((row, _) -> new Rule(row.getString("gone"), row.getString("back")))
                .list();
    }

    private static Object time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
