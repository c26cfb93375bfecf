package dev.darkroom.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** The planned faults, decided before anything runs, so that a seed determines all of them. */
record FaultPlan(List<PlannedFault> faults) {
    enum Kind {
        KILL_ENGINE(4),
        FREEZE_ENGINE(3),
        STOP_ENGINE(2),
        RESTART_DATABASE(1.5),
        CUT_WIRES(3),
        SILENT_WIRES(1),
        KILL_SANDBOX(1),
        // A bad neighbour: each victim at least once
        OPEN_TRANSACTION(2),
        POISON_ROW(1.5),
        MIGRATION_LOCK(0.25),
        HISTORY_REFUSED(0.5),
        STORAGE_DOWN(0.25),
        UPLOADS_STUCK(0.25),
        SLOW_UPLOADS(0.5);

        private final double perMinute;

        Kind(double perMinute) {
            this.perMinute = perMinute;
        }
    }

    /**
     * One thing that goes wrong.
     *
     * @param victim number of the engine or of the wire, or which {@link OpenTransaction.Target} or {@link PoisonRow}
     * @param lasting how long it is away; a frozen engine at most, see {@link EngineProcesses#freeze}
     */
    record PlannedFault(Duration at, Kind kind, int victim, Duration lasting) {
        @Override
        public String toString() {
            return "%6.1f s  %-16s %d  %.1f s".formatted(at.toMillis() / 1e3, kind, victim, lasting.toMillis() / 1e3);
        }
    }

    private static final int DRAWS = 100;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    static FaultPlan of(Random random, Duration storm, int engines, int wires) {
        List<PlannedFault> faults = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            int victims = victims(kind, engines, wires);
            long count = Math.max(least(kind, victims), Math.round(kind.perMinute * storm.toSeconds() / 60));
            for (int i = 0; i < count; i++) {
                Duration lasting = lasting(kind, random, storm);
                // What lasts long is over before the calm.
                long latest = Math.max(
                        5_000,
                        storm.minus(isLong(kind) ? lasting : Duration.ZERO).toMillis());
                Duration at = Duration.ofMillis(random.nextLong(4_000, latest));
                for (int draw = 0; draw < DRAWS && kind == Kind.SLOW_UPLOADS && isDown(faults, at, lasting); draw++) {
                    at = Duration.ofMillis(random.nextLong(4_000, latest));
                }
                int victim = least(kind, victims) > 1 ? i % victims : random.nextInt(victims);
                faults.add(new PlannedFault(at, kind, victim, lasting));
            }
        }
        faults.sort(Comparator.comparing(PlannedFault::at));
        return new FaultPlan(List.copyOf(faults));
    }

    /** What is away cannot be slow. */
    private static boolean isDown(List<PlannedFault> faults, Duration at, Duration lasting) {
        return faults.stream()
                .filter(fault -> fault.kind == Kind.STORAGE_DOWN)
                .anyMatch(down -> at.compareTo(down.at.plus(down.lasting)) < 0
                        && at.plus(lasting).compareTo(down.at) > 0);
    }

    private static int least(Kind kind, int victims) {
        return switch (kind) {
            case OPEN_TRANSACTION, POISON_ROW -> victims;
            default -> 1;
        };
    }

    private static int victims(Kind kind, int engines, int wires) {
        return switch (kind) {
            case KILL_ENGINE, FREEZE_ENGINE, STOP_ENGINE -> engines;
            case RESTART_DATABASE, CUT_WIRES, SILENT_WIRES, KILL_SANDBOX -> wires;
            case OPEN_TRANSACTION -> OpenTransaction.Target.values().length;
            case POISON_ROW -> PoisonRow.values().length;
            case MIGRATION_LOCK, HISTORY_REFUSED, STORAGE_DOWN, UPLOADS_STUCK, SLOW_UPLOADS -> 1;
        };
    }

    private static boolean isLong(Kind kind) {
        return switch (kind) {
            case OPEN_TRANSACTION, MIGRATION_LOCK, HISTORY_REFUSED, STORAGE_DOWN, UPLOADS_STUCK, SLOW_UPLOADS -> true;
            default -> false;
        };
    }

    private static Duration lasting(Kind kind, Random random, Duration storm) {
        return switch (kind) {
            case KILL_ENGINE, STOP_ENGINE -> Duration.ofMillis(random.nextLong(2_000, 5_000));
            case FREEZE_ENGINE -> EngineProcesses.SILENCE.plusMillis(random.nextLong(8_000, 14_000));
            case RESTART_DATABASE, KILL_SANDBOX -> Duration.ofMillis(random.nextLong(1_000, 3_000));
            case CUT_WIRES, POISON_ROW -> Duration.ZERO;
            case SILENT_WIRES -> Duration.ofMillis(random.nextLong(2_000, 8_000));
            case OPEN_TRANSACTION ->
                shorter(Duration.ofMillis(random.nextLong(20_000, LONGEST.toMillis())), storm.dividedBy(2));
            case STORAGE_DOWN -> shorter(LONGEST, storm.dividedBy(2));
            case MIGRATION_LOCK, HISTORY_REFUSED, SLOW_UPLOADS ->
                shorter(Duration.ofMillis(random.nextLong(30_000, 45_000)), storm.dividedBy(2));
            case UPLOADS_STUCK -> Duration.ofMillis(random.nextLong(10_000, 20_000));
        };
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
