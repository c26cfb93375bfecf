package dev.darkroom.generation;

import dev.darkroom.database.TimeOrderedId;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.Events;
import dev.darkroom.fal.Model;
import dev.darkroom.fal.ModelCatalog;
import dev.darkroom.logging.Category;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogContext;
import dev.darkroom.logging.Mark;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** What people and programs ask for: a new generation. What they do with one that is there stands in {@link GenerationActs}. */
public final class GenerationService {
    private static final int LONGEST_PROMPT = 20_000;

    private final ModelCatalog models;
    private final GenerationRepository generations;
    private final Events events;

    public GenerationService(ModelCatalog models, GenerationRepository generations, Events events) {
        this.models = models;
        this.generations = generations;
        this.events = events;
    }

    public ModelCatalog models() {
        return models;
    }

    /**
     * Checks and deducts the credits, writes the ledger line and the row, all or nothing.
     *
     * @throws IllegalArgumentException with a sentence that names what to fix: empty prompt, unknown model or user,
     *     a key that was used for another request
     */
    public Creation create(NewGeneration asked) {
        Model model = models.require(asked.model());
        // Limits, lists and fal.ai know a model by its id alone.
        NewGeneration wish = asked.ofModel(model.endpointId());
        List<String> wrong = model.validate(wish.input());
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", wrong));
        }
        String prompt = model.prompt(wish.input());
        if (prompt.length() > LONGEST_PROMPT) {
            throw new IllegalArgumentException(
                    "The prompt has " + prompt.length() + " characters; at most " + LONGEST_PROMPT + " are allowed.");
        }
        if (wish.input().toString().contains("\\u0000")) {
            throw new IllegalArgumentException("The input holds the character NUL, which cannot be stored.");
        }
        if (wish.userId().isBlank()) {
            throw new IllegalArgumentException("The user is missing.");
        }
        long credits = model.price(wish.input());
        UUID id = TimeOrderedId.next();
        try (LogContext _ = LogContext.of(id, wish.userId())) {
            CategoryLog.info(Category.GENERATION, Mark.INSPECT, "Starting credit check for user {}", wish.userId());
            return told(
                    wish,
                    credits,
                    generations.create(id, wish, credits, model.kind().name(), prompt));
        }
    }

    private Creation told(NewGeneration wish, long credits, GenerationRepository.Requested requested) {
        return switch (requested.outcome()) {
            case CREATED -> {
                UUID id = Objects.requireNonNull(requested.generation());
                CategoryLog.info(Category.GENERATION, Mark.SUCCESS, "Credit check passed for user {}", wish.userId());
                CategoryLog.info(
                        Category.GENERATION,
                        Mark.CREDITS,
                        "Successfully deducted {} credits, balance {}",
                        credits,
                        requested.available());
                CategoryLog.info(Category.DB_CREATE, Mark.SUCCESS, "Generation created successfully: {}", id);
                events.publish(new EngineEvent.GenerationChanged(id, wish.userId(), EngineEvent.Change.WORK));
                events.publish(new EngineEvent.CreditsChanged(wish.userId()));
                yield new Creation.Created(id, credits, requested.available());
            }
            case EXISTS -> new Creation.AlreadyThere(Objects.requireNonNull(requested.generation()));
            case CONFLICT ->
                throw new RequestConflictException("The key \"" + wish.idempotencyKey()
                        + "\" was used for another request of " + wish.userId() + "; use a new key.");
            case REFUSED -> {
                CategoryLog.warning(
                        Category.GENERATION,
                        Mark.ERROR,
                        "Credit check refused for user {}: needed {}, available {}; nothing deducted, nothing created",
                        wish.userId(),
                        credits,
                        requested.available());
                yield new Creation.Refused(credits, requested.available());
            }
            case UNKNOWN_USER ->
                throw new IllegalArgumentException(
                        "There is no account for the user \"" + wish.userId() + "\"; grant credits to it first.");
        };
    }
}
