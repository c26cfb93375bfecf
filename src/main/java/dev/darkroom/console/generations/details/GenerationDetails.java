package dev.darkroom.console.generations.details;

import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.TimelineEvent;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.logging.LogLine;
import dev.darkroom.storage.StoredFile;
import java.time.Instant;
import java.util.List;

/** Everything that is known of one generation at one moment, oldest first. */
public record GenerationDetails(
        Generation generation,
        GenerationDiagnosis diagnosis,
        List<TimelineEvent> timeline,
        List<CreditTransaction> ledger,
        List<StoredFile> files,
        List<LogLine> log,
        Instant readAt) {
    public GenerationDetails {
        timeline = List.copyOf(timeline);
        ledger = List.copyOf(ledger);
        files = List.copyOf(files);
        log = List.copyOf(log);
    }
}
