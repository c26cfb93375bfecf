package dev.darkroom.generation.engine;

import dev.darkroom.fal.FalClient;
import dev.darkroom.generation.GenerationRepository;
import dev.darkroom.storage.StorageRepository;
import dev.darkroom.storage.upload.StorageService;

/** What every run of an engine shares. */
public record EngineResources(
        FalClient fal,
        StorageService storage,
        StorageRepository files,
        RunRepository runs,
        ServiceCircuitBreaker breaker,
        EngineSettings settings,
        GenerationRepository generations,
        ConcurrencyLimiter sending,
        ConcurrencyLimiter storing) {}
