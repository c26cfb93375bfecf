package dev.darkroom.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** What the monkey will do, decided before anything runs, so that a seed says all of it. */
record Plan(List<Blow> blows) {
    enum Kind {
        KILL_ENGINE(4),
        FREEZE_ENGINE(3),
        STOP_ENGINE(2),
        RESTART_DATABASE(1.5),
        CUT_WIRES(3),
        SILENT_WIRES(1),
        KILL_SANDBOX(1);

        private final double perMinute;

        Kind(double perMinute) {
            this.perMinute = perMinute;
        }
    }

    /**
     * One thing that goes wrong.
     *
     * @param victim number of the engine or of the wire
     * @param lasting how long it is away; a frozen engine at most, see {@link Engines#freeze}
     */
    record Blow(Duration at, Kind kind, int victim, Duration lasting) {
        @Override
        public String toString() {
            return "%6.1f s  %-16s %d  %.1f s".formatted(at.toMillis() / 1e3, kind, victim, lasting.toMillis() / 1e3);
        }
    }

    static Plan of(Random random, Duration storm, int engines, int wires) {
        List<Blow> blows = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            long count = Math.max(1, Math.round(kind.perMinute * storm.toSeconds() / 60));
            for (int i = 0; i < count; i++) {
                Duration at = Duration.ofMillis(random.nextLong(4_000, Math.max(5_000, storm.toMillis())));
                blows.add(new Blow(at, kind, random.nextInt(victims(kind, engines, wires)), lasting(kind, random)));
            }
        }
        blows.sort(Comparator.comparing(Blow::at));
        return new Plan(List.copyOf(blows));
    }

    private static int victims(Kind kind, int engines, int wires) {
        return switch (kind) {
            case KILL_ENGINE, FREEZE_ENGINE, STOP_ENGINE -> engines;
            case RESTART_DATABASE, CUT_WIRES, SILENT_WIRES, KILL_SANDBOX -> wires;
        };
    }

    private static Duration lasting(Kind kind, Random random) {
        return switch (kind) {
            case KILL_ENGINE, STOP_ENGINE -> Duration.ofMillis(random.nextLong(2_000, 5_000));
            case FREEZE_ENGINE -> Engines.SILENCE.plusMillis(random.nextLong(8_000, 14_000));
            case RESTART_DATABASE, KILL_SANDBOX -> Duration.ofMillis(random.nextLong(1_000, 3_000));
            case CUT_WIRES -> Duration.ZERO;
            case SILENT_WIRES -> Duration.ofMillis(random.nextLong(2_000, 8_000));
        };
    }
}
