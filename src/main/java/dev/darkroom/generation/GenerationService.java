package dev.darkroom.generation;

import dev.darkroom.database.TimeOrderedId;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogContext;
import dev.darkroom.logging.LogMark;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Accepts requests of people and programs for new generations. Actions on existing ones are in {@code GenerationActions}. */
public final class GenerationService {
    private static final int MAX_PROMPT_LENGTH = 20_000;

    private final ModelCatalog models;
    private final GenerationRepository generations;
    private final EventBus events;

    public GenerationService(ModelCatalog models, GenerationRepository generations, EventBus events) {
        this.models = models;
        this.generations = generations;
        this.events = events;
    }

    public ModelCatalog models() {
        return models;
    }

    /**
     * Checks and deducts the credits, and writes the ledger line and the row, all or nothing.
     *
     * @throws IllegalArgumentException with a sentence that names what to fix: empty prompt, unknown model or user, a key that
     *     was used for another request
     */
    public GenerationCreationResult create(GenerationRequest asked) {
        CatalogModel model = models.require(asked.model());
        // Limits, lists and fal.ai identify a model by its id alone.
        GenerationRequest request = asked.ofModel(model.endpointId());
        List<CodedMessage> wrong = model.validate(request.input());
        if (!wrong.isEmpty()) {
            throw new RefusedInputException(CodedMessage.sentences(wrong));
        }
        String prompt = model.prompt(request.input());
        if (prompt.length() > MAX_PROMPT_LENGTH) {
            throw new RefusedInputException(
                    "prompt.long", String.valueOf(prompt.length()), String.valueOf(MAX_PROMPT_LENGTH));
        }
        if (request.input().toString().contains("\\u0000")) {
            throw new RefusedInputException("input.nul");
        }
        if (request.userId().isBlank()) {
            throw new RefusedInputException("user.missing");
        }
        long credits = model.price(request.input());
        UUID id = TimeOrderedId.next();
        try (LogContext _ = LogContext.of(id, request.userId())) {
            CategoryLog.info(
                    LogCategory.GENERATION, LogMark.INSPECT, "Starting credit check for user {}", request.userId());
            return toResult(
                    request,
                    credits,
                    generations.create(id, request, credits, model.kind().name(), prompt));
        }
    }

    private GenerationCreationResult toResult(
            GenerationRequest request, long credits, GenerationRepository.Requested requested) {
        return switch (requested.outcome()) {
            case CREATED -> {
                UUID id = Objects.requireNonNull(requested.generation());
                CategoryLog.info(
                        LogCategory.GENERATION, LogMark.SUCCESS, "Credit check passed for user {}", request.userId());
                CategoryLog.info(
                        LogCategory.GENERATION,
                        LogMark.CREDITS,
                        "Successfully deducted {} credits, balance {}",
                        credits,
                        requested.available());
                CategoryLog.info(LogCategory.DB_CREATE, LogMark.SUCCESS, "Generation created successfully: {}", id);
                events.publish(new EngineEvent.GenerationChanged(id, request.userId(), EngineEvent.Change.WORK));
                events.publish(new EngineEvent.CreditsChanged(request.userId()));
                yield new GenerationCreationResult.Created(id, credits, requested.available());
            }
            case EXISTS -> new GenerationCreationResult.AlreadyThere(Objects.requireNonNull(requested.generation()));
            case CONFLICT ->
                throw new RequestConflictException(
                        CodedMessage.of("key.used", request.idempotencyKey(), request.userId()));
            case REFUSED -> {
                CategoryLog.warning(
                        LogCategory.GENERATION,
                        LogMark.ERROR,
                        "Credit check refused for user {}: needed {}, available {}; nothing deducted, nothing created",
                        request.userId(),
                        credits,
                        requested.available());
                yield new GenerationCreationResult.Refused(credits, requested.available());
            }
            case UNKNOWN_USER -> throw new RefusedInputException("user.unknown", request.userId());
        };
    }

    /** Thrown when the idempotency key was already used for a different request. */
    public static final class RequestConflictException extends RefusedInputException {
        private static final long serialVersionUID = 1;

        RequestConflictException(CodedMessage message) {
            super(message);
        }
    }
}
