package dev.darkroom.casebundle;

import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationTriage;
import dev.darkroom.generation.TimelineEvent;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.logging.LogLine;
import dev.darkroom.storage.StoredFile;
import java.time.Instant;
import java.util.List;

/** The contents of a case bundle: a snapshot of one generation, with each list in order of time. */
public record CaseContents(
        Instant readAt,
        Generation generation,
        GenerationDiagnosis diagnosis,
        List<TimelineEvent> timeline,
        List<CreditTransaction> ledger,
        List<StoredFile> files,
        List<LogLine> log,
        GenerationTriage triage) {
    public CaseContents {
        timeline = List.copyOf(timeline);
        ledger = List.copyOf(ledger);
        files = List.copyOf(files);
        log = List.copyOf(log);
    }
}
