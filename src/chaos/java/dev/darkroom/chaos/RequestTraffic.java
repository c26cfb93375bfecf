package dev.darkroom.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.app.EngineServices;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.generation.GenerationCreationResult;
import dev.darkroom.generation.GenerationRequest;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Users who send requests with idempotency keys and retry when they get no response, some without enough credits, some who
 * change their mind.
 */
final class RequestTraffic {
    static final String ACTOR = "traffic";
    private static final int RICH = 10;
    private static final int POOR = 2;
    private static final Duration AGAIN = Duration.ofMillis(400);

    private static final List<SandboxFault> ODD = List.copyOf(OddAnswer.ENDS.keySet());

    private final EngineServices darkroom;
    private final SqlRequester requester;
    private final List<PlannedRequest> requests = new ArrayList<>();
    /** By key. */
    final Map<String, UUID> made = new ConcurrentHashMap<>();
    /** What fal.ai was told to answer, by key. */
    final Map<String, SandboxFault> odd = new TreeMap<>();

    final Queue<WaitChecks.Asked> asked = new ConcurrentLinkedQueue<>();

    final List<String> differed = java.util.Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger askedAgain = new AtomicInteger();
    final AtomicInteger askedAtOnce = new AtomicInteger();
    final AtomicInteger cancels = new AtomicInteger();

    private record PlannedRequest(
            Duration at, GenerationRequest wanted, RequestPattern pattern, Duration changesMind) {}

    private enum RequestPattern {
        ONCE,
        TWICE,
        /** Over several connections of another program at the same instant, as after a double click with two servers. */
        AT_ONCE
    }

    RequestTraffic(ChaosEnvironment environment, Random random, int count, Duration storm) {
        darkroom = environment.darkroom;
        requester = new SqlRequester(environment.wired);
        for (int i = 0; i < count; i++) {
            requests.add(request(random, i, storm));
        }
    }

    /** The first requests ask for an odd answer each, as pictures, at a time of their own like all others. */
    private PlannedRequest request(Random random, int i, Duration storm) {
        if (i < ODD.size()) {
            CatalogModel model = darkroom.models.models(MediaKind.IMAGE).getFirst();
            ObjectNode input = model.defaultInput().deepCopy();
            input.put(model.promptField(), "request " + key(i) + ", a lighthouse [sandbox:" + words(ODD.get(i)) + "]");
            odd.put(key(i), ODD.get(i));
            return new PlannedRequest(
                    Duration.ofMillis(random.nextLong(storm.toMillis() * 9 / 10)),
                    new GenerationRequest(rich(random), model.endpointId(), input, key(i), ACTOR, null),
                    RequestPattern.ONCE,
                    Duration.ZERO);
        }
        String user = random.nextInt(20) == 0 ? "poor-" + random.nextInt(POOR) : rich(random);
        int dice = random.nextInt(20);
        MediaKind kind = dice < 15 ? MediaKind.IMAGE : dice < 18 ? MediaKind.AUDIO : MediaKind.VIDEO;
        List<CatalogModel> models = darkroom.models.models(kind);
        CatalogModel model = models.get(random.nextInt(models.size()));
        ObjectNode input = model.defaultInput().deepCopy();
        input.put(model.promptField(), "request " + key(i) + ", a lighthouse on a cliff");
        if (input.has("image_size")) {
            input.putObject("image_size").put("width", 256).put("height", 192);
        }
        if (kind == MediaKind.IMAGE && random.nextInt(4) == 0) {
            input.put("num_images", 2 + random.nextInt(3));
        }
        return new PlannedRequest(
                Duration.ofMillis(random.nextLong(storm.toMillis() * 9 / 10)),
                new GenerationRequest(user, model.endpointId(), input, key(i), ACTOR, null),
                pattern(random.nextInt(20)),
                random.nextInt(100) < 5 ? Duration.ofMillis(random.nextLong(15_000)) : Duration.ZERO);
    }

    /** The job itself goes well, so that nothing but the odd answer decides how it ends. */
    private static String words(SandboxFault fault) {
        return fault.side() == SandboxFault.Side.FAL_JOB
                ? fault.word()
                : fault.word() + "," + SandboxFault.NOT_YET.word();
    }

    private static String rich(Random random) {
        return "rich-" + random.nextInt(RICH);
    }

    private static RequestPattern pattern(int dice) {
        return dice == 0 ? RequestPattern.TWICE : dice < 5 ? RequestPattern.AT_ONCE : RequestPattern.ONCE;
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
        darkroom.ledger.grant(PoisonRow.USER, 1_000, "purse", ACTOR);
    }

    /** Each request at its time; returned are the threads that still ask or cancel. */
    List<Thread> start() {
        return requests.stream()
                .map(request -> Thread.ofVirtual().start(() -> live(request)))
                .toList();
    }

    private void live(PlannedRequest request) {
        try {
            Thread.sleep(request.at);
            switch (request.pattern) {
                case ONCE -> ask(request.wanted);
                case TWICE -> {
                    ask(request.wanted);
                    ask(request.wanted);
                }
                case AT_ONCE -> askAtOnce(request.wanted);
            }
            UUID id = made.get(request.wanted.idempotencyKey());
            if (id != null && request.changesMind.isPositive()) {
                Thread.sleep(request.changesMind);
                cancelAtOnce(id);
                cancels.incrementAndGet();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(GenerationRequest wanted) throws InterruptedException {
        String key = String.valueOf(wanted.idempotencyKey());
        Instant begin = Instant.now();
        GenerationCreationResult answer = untilHeard(() -> darkroom.service.create(wanted));
        asked.add(new WaitChecks.Asked(wanted.userId(), key, begin, Instant.now()));
        switch (answer) {
            case GenerationCreationResult.Created created -> remember(key, created.generation());
            case GenerationCreationResult.AlreadyThere there -> {
                askedAgain.incrementAndGet();
                remember(key, there.generation());
            }
            case GenerationCreationResult.Refused _ -> refused.incrementAndGet();
        }
    }

    private void askAtOnce(GenerationRequest wanted) throws InterruptedException {
        String key = String.valueOf(wanted.idempotencyKey());
        long credits = darkroom.models.require(wanted.model()).price(wanted.input());
        try {
            Instant begin = Instant.now();
            List<UUID> told = requester.askAtOnce(wanted, credits);
            asked.add(new WaitChecks.Asked(wanted.userId(), key, begin, Instant.now()));
            told.forEach(id -> remember(key, id));
            (told.isEmpty() ? refused : askedAtOnce).incrementAndGet();
        } catch (SQLException refusal) {
            differed.add(key + " was asked for at once and answered with " + refusal.getMessage());
        }
    }

    /** Two clicks at the same instant. */
    private void cancelAtOnce(UUID id) throws InterruptedException {
        Thread other = Thread.ofVirtual().start(() -> cancel(id));
        cancel(id);
        other.join();
    }

    private void cancel(UUID id) {
        try {
            untilHeard(() -> darkroom.actions.cancel(id, "no longer wanted", ACTOR));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
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
