package dev.darkroom.console.generations.details;

import dev.darkroom.credit.CreditQueries;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.diagnosis.ClusterSnapshot;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.logging.LogLine;
import dev.darkroom.message.RefusedInputException;
import dev.darkroom.storage.FileQueries;
import dev.darkroom.storage.supabase.SignedUrl;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads everything about one generation; every call blocks. */
public final class GenerationDetailsReader {
    private static final int MAX_LINES = 1_000;

    private final GenerationQueries queries;
    private final CreditQueries credits;
    private final FileQueries files;
    private final Function<Generation, SignedUrl> newLink;
    private final Function<Generation, List<LogLine>> log;
    private final Predicate<Generation> logFiles;

    /**
     * @param newLink creates a new link to the first file of a generation
     * @param log returns its log lines, oldest first; of those in the log files only what has been read
     * @param logFiles reads its lines in the log files, unless it has, which may take seconds; returns whether it has read any
     */
    public GenerationDetailsReader(
            GenerationQueries queries,
            CreditQueries credits,
            FileQueries files,
            Function<Generation, SignedUrl> newLink,
            Function<Generation, List<LogLine>> log,
            Predicate<Generation> logFiles) {
        this.queries = queries;
        this.credits = credits;
        this.files = files;
        this.newLink = newLink;
        this.log = log;
        this.logFiles = logFiles;
    }

    GenerationDetails read(UUID id) {
        Generation generation = queries.find(id).orElseThrow(() -> new RefusedInputException("generation.unknown", id));
        ClusterSnapshot situation = queries.clusterSnapshot();
        List<LogLine> lines = log.apply(generation);
        return new GenerationDetails(
                generation,
                GenerationDiagnosis.of(GenerationRow.of(generation), situation, queries.limits()),
                queries.timeline(id),
                credits.ofGeneration(id),
                files.ofGeneration(id),
                lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size()),
                queries.triage(id),
                situation.now());
    }

    boolean readLogFiles(Generation generation) {
        return logFiles.test(generation);
    }

    SignedUrl newLink(Generation generation) {
        SignedUrl link = newLink.apply(generation);
        return files.ofGeneration(generation.id()).stream()
                .filter(file -> file.path().equals(generation.media().path()))
                .findFirst()
                .map(file -> file.forBrowser(link))
                .orElse(link);
    }
}
