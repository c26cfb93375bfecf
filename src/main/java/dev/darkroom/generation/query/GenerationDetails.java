package dev.darkroom.generation.query;

import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationTriage;
import dev.darkroom.generation.TimelineEvent;
import dev.darkroom.generation.TimelineKind;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.logging.LogLine;
import dev.darkroom.storage.StoredFile;
import java.time.Instant;
import java.util.List;

/** Snapshot of everything known about one generation, oldest first. */
public record GenerationDetails(
        Generation generation,
        GenerationDiagnosis diagnosis,
        List<TimelineEvent> timeline,
        List<CreditTransaction> ledger,
        List<StoredFile> files,
        List<LogLine> log,
        GenerationTriage triage,
        Instant readAt) {
    public GenerationDetails {
        timeline = List.copyOf(timeline);
        ledger = List.copyOf(ledger);
        files = List.copyOf(files);
        log = List.copyOf(log);
    }

    /** Returns the number of runs: one for the creation and one per retry. Each run restarts the attempt count. */
    public int runs() {
        return runAt(timeline.size());
    }

    /** The run, from 1, of a line of {@link #timeline}. */
    public int runOf(TimelineEvent event) {
        return runAt(timeline.indexOf(event));
    }

    private int runAt(int lines) {
        return 1
                + (int) timeline.stream()
                        .limit(Math.max(0, lines))
                        .filter(line -> line.kind() == TimelineKind.RETRIED || line.kind() == TimelineKind.EDITED)
                        .count();
    }
}
