package dev.darkroom.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.app.Darkroom;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.fal.MediaKind;
import dev.darkroom.fal.Model;
import dev.darkroom.generation.Creation;
import dev.darkroom.generation.NewGeneration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Users who ask under keys and ask again when they hear nothing, some without enough credits, some who change their mind. */
final class Crowd {
    static final String ACTOR = "crowd";
    private static final int RICH = 10;
    private static final int POOR = 2;
    private static final Duration AGAIN = Duration.ofMillis(400);

    private final Darkroom darkroom;
    private final List<Wish> wishes = new ArrayList<>();
    /** By key. */
    final Map<String, UUID> made = new ConcurrentHashMap<>();

    final List<String> differed = java.util.Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger askedAgain = new AtomicInteger();
    final AtomicInteger cancels = new AtomicInteger();

    private record Wish(Duration at, NewGeneration wanted, boolean twice, Duration changesMind) {}

    Crowd(Darkroom darkroom, Random random, int count, Duration storm) {
        this.darkroom = darkroom;
        for (int i = 0; i < count; i++) {
            wishes.add(wish(random, i, storm));
        }
    }

    private Wish wish(Random random, int i, Duration storm) {
        String user = random.nextInt(20) == 0 ? "poor-" + random.nextInt(POOR) : "rich-" + random.nextInt(RICH);
        int dice = random.nextInt(20);
        MediaKind kind = dice < 15 ? MediaKind.IMAGE : dice < 18 ? MediaKind.AUDIO : MediaKind.VIDEO;
        List<Model> models = darkroom.models.models(kind);
        Model model = models.get(random.nextInt(models.size()));
        ObjectNode input = model.defaultInput().deepCopy();
        input.put(model.promptField(), "wish " + key(i) + ", a lighthouse on a cliff");
        if (input.has("image_size")) {
            input.putObject("image_size").put("width", 256).put("height", 192);
        }
        if (kind == MediaKind.IMAGE && random.nextInt(4) == 0) {
            input.put("num_images", 2 + random.nextInt(3));
        }
        return new Wish(
                Duration.ofMillis(random.nextLong(storm.toMillis() * 9 / 10)),
                new NewGeneration(user, model.endpointId(), input, key(i), ACTOR, null),
                random.nextInt(20) == 0,
                random.nextInt(100) < 3 ? Duration.ofMillis(random.nextLong(15_000)) : Duration.ZERO);
    }

    /** Stands in the prompt too, so that the books of fal.ai tell whose request it was. */
    private static String key(int i) {
        return "#" + i + "#";
    }

    void fillPurses() {
        for (int i = 0; i < RICH; i++) {
            darkroom.ledger.grant("rich-" + i, 1_000_000, "purse", ACTOR);
        }
        for (int i = 0; i < POOR; i++) {
            darkroom.ledger.grant("poor-" + i, 40, "purse", ACTOR);
        }
    }

    /** Each wish at its time; returned are the threads that still ask or cancel. */
    List<Thread> start() {
        return wishes.stream()
                .map(wish -> Thread.ofVirtual().start(() -> live(wish)))
                .toList();
    }

    private void live(Wish wish) {
        try {
            Thread.sleep(wish.at);
            ask(wish.wanted);
            if (wish.twice) {
                ask(wish.wanted);
            }
            UUID id = made.get(wish.wanted.idempotencyKey());
            if (id != null && wish.changesMind.isPositive()) {
                Thread.sleep(wish.changesMind);
                untilHeard(() -> darkroom.acts.cancel(id, "no longer wanted", ACTOR));
                cancels.incrementAndGet();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(NewGeneration wanted) throws InterruptedException {
        String key = String.valueOf(wanted.idempotencyKey());
        switch (untilHeard(() -> darkroom.service.create(wanted))) {
            case Creation.Created created -> remember(key, created.generation());
            case Creation.AlreadyThere there -> {
                askedAgain.incrementAndGet();
                remember(key, there.generation());
            }
            case Creation.Refused _ -> refused.incrementAndGet();
        }
    }

    private void remember(String key, UUID id) {
        UUID before = made.putIfAbsent(key, id);
        if (before != null && !before.equals(id)) {
            differed.add(key + " was answered with " + before + " and with " + id);
        }
    }

    private static <T> T untilHeard(java.util.function.Supplier<T> question) throws InterruptedException {
        while (true) {
            try {
                return question.get();
            } catch (DatabaseException _) {
                Thread.sleep(AGAIN);
            }
        }
    }
}
