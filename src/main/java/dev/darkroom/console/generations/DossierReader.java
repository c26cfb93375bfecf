package dev.darkroom.console.generations;

import dev.darkroom.credit.CreditQueries;
import dev.darkroom.generation.Diagnosis;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationQueries;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.Situation;
import dev.darkroom.logging.LogLine;
import dev.darkroom.storage.FileQueries;
import dev.darkroom.storage.LinkSigner;
import dev.darkroom.storage.SignedUrl;
import dev.darkroom.storage.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads everything about one generation; every call blocks. {@code newLink} makes a new link to its first file, {@code log}
 * gives its lines, oldest first.
 */
public final class DossierReader {
    /** A preview needs no longer. */
    private static final Duration LOOK = Duration.ofHours(1);

    private static final int MOST_LINES = 1_000;

    private final GenerationQueries queries;
    private final CreditQueries credits;
    private final FileQueries files;
    private final LinkSigner signer;
    private final Function<Generation, SignedUrl> newLink;
    private final Function<UUID, List<LogLine>> log;

    public DossierReader(
            GenerationQueries queries,
            CreditQueries credits,
            FileQueries files,
            LinkSigner signer,
            Function<Generation, SignedUrl> newLink,
            Function<UUID, List<LogLine>> log) {
        this.queries = queries;
        this.credits = credits;
        this.files = files;
        this.signer = signer;
        this.newLink = newLink;
        this.log = log;
    }

    Dossier read(UUID id) {
        Generation generation = queries.find(id)
                .orElseThrow(() -> new IllegalArgumentException(Words.get("dossier.unknown", id.toString())));
        Situation situation = queries.situation();
        List<LogLine> lines = log.apply(id);
        return new Dossier(
                generation,
                Diagnosis.of(GenerationRow.of(generation), situation, queries.limits()),
                queries.timeline(id),
                credits.ofGeneration(id),
                files.ofGeneration(id),
                lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()),
                situation.now());
    }

    /** A link to each stored file: the saved one while it lives, else a new one. */
    Map<UUID, String> links(Dossier dossier) {
        Map<UUID, String> links = new HashMap<>();
        for (StoredFile file : dossier.files()) {
            if (file.state() == StoredFile.State.STORED) {
                links.put(file.id(), link(dossier, file));
            }
        }
        return links;
    }

    private String link(Dossier dossier, StoredFile file) {
        Generation.Media media = dossier.generation().media();
        Instant expires = media.urlExpiresAt();
        boolean saved = media.url() != null
                && file.path().equals(media.path())
                && expires != null
                && expires.isAfter(dossier.readAt().plusSeconds(60));
        return saved
                ? String.valueOf(media.url())
                : signer.sign(dossier.generation().userId(), file.path(), LOOK)
                        .url()
                        .toString();
    }

    SignedUrl newLink(Generation generation) {
        return newLink.apply(generation);
    }
}
