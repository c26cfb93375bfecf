package dev.darkroom.generation;

import dev.darkroom.fal.FalClient;
import dev.darkroom.storage.StorageRepository;
import dev.darkroom.storage.StorageService;

/** What every run of an engine shares. */
record EngineResources(
        FalClient fal,
        StorageService storage,
        StorageRepository files,
        RunRepository runs,
        ServiceCircuitBreaker breaker,
        EngineSettings settings,
        GenerationRepository generations,
        ConcurrencyLimiter sending,
        ConcurrencyLimiter storing) {}
