package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.TimelineEvent;
import dev.darkroom.generation.TimelineKind;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.logging.LogLine;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** The life of a generation on one time axis: which part of the system worked on it when. Pure. */
record TimelineLayout(Instant from, Instant to, boolean open, List<Bar> bars) {
    private static final int MAX_POINTS = 300;

    enum Lane {
        CREDITS,
        ENGINE,
        FAL,
        STORAGE,
        DATABASE,
        LOGS
    }

    enum BarStyle {
        /** Idle: the generation waits. */
        IDLE,
        QUEUE,
        WORK,
        /** Lasts longer than it should. */
        OVERDUE,
        GOOD,
        NOTE,
        WARNING,
        BAD
    }

    /** A span of time in a lane, or a point in time if both ends are equal. */
    record Bar(Lane lane, Instant from, Instant to, String text, BarStyle style) {
        boolean isPoint() {
            return from.equals(to);
        }
    }

    static TimelineLayout of(GenerationDetails details, TimelineMessages messages) {
        return new Drawing(details, messages).lanes();
    }

    Duration span() {
        return Duration.between(from, to);
    }

    /** Returns the position of a time on the axis, 0 to 1. */
    double share(Instant time) {
        return Math.clamp((double) Duration.between(from, time).toMillis() / Math.max(1, span().toMillis()), 0, 1);
    }

    private static final class Drawing {
        private final GenerationDetails details;
        private final TimelineMessages messages;
        private final Generation generation;
        private final Instant end;
        private final List<Bar> bars = new ArrayList<>();
        private Instant idleSince;
        private @Nullable TimelineEvent attempt;
        private @Nullable Instant queued;
        private @Nullable Instant running;
        private @Nullable TimelineEvent storing;
        /** The generation has ended and is not waiting, until it is restarted. */
        private boolean over;

        Drawing(GenerationDetails details, TimelineMessages messages) {
            this.details = details;
            this.messages = messages;
            generation = details.generation();
            idleSince = generation.createdAt();
            Instant last = generation.finishedAt() == null ? details.readAt() : generation.finishedAt();
            Instant least = generation.createdAt().plusSeconds(1);
            end = last.isBefore(least) ? least : last;
        }

        TimelineLayout lanes() {
            details.timeline().forEach(this::event);
            close();
            details.log().stream()
                    .skip(Math.max(0, details.log().size() - MAX_POINTS))
                    .forEach(this::line);
            return new TimelineLayout(
                    generation.createdAt(), end, !generation.status().isFinal(), List.copyOf(bars));
        }

        private void event(TimelineEvent event) {
            if (movesCredits(event)) {
                point(Lane.CREDITS, event.at(), messages.sentence(event), BarStyle.GOOD);
            }
            if (event.kind().lane() == TimelineKind.Lane.CREDITS) {
                return;
            }
            point(Lane.DATABASE, event.at(), event.kind().name(), BarStyle.NOTE);
            switch (event.kind()) {
                case CLAIMED -> claimed(event);
                case SUBMITTED -> queued = event.at();
                case IN_QUEUE, IN_PROGRESS -> moved(event);
                case RENDERED -> endFal(event.at());
                case STORING -> storing = event;
                case STORED -> endStoring(event.at(), "store");
                case COMPLETED, FAILED, MARKED_FAILED, CANCELLED, REPAIR_ENDED -> {
                    ended(event);
                    over = true;
                }
                case RETRY_SCHEDULED, HANDED_BACK, TAKEN_BACK, HELD -> ended(event);
                case RECOVERED, RETRIED, EDITED, ATTACHED, SENT_AGAIN -> begunAgain(event);
                case CREATED,
                        DEDUCTED,
                        REFUNDED,
                        SUBMITTING,
                        CANCEL_SENT,
                        DIAGNOSED,
                        FILE_LOST,
                        CANCEL_ASKED,
                        REFUND_DECIDED,
                        PRIORITY_CHANGED,
                        WAIT_ENDED,
                        LINK_RENEWED -> {}
            }
        }

        /** The first deduction is part of the creation; a free generation moves no credits. */
        private static boolean movesCredits(TimelineEvent event) {
            return event.kind().lane() == TimelineKind.Lane.CREDITS
                    || event.kind() == TimelineKind.CREATED
                            && event.data().path("credits").asLong() > 0;
        }

        /** A restart ends a running attempt; the time between a past end and the restart does not count as waiting. */
        private void begunAgain(TimelineEvent event) {
            if (attempt != null) {
                ended(event);
            } else if (over) {
                idleSince = event.at();
            }
            over = false;
        }

        private void claimed(TimelineEvent event) {
            bar(Lane.ENGINE, idleSince, event.at(), GenerationMessages.get("lane.waiting"), BarStyle.IDLE);
            attempt = event;
        }

        private void moved(TimelineEvent event) {
            endFal(event.at());
            if (event.kind() == TimelineKind.IN_PROGRESS) {
                running = event.at();
            } else {
                queued = event.at();
            }
        }

        private void ended(TimelineEvent event) {
            if (event.kind() == TimelineKind.COMPLETED) {
                point(Lane.STORAGE, event.at(), GenerationMessages.get("lane.sign"), BarStyle.GOOD);
            } else {
                endFal(event.at());
                endStoring(event.at(), "store");
            }
            if (attempt != null) {
                bar(
                        Lane.ENGINE,
                        attempt.at(),
                        event.at(),
                        attemptText(attempt),
                        event.kind() == TimelineKind.FAILED || event.kind() == TimelineKind.MARKED_FAILED
                                ? BarStyle.BAD
                                : BarStyle.QUEUE);
            }
            attempt = null;
            idleSince = event.at();
        }

        private String attemptText(TimelineEvent claimed) {
            int run = details.runOf(claimed);
            return run == 1
                    ? GenerationMessages.get("lane.attempt", claimed.attempt(), claimed.actor())
                    : GenerationMessages.get("lane.attempt.run", run, claimed.attempt(), claimed.actor());
        }

        private void endFal(Instant at) {
            if (queued != null) {
                bar(Lane.FAL, queued, at, GenerationMessages.get("lane.queue"), BarStyle.QUEUE);
            }
            if (running != null) {
                bar(Lane.FAL, running, at, GenerationMessages.get("lane.run"), BarStyle.WORK);
            }
            queued = null;
            running = null;
        }

        private void endStoring(Instant at, String word) {
            if (storing != null) {
                bar(Lane.STORAGE, storing.at(), at, GenerationMessages.get("lane." + word), BarStyle.WORK);
            }
            storing = null;
        }

        /** Extends unfinished bars to the right edge. */
        private void close() {
            boolean stuck = details.diagnosis().needsAttention();
            if (attempt != null) {
                bar(Lane.ENGINE, attempt.at(), end, attemptText(attempt), BarStyle.QUEUE);
            } else if (!generation.status().isFinal()) {
                String word = generation.hold() == null ? "lane.waiting" : "lane.held";
                bar(
                        Lane.ENGINE,
                        idleSince,
                        end,
                        GenerationMessages.get(word),
                        stuck ? BarStyle.OVERDUE : BarStyle.IDLE);
            }
            if (stuck && (queued != null || running != null)) {
                overdue();
            }
            endFal(end);
            endStoring(end, "storing");
        }

        private void overdue() {
            Instant begun = running == null ? Objects.requireNonNull(queued) : running;
            Instant changed = Objects.requireNonNullElse(generation.fal().changedAt(), begun);
            // A sliver shows the activity before the silence, however long the silence lasts.
            Instant least =
                    begun.plus(Duration.between(generation.createdAt(), end).dividedBy(12));
            Instant silent = changed.isBefore(least) && least.isBefore(end) ? least : changed;
            endFal(silent);
            bar(
                    Lane.FAL,
                    silent,
                    end,
                    GenerationMessages.get("lane.silent", ElapsedTime.taken(Duration.between(changed, end))),
                    BarStyle.OVERDUE);
        }

        private void line(LogLine line) {
            BarStyle style = line.level() == Level.ERROR
                    ? BarStyle.BAD
                    : line.level() == Level.WARN ? BarStyle.WARNING : BarStyle.IDLE;
            point(Lane.LOGS, line.time(), line.text(), style);
        }

        private void bar(Lane lane, Instant start, Instant stop, String text, BarStyle style) {
            if (stop.isAfter(start)) {
                bars.add(new Bar(lane, start, stop, text, style));
            }
        }

        private void point(Lane lane, Instant at, String text, BarStyle style) {
            bars.add(new Bar(lane, at, at, text, style));
        }
    }
}
