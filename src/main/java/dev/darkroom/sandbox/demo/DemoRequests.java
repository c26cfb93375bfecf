package dev.darkroom.sandbox.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.fal.catalog.ModelCatalog;
import java.util.List;
import java.util.SplittableRandom;

/** Generates the requests of demo users: mostly images, some audio and video, and occasionally a prompt that fal.ai refuses. */
final class DemoRequests {
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
