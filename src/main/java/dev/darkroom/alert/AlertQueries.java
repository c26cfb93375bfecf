package dev.darkroom.alert;

import dev.darkroom.database.DatabaseReader;
import java.util.List;

/** Reads alerts, rules and settings. Every call blocks. */
public final class AlertQueries {
    private static final String ACTIVE = "select " + AlertEntry.COLUMNS + " from " + AlertEntry.TABLES
            + " where a.cleared_at is null and a.fired_at is not null and a.kind = any(:kinds) order by a.since, a.id limit 200";
    private static final String NEWEST = "select " + AlertEntry.COLUMNS + " from " + AlertEntry.TABLES
            + " where a.fired_at is not null and a.kind = any(:kinds) order by a.fired_at desc, a.id desc limit :most";

    private final DatabaseReader database;

    public AlertQueries(DatabaseReader database) {
        this.database = database;
    }

    /** The active alerts, and whether it is quiet hours. */
    public record CurrentAlerts(List<AlertEntry> active, boolean quiet) {}

    /** Returns the active alerts, longest first, and whether it is quiet hours. */
    public CurrentAlerts current() {
        return database.read(handle -> new CurrentAlerts(
                handle.createQuery(ACTIVE)
                        .bind("kinds", AlertKind.names())
                        .map((row, _) -> AlertEntry.of(row))
                        .list(),
                AlertEvaluator.isQuiet(handle)));
    }

    /** Returns the newest of all alerts that ever fired. */
    public List<AlertEntry> newest(int most) {
        return database.read(handle -> handle.createQuery(NEWEST)
                .bind("kinds", AlertKind.names())
                .bind("most", most)
                .map((row, _) -> AlertEntry.of(row))
                .list());
    }

    /** Returns the rules in the order of their kinds. */
    public List<AlertRule> rules() {
        return database.read(handle -> List.copyOf(AlertRule.all(handle).values()));
    }

    public AlertSettings settings() {
        return database.read(AlertSettings::read);
    }
}
