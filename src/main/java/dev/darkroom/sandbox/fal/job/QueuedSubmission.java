package dev.darkroom.sandbox.fal.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.fal.model.FalEndpointPath;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A submission as accepted and journaled.
 *
 * @param seen the number of earlier submits of the same input; part of the random decisions' seed
 * @param startWithin seconds within which the job must start, null for no limit
 * @param webhook the URL to call when the job has ended
 * @param keepPayloads whether input and output are stored: the history shows them, and the result lives as long
 * @param lifecycle how long the job's files live and who may read them
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
