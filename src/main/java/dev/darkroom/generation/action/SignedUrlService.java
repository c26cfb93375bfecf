package dev.darkroom.generation.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.database.Database;
import dev.darkroom.database.writer.BatchRow;
import dev.darkroom.event.EventBus;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationTransition;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.StorageRepository;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.supabase.SignedUrl;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Signs new URLs for stored files. The URL of a generation's first file is kept in its row, so that everybody who reads the row
 * has a working link. Every call asks the storage and blocks.
 */
public final class SignedUrlService {
    private static final String ACT = "NEW_LINK";
    private static final String WHY = CodedMessage.of("reason.link").stored();

    private final AuditedActionRunner runner;
    private final StorageRepository files;
    private final Duration life;

    /** @param life how long the link of a finished generation is valid */
    public SignedUrlService(Database database, EventBus events, StorageRepository files, Duration life) {
        runner = new AuditedActionRunner(database, events);
        this.files = files;
        this.life = life;
    }

    /** Signs a link to the first file of a completed generation; writes nothing. */
    public SignedUrl sign(Generation generation) {
        return files.sign(generation.userId(), path(generation), life);
    }

    /** Signs a link to the first file of a completed generation and keeps it in its row. */
    public SignedUrl renew(Generation generation, String actor) {
        return renew(generation, WHY, actor);
    }

    /** Does the same for a reason that is recorded. */
    public SignedUrl renew(Generation generation, String reason, String actor) {
        return save(generation.id(), path(generation), sign(generation), new AuditedActionRunner.Why(reason, actor));
    }

    /**
     * Signs a link to any file, valid this long; keeps it when the file is the first of its generation and the link expires
     * later.
     */
    public SignedUrl renew(StoredFile file, Duration validFor, String actor) {
        SignedUrl link = files.sign(file.userId(), file.path(), validFor);
        return save(file.generation(), file.path(), link, new AuditedActionRunner.Why(WHY, actor));
    }

    private static String path(Generation generation) {
        return Objects.requireNonNull(generation.media().path(), "no stored file is named");
    }

    private SignedUrl save(UUID id, String path, SignedUrl link, AuditedActionRunner.Why why) {
        runner.act(
                id,
                ACT,
                why.reason(),
                why.actor(),
                (handle, generation) -> saveIfLater(handle, generation, path, link, why));
        return link;
    }

    /** Keeps the link only for the file it was made for, and never replaces one that expires later. */
    private static ActionResult saveIfLater(
            Handle handle, Generation generation, String path, SignedUrl link, AuditedActionRunner.Why why) {
        BatchRow renewed = BatchRow.of(GenerationTransition.LINK_RENEWED)
                .with("path", path)
                .with("url", link.url().toString())
                .with("expires", link.expiresAt());
        ObjectNode data =
                AuditedActionRunner.data().put("until", link.expiresAt().toString());
        if (!AuditedActionRunner.apply(handle, generation, renewed, data, why)) {
            return new ActionResult.Nothing(path.equals(generation.media().path()) ? "link.longer" : "link.not.first");
        }
        return new ActionResult.Done("done.link", link.expiresAt());
    }
}
