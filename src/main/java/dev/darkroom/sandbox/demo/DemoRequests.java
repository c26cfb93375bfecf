package dev.darkroom.sandbox.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.fal.catalog.ModelCatalog;
import java.util.List;
import java.util.SplittableRandom;

/** The requests of demo users: mostly pictures, some sound and films, now and then a prompt that fal.ai refuses. */
final class DemoRequests {
    private static final List<String> PLACES = List.of(
            "a lighthouse on a cliff",
            "a quiet fjord",
            "terraced rice fields",
            "a desert canyon",
            "an old harbour",
            "a forest clearing",
            "a snowy mountain pass",
            "a lake between hills",
            "the coast of an island",
            "rolling dunes");
    private static final List<String> TIMES = List.of(
            "at dawn",
            "at night under stars",
            "in winter",
            "in autumn colours",
            "after the rain",
            "at sunset",
            "in morning fog");
    private static final List<String> STYLES = List.of(
            "as a poster", "in flat colours", "like a woodcut", "wide angle", "minimalist", "with long shadows");
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
        input.put(model.promptField(), prompt(model));
        if (model.kind() == MediaKind.IMAGE && random.nextInt(4) == 0) {
            input.put("num_images", 2 + random.nextInt(3));
        }
        return new SampleInput(model.endpointId(), input);
    }

    /** In turn, so that even a short demo shows every kind. */
    private MediaKind kind() {
        return switch (made++ % 10) {
            case 2, 6 -> MediaKind.AUDIO;
            case 4, 8 -> MediaKind.VIDEO;
            default -> MediaKind.IMAGE;
        };
    }

    private String prompt(CatalogModel model) {
        if (model.promptField().equals("text")) {
            return pick(SENTENCES);
        }
        if (model.kind() == MediaKind.AUDIO) {
            return pick(SOUNDS);
        }
        String refused = withRefusals && made % 20 == 6 ? ", full of gore" : "";
        return pick(PLACES) + " " + pick(TIMES) + ", " + pick(STYLES) + refused;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
