package dev.darkroom.sandbox.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.credit.CreditLedger;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.GenerationCreationResult;
import dev.darkroom.generation.GenerationRequest;
import dev.darkroom.generation.GenerationService;
import dev.darkroom.logging.DefectReport;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Generates realistic traffic: several users, models and media kinds, at a rate that can be changed while it runs. Failures
 * come from the stand-ins' faults, except for an occasional refused prompt, a change of mind and one user who is always short
 * of credits.
 */
public final class DemoTraffic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoTraffic.class);
    /** One in so many is cancelled by its user when the next one is requested. */
    private static final int CANCELS = 25;

    private static final long FULL_BALANCE = 20_000;
    private static final String SHORT_OF_CREDITS = "omar.n";
    private static final List<String> USERS =
            List.of("ana.kovac", "ben.o", "j.svensson", "li.wei", "mia.r", "priya.s", "t.mbeki", SHORT_OF_CREDITS);

    private final GenerationService service;
    private final CreditLedger ledger;
    private final DemoRequests requests;
    private final String actor = "demo-" + UUID.randomUUID().toString().substring(0, 8);
    private volatile double perMinute;
    private @Nullable Thread thread;

    /** @param withRefusals whether users also send prompts that fal.ai refuses */
    public DemoTraffic(GenerationService service, CreditLedger ledger, long seed, boolean withRefusals) {
        this.service = service;
        this.ledger = ledger;
        this.requests = new DemoRequests(service.models(), new SplittableRandom(seed), withRefusals);
    }

    /** The actor name used in ledger and timeline. */
    public String actor() {
        return actor;
    }

    /** Creates this many generations as fast as possible; returns how many were refused for lack of credits. */
    public int createAll(int count) {
        int refused = 0;
        for (int i = 0; i < count; i++) {
            if (i % 50 == 49) {
                topUpAccounts();
            }
            if (createOne() instanceof GenerationCreationResult.Refused) {
                refused++;
            }
        }
        return refused;
    }

    /** Gives every demo user an account; an existing account is topped up only when its balance is low. */
    public void topUpAccounts() {
        for (String user : USERS) {
            long wanted = user.equals(SHORT_OF_CREDITS) ? 60 : FULL_BALANCE;
            long has = ledger.balance(user).orElse(0);
            if (has < wanted / 5) {
                ledger.grant(user, wanted - has, "demo credits", actor);
            }
        }
    }

    /** Requests one generation for one of the users and returns the outcome. */
    public GenerationCreationResult createOne() {
        String user = USERS.get(requests.random().nextInt(USERS.size()));
        DemoRequests.SampleInput sample = requests.next();
        return service.create(new GenerationRequest(user, sample.model(), sample.input(), actor));
    }

    /** Sets the rate in generations per minute; 0 pauses the traffic. */
    public void setRate(double generationsPerMinute) {
        if (generationsPerMinute < 0 || generationsPerMinute > 60_000) {
            throw new IllegalArgumentException("The rate must be between 0 and 60,000 generations a minute.");
        }
        perMinute = generationsPerMinute;
        Thread running = thread;
        if (running != null) {
            LockSupport.unpark(running);
        }
    }

    public double rate() {
        return perMinute;
    }

    /** @param cancel cancels a generation whose user no longer wants it */
    public synchronized void start(double generationsPerMinute, Consumer<UUID> cancel) {
        setRate(generationsPerMinute);
        if (thread == null) {
            thread = Thread.ofVirtual().name("demo-traffic").start(() -> loop(cancel));
        }
    }

    private void loop(Consumer<UUID> cancel) {
        Optional<UUID> unwanted = Optional.empty();
        while (!Thread.currentThread().isInterrupted()) {
            double rate = perMinute;
            if (rate <= 0) {
                LockSupport.parkNanos(1_000_000_000L);
                continue;
            }
            try {
                if (requests.random().nextInt(20) == 0) {
                    topUpAccounts();
                }
                GenerationCreationResult result = createOne();
                unwanted.ifPresent(cancel);
                unwanted = result instanceof GenerationCreationResult.Created created
                                && requests.random().nextInt(CANCELS) == 0
                        ? Optional.of(created.generation())
                        : Optional.empty();
            } catch (RuntimeException failure) {
                LOG.warn("A request of the demo traffic failed: {}", failure.getMessage());
            } catch (Error error) {
                DefectReport.outlived(LOG, "The demo traffic", error);
            }
            long mean = (long) (60e9 / rate);
            LockSupport.parkNanos(mean / 2 + requests.random().nextLong(mean + 1));
        }
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    /** Generates the requests of demo users: mostly images, some audio and video, and occasionally a prompt that fal.ai refuses. */
    private static final class DemoRequests {
        /** Few, so that the stand-in soon has most of them cached: rendering costs more than everything else in the demo. */
        private static final List<String> SCENES = List.of(
                "a lighthouse on a cliff at dawn, as a poster",
                "a quiet fjord at night under stars, wide angle",
                "terraced rice fields in morning fog, minimalist",
                "a desert canyon at sunset, with long shadows",
                "an old harbour after the rain, like a woodcut",
                "a forest clearing in autumn colours, wide angle",
                "a snowy mountain pass at night under stars, minimalist",
                "a lake between hills at sunset, in flat colours",
                "the coast of an island in winter, as a poster",
                "rolling dunes at dawn, with long shadows",
                "a quiet fjord in autumn colours, in flat colours",
                "a lake between hills in morning fog, like a woodcut");

        private static final int FILMED_SCENES = 4;
        private static final List<String> SOUNDS = List.of(
                "soft rain on a tin roof",
                "a slow piano by the sea",
                "wind in pine trees",
                "a small town waking up",
                "distant bells over water");
        private static final List<String> SENTENCES = List.of(
                "Welcome back. Your pictures are ready.",
                "The next train leaves from platform four.",
                "Thank you for waiting, we will be with you shortly.");

        private final ModelCatalog models;
        private final SplittableRandom random;
        private final boolean withRefusals;
        private int made;

        DemoRequests(ModelCatalog models, SplittableRandom random, boolean withRefusals) {
            this.models = models;
            this.random = random;
            this.withRefusals = withRefusals;
        }

        record SampleInput(String model, ObjectNode input) {}

        SplittableRandom random() {
            return random;
        }

        synchronized SampleInput next() {
            CatalogModel model = pick(models.models(kind()));
            ObjectNode input = model.defaultInput().deepCopy();
            if (model.kind() == MediaKind.IMAGE) {
                int scene = random.nextInt(SCENES.size());
                String refused = withRefusals && made % 20 == 6 ? ", full of gore" : "";
                input.put(model.promptField(), SCENES.get(scene) + refused);
                if (scene % 4 == 0) {
                    input.put("num_images", 2 + random.nextInt(3));
                }
            } else {
                input.put(model.promptField(), pick(prompts(model)));
            }
            return new SampleInput(model.endpointId(), input);
        }

        /** Cycles through the kinds, so that even a short demo shows all of them. */
        private MediaKind kind() {
            return switch (made++ % 10) {
                case 2, 6 -> MediaKind.AUDIO;
                case 4, 8 -> MediaKind.VIDEO;
                default -> MediaKind.IMAGE;
            };
        }

        private static List<String> prompts(CatalogModel model) {
            if (model.kind() == MediaKind.VIDEO) {
                return SCENES.subList(0, FILMED_SCENES);
            }
            return model.promptField().equals("text") ? SENTENCES : SOUNDS;
        }

        private <T> T pick(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }
    }
}
