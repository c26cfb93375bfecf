package dev.darkroom.sandbox.fal.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.fal.model.FalEndpointPath;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was accepted, as it stands in the journal.
 *
 * @param seen how many submits of the same input came before; part of what decides about chance
 * @param startWithin seconds within which it must have started, null for no limit
 * @param webhook where to call when it has ended
 * @param keepPayloads whether the history shows input and output
 * @param lifecycle how long its files live and who may read them
 */
public record QueuedSubmission(
        String id,
        String endpoint,
        JsonNode input,
        Instant sentAt,
        int seen,
        Set<SandboxFault> faults,
        boolean low,
        @Nullable Double startWithin,
        @Nullable String webhook,
        boolean keepPayloads,
        FileLifecycle lifecycle) {

    public FalEndpointPath endpointId() {
        return FalEndpointPath.of(endpoint);
    }

    boolean has(SandboxFault fault) {
        return faults.contains(fault);
    }
}
