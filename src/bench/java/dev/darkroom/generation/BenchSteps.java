package dev.darkroom.generation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.generation.engine.GenerationRunRepository;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.storage.BenchFiles;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.supabase.SignedUrl;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The writes of a picture's run from claim to completion, without the waits for fal.ai and the storage: that it is submitted,
 * its request, its result, its file together with its completion. That the job has begun at fal.ai is recorded only for jobs
 * still running at the next poll.
 */
final class BenchSteps {
    static final String MODEL = "fal-ai/flux/schnell";
    static final String RESULT =
            "{\"images\": [{\"url\": \"https://v3.fal.media/files/a/b.png\", \"width\": 1024, \"height\": 768}], \"seed\": 7}";

    private final GenerationRunRepository journal;
    private final boolean looked;

    /** @param looked whether fal.ai is asked while the job runs */
    BenchSteps(GenerationRunRepository journal, boolean looked) {
        this.journal = journal;
        this.looked = looked;
    }

    void run(Generation generation) {
        FencingToken run = FencingToken.of(generation);
        Duration took = Duration.ofMillis(3);
        UUID id = generation.id();
        journal.submitting(run, JsonMapping.write(generation.input()));
        journal.submitted(run, request(id), false, took);
        if (looked) {
            journal.followed(run, TimelineKind.IN_PROGRESS, null, took);
        }
        journal.renderedAndStoring(run, RESULT.getBytes(StandardCharsets.UTF_8), took, 1);
        StoredFile file = BenchFiles.stored(id, generation.userId());
        journal.completed(
                run,
                new GenerationRunRepository.Stored(1, 123_456, null, took, file),
                file.path(),
                new SignedUrl(url(file.path()), Instant.now().plusSeconds(3600)),
                took);
    }

    static FalRequest request(UUID id) {
        String address = "https://queue.fal.run/" + MODEL + "/requests/" + id;
        return new FalRequest(
                id.toString(), URI.create(address + "/status"), URI.create(address), URI.create(address + "/cancel"));
    }

    static URI url(String path) {
        return URI.create("https://project.supabase.co/storage/v1/object/sign/generations/" + path + "?token=abc");
    }

    static GenerationRequest request(String user) {
        ObjectNode input = JsonMapping.MAPPER.createObjectNode();
        input.put("prompt", "a heron in the morning mist, long lens")
                .put("image_size", "landscape_4_3")
                .put("seed", 7);
        return new GenerationRequest(user, MODEL, input, "bench");
    }
}
